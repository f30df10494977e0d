export interface Ids {
  /** A new UUID, rising with time. */
  next(): string;
}
