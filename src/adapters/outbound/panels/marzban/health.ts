import type { z } from 'zod';
import { PanelError, PanelPermanent } from '#use-cases/ports/panels/panel-error.js';
import type { PanelHealth, PanelTrouble } from '#use-cases/ports/panels/vpn-panel.js';
import type { MarzbanApi } from './api.js';
import { Stumble } from './refusal.js';
import { coreSchema, inboundsSchema, systemSchema } from './wire.js';

/** Its successor, which begins at 1, speaks another language. */
const SUPPORTED = /^v?0\.8\./;

/** Asks the panel for its version, its core and its inbounds. What it cannot answer is a trouble, never a throw. */
export async function readHealth(api: MarzbanApi, placement: readonly string[]): Promise<PanelHealth> {
  let version: string | undefined;
  try {
    version = (await read(api, 'system', systemSchema)).version;
    const { started } = await read(api, 'core', coreSchema);
    const tags = await read(api, 'inbounds', inboundsSchema);
    const troubles = [...versionTroubles(version), ...coreTroubles(started), ...placementTroubles(placement, tags)];
    return { ok: troubles.length === 0, version, troubles };
  } catch (error) {
    return { ok: false, version, troubles: [troubleOf(error)] };
  }
}

function read<Schema extends z.ZodType>(api: MarzbanApi, part: string, answer: Schema): Promise<z.output<Schema>> {
  return api.call({ operation: 'health', step: `health-${part}`, method: 'GET', path: `/api/${part}`, answer, account: false });
}

function versionTroubles(version: string): readonly PanelTrouble[] {
  return SUPPORTED.test(version) ? [] : [{ code: 'unsupported-version', detail: version }];
}

function coreTroubles(started: boolean): readonly PanelTrouble[] {
  return started ? [] : [{ code: 'core-stopped', detail: 'Xray does not run' }];
}

function placementTroubles(placement: readonly string[], tags: readonly string[]): readonly PanelTrouble[] {
  if (placement.length === 0) return [{ code: 'no-placement', detail: 'no inbound is named' }];
  return placement.filter((tag) => !tags.includes(tag)).map((tag) => ({ code: 'unknown-placement', detail: tag }));
}

function troubleOf(error: unknown): PanelTrouble {
  const code = error instanceof PanelPermanent || error instanceof Stumble ? error.trouble : 'failing';
  return { code, detail: error instanceof PanelError ? error.message : 'failed unexpectedly' };
}
