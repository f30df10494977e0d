import { bulkhead, BulkheadRejectedError } from 'cockatiel';
import type { z } from 'zod';
import type { VpnPanel } from '#use-cases/ports/panels/vpn-panel.js';
import type { Clock } from '#use-cases/ports/runtime/clock.js';
import { type ConfigSection, type Environment, parseSection } from './config-section.js';
import type { HttpClient } from './http-client.js';
import { HttpFailure } from './http-failure.js';

export interface PanelDeps {
  /** The panel's row: names it in errors, and its circuit. */
  readonly id: string;
  readonly http: HttpClient;
  readonly clock: Clock;
}

export interface PanelSpec<Settings> {
  /** Stable: stored with every panel of this kind. */
  readonly kind: string;
  /** `MARZBAN` reads the settings of the panel in the environment from `MARZBAN_BASE_URL` and so on. */
  readonly prefix: string;
  /** Settings without which it cannot work: none of them set means that there is no such panel. */
  readonly required: readonly string[];
  /** Reads the settings by their names, already trimmed and with empty ones left out. */
  readonly schema: z.ZodType<Settings>;
  /** Every setting that a log must never show, by value. */
  secrets(settings: Settings): readonly string[];
  create(settings: Settings, deps: PanelDeps): VpnPanel;
}

/** All that the rest of the service knows of a panel's folder. */
export interface PanelDefinition<Settings = unknown> extends PanelSpec<Settings> {
  /** Reads settings as an operator gave them; mistakes are named, values are not. */
  parse(settings: Environment): ConfigSection<Settings>;
}

/** Completes a panel's folder with the reading of its settings. */
export function definePanel<Settings>(spec: PanelSpec<Settings>): PanelDefinition<Settings> {
  return { ...spec, parse: (settings) => parseSection(spec, settings) };
}

/** Runs one change at a panel when its turn comes. */
export type WriteLine = <Result>(write: () => Promise<Result>) => Promise<Result>;

const WAITING = 512;

/** Lets so many changes at once through to a system, the others wait; throws `HttpFailure` (`not-sent`) when too many wait. */
export function writeLine(system: string, atOnce: number): WriteLine {
  const line = bulkhead(atOnce, WAITING);
  return async (write) => {
    try {
      return await line.execute(write);
    } catch (error) {
      if (error instanceof BulkheadRejectedError) throw new HttpFailure('not-sent', system, 'too many changes at once');
      throw error;
    }
  };
}
