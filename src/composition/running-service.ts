export interface RunningService {
  /** Where it listens, for people. */
  readonly origin: string;
  readonly mode: 'live' | 'sandbox';
  /** Finishes what runs within `graceMs` and closes everything. */
  stop(graceMs: number): Promise<void>;
}
