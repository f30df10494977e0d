/** How much is measured. */
export interface Effort {
  readonly rounds: number;
  /** Webhooks, updates or transfers in one round. */
  readonly each: number;
  /** Callers on the shop's side, clients of pgbench on the other, and database connections of both. */
  readonly clients: number;
}
