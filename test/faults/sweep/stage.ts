import type { UnitOfWork } from '#use-cases/ports/persistence/unit-of-work.js';
import type { LedgerAudit } from '#use-cases/queries/ledger-audit.js';
import type { MovableClock, ShopDoor } from '../flows/flow.js';
import type { Outside } from '../flows/outside.js';
import type { CutLine } from './cut-line.js';

/** One life of the shop, from a start to its end. */
export interface Life {
  readonly shop: ShopDoor;
  /** Takes the jobs there are, and does one after another, until there is none; a job that fails is left to the sweeper, as by a worker. */
  work(mayFail: (error: unknown) => boolean): Promise<void>;
  /** What a worker does every few seconds: sweeps for due work, tells what is to be told. */
  tick(): Promise<void>;
  /** Resolves when nothing of this life moves any more. */
  end(): Promise<void>;
}

/** Where a flow is played: an empty shop, and a world around it that outlives its crashes. */
export interface Scenery {
  readonly clock: MovableClock;
  readonly outside: Outside;
  /** Past the line. */
  readonly books: UnitOfWork;
  readonly audit: LedgerAudit;
  /** How many different things each person was to be told. */
  owedWords(): Promise<ReadonlyMap<number, number>>;
  begin(line: CutLine): Promise<Life>;
}

export interface Stage {
  /** Sets everything back. */
  open(): Promise<Scenery>;
}
