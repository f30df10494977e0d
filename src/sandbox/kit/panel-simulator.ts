import type { PanelUserView } from './panel-user-view.js';
import type { Simulator } from './simulator.js';

/** A panel's stand-in, and what a person does there beside its API. */
export interface PanelSimulator extends Simulator {
  users(): readonly PanelUserView[];
  /** Traffic runs through an account: undefined when there is none, false when it is not served and nothing runs. */
  use(key: string, bytes: bigint): PanelUserView | boolean | undefined;
  /** Somebody deletes an account by hand; nothing happens when there is none. */
  remove(key: string): void;
  /** Somebody moves an account's end by hand; nothing happens when there is none. */
  moveEnd(key: string, milliseconds: number): void;
}
