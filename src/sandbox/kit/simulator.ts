import type Router from '@koa/router';
import type { FaultBoard, SystemName } from './fault-board.js';

/** What every stand-in is given. */
export interface SimulatorContext {
  readonly now: () => Date;
  readonly faults: FaultBoard;
  /** Where the sandbox listens, such as `http://127.0.0.1:8080`, without a slash at the end. */
  readonly origin: string;
  /** Says that the outside world changed, so that the page redraws and the state is saved. */
  readonly changed: (system: SystemName) => void;
}

/** A stand-in for one outside system: speaks its real wire over HTTP and remembers what really happened there. */
export interface Simulator {
  readonly name: SystemName;
  /** Routes under `/sandbox/<name>/`. */
  readonly router: Router;
  /** All it remembers, as JSON that `restore` takes back after a restart. */
  snapshot(): unknown;
  restore(state: unknown): void;
  /** Forgets everything, as on the first day. */
  reset(): void;
  stop(): Promise<void>;
}
