/** Remembers on which screen a person watches an order or a payment, so that news change that screen instead of piling up. */
export interface WatchedScreens {
  /** `place` is opaque to everyone but the messenger that shows it. */
  watch(subjectId: string, place: string): Promise<void>;
  find(subjectId: string): Promise<string | undefined>;
}
