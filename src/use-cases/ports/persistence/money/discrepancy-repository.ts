import type { Discrepancy, DiscrepancyState } from '#domain/reconciliation/discrepancy.js';

export interface StoredDiscrepancy extends Discrepancy {
  readonly id: string;
  readonly state: DiscrepancyState;
  /** When it was found, or found again after it had been gone. */
  readonly foundAt: Date;
  readonly seenAt: Date;
}

export interface Sighting {
  readonly id: string;
  readonly foundAt: Date;
  /** `new`: for the first time, or again after it was resolved; `known`: it was open; `accepted`: a person lets it be. */
  readonly news: 'new' | 'known' | 'accepted';
}

/** What reconciliation has found, one row for each kind and subject. */
export interface DiscrepancyRepository {
  /** Records that it was seen; `id` is for one that has no row yet. */
  see(discrepancy: Discrepancy, id: string, now: Date): Promise<Sighting>;
  /** Resolves what is open, of a source, about subjects not older than `since`, and was last seen before `now`; answers how many. */
  resolveUnseen(source: string, since: Date, now: Date): Promise<number>;
  /** All that are open, the oldest first. */
  open(): Promise<readonly StoredDiscrepancy[]>;
  /** Throws `DiscrepancyNotFound` for an id that is not open. */
  accept(id: string, note: string, now: Date): Promise<void>;
}
