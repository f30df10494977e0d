import { PanelPermanent, PanelRetryable } from '#use-cases/ports/panels/panel-error.js';
import type { PanelHealth, PanelTrouble } from '#use-cases/ports/panels/vpn-panel.js';
import { SILENCES } from './api.js';
import type { XuiVisit } from './visit.js';
import { optionsSchema, pageSchema, statusSchema } from './wire.js';

/** Whether the panel lets us in, is new enough, runs its core and has these inbounds. Never throws. */
export async function examine(visit: XuiVisit, placement: readonly string[]): Promise<PanelHealth> {
  const troubles: PanelTrouble[] = [];
  let version: string | undefined;
  try {
    const status = await visit.read('server/status', statusSchema);
    version = status?.version;
    // A version may be missing or somebody's own: that the route of 3.1 is there is the proof.
    await visit.read('clients/list/paged?page=1&pageSize=1', pageSchema);
    troubles.push(...coreTroubles(status?.core), ...(await placementTroubles(visit, placement)));
  } catch (error) {
    troubles.push(troubleIn(error));
  }
  return { ok: troubles.length === 0, version, troubles };
}

function coreTroubles(core: string | undefined): PanelTrouble[] {
  return core === undefined || core === 'running' ? [] : [{ code: 'core-stopped', detail: `xray: ${core}` }];
}

async function placementTroubles(visit: XuiVisit, placement: readonly string[]): Promise<PanelTrouble[]> {
  if (placement.length === 0) return [{ code: 'no-placement', detail: 'no inbound is named' }];
  const known = new Set(await visit.read('inbounds/options', optionsSchema));
  const missing = placement.filter((id) => !known.has(id));
  return missing.map((id) => ({ code: 'unknown-placement', detail: id.slice(0, 80) }));
}

function troubleIn(error: unknown): PanelTrouble {
  if (error instanceof PanelPermanent) return { code: error.trouble, detail: error.said };
  if (error instanceof PanelRetryable) return { code: SILENCES.has(error.reason) ? 'unreachable' : 'failing', detail: error.reason };
  return { code: 'failing', detail: 'an unforeseen failure' };
}
