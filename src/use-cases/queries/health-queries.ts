export interface StoreHealth {
  readonly ok: boolean;
  readonly detail: string;
  readonly latencyMs: number;
}

/** Liveness of the stores the shop stands on. Never throws. */
export interface StoreHealthQueries {
  database(): Promise<StoreHealth>;
  cache(): Promise<StoreHealth>;
}
