/** Who uses the shop, in figures. */
export interface AudienceQueries {
  /** How many people wrote or tapped at `since` or later. */
  activeSince(since: Date): Promise<number>;
}
