/** One rule of the shop as two queries: what it looks at, and the rows that break it (amounts as text, so that JSON keeps them whole). */
export interface Invariant {
  readonly id: string;
  readonly title: string;
  readonly counted: string;
  readonly violations: string;
}
