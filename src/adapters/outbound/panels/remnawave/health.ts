import { type PanelCall, PanelError, PanelPermanent } from '#use-cases/ports/panels/panel-error.js';
import type { PanelHealth, PanelTrouble } from '#use-cases/ports/panels/vpn-panel.js';
import { PanelStumble } from './answer-failure.js';
import type { RemnawaveApi } from './api.js';
import { readSquads, unknownAmong } from './squads.js';
import { tokenTrouble } from './token.js';
import { metadataSchema, pageSchema } from './wire.js';

export interface Examination {
  readonly token: string;
  readonly placement: readonly string[];
  readonly now: Date;
}

/** Asks for the version and the squads, and looks at the token's end. Never throws. */
export async function examine(api: RemnawaveApi, call: PanelCall, { token, placement, now }: Examination): Promise<PanelHealth> {
  const ending = tokenTrouble(token, now);
  const troubles = ending ? [ending] : [];
  let version: string | undefined;
  try {
    version = await readVersion(api, call);
    troubles.push(...troublesOfVersion(version), ...(await troublesOfPlacement(api, call, placement)));
  } catch (error) {
    const trouble = troubleOf(error);
    if (!troubles.some(({ code }) => code === trouble.code)) troubles.push(trouble);
  }
  return { ok: troubles.every(({ code }) => code === 'token-expires-soon'), version, troubles };
}

/** Undefined for 2.3 to 2.6.3, which do not tell: there an account with nested usage shows that it is no older one. */
async function readVersion(api: RemnawaveApi, call: PanelCall): Promise<string | undefined> {
  try {
    return (await api.read(call, { step: 'version', path: '/system/metadata', answer: metadataSchema })).version;
  } catch (error) {
    if (!(error instanceof PanelPermanent && error.trouble === 'unsupported-version')) throw error;
    await api.read(call, { step: 'list', path: '/users/?start=0&size=1', answer: pageSchema });
    return undefined;
  }
}

function troublesOfVersion(version: string | undefined): readonly PanelTrouble[] {
  if (version === undefined) return [];
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  const supported = major === 3 || (major === 2 && minor >= 3);
  return supported ? [] : [{ code: 'unsupported-version', detail: version }];
}

async function troublesOfPlacement(api: RemnawaveApi, call: PanelCall, placement: readonly string[]): Promise<readonly PanelTrouble[]> {
  if (placement.length === 0) return [{ code: 'no-placement', detail: 'no squad is chosen' }];
  const squads = await readSquads(api, call);
  const unknown = unknownAmong(squads, placement).map((uuid): PanelTrouble => ({ code: 'unknown-placement', detail: uuid }));
  const wanted = placement.map((uuid) => uuid.toLowerCase());
  const empty = squads.filter(({ uuid, inbounds }) => inbounds === 0 && wanted.includes(uuid));
  return [...unknown, ...empty.map(({ name }): PanelTrouble => ({ code: 'no-placement', detail: `squad ${name} has no inbound` }))];
}

function troubleOf(error: unknown): PanelTrouble {
  if (error instanceof PanelStumble) return { code: error.trouble, detail: error.reason };
  if (error instanceof PanelPermanent) return { code: error.trouble, detail: error.said };
  return { code: 'failing', detail: error instanceof PanelError ? error.message : 'failed in an unknown way' };
}
