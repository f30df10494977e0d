export interface TrialRepository {
  /** Writes down that a person has had the trial; false when they had it before. `personKey` outlives the person's other rows. */
  take(personKey: string, subscriptionId: string, at: Date): Promise<boolean>;
  isTaken(personKey: string): Promise<boolean>;
}
