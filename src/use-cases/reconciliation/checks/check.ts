import type { Discrepancy } from '#domain/reconciliation/discrepancy.js';
import type { Window } from './window.js';

export interface Findings {
  readonly found: readonly Discrepancy[];
  /** How many things of each side were looked at. */
  readonly compared: Readonly<Record<string, number>>;
}

/** One pair of sides that must agree. */
export interface Check {
  /** Whom our rows are compared with; every discrepancy it finds carries this name. */
  readonly source: string;
  /** Reads both sides and changes nothing. Throws what keeps a side from being read. */
  run(window: Window): Promise<Findings>;
}

/** What there is to compare now: what can be added while the shop runs is asked for at every run. */
export interface CheckSource {
  checks(): Promise<readonly Check[]>;
}
