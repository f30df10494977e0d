import { type PanelCall, PanelPermanent } from '#use-cases/ports/panels/panel-error.js';
import type { RemnawaveApi } from './api.js';
import { squadsSchema } from './wire.js';

export interface Squad {
  readonly uuid: string;
  readonly name: string;
  /** Undefined where the panel does not say. */
  readonly inbounds: number | undefined;
}

export async function readSquads(api: RemnawaveApi, call: PanelCall): Promise<readonly Squad[]> {
  const { internalSquads } = await api.read(call, { step: 'squads', path: '/internal-squads', answer: squadsSchema });
  return internalSquads.map(({ uuid, name, info }) => ({ uuid, name, inbounds: info?.inboundsCount }));
}

export function unknownAmong(squads: readonly Squad[], wanted: readonly string[]): readonly string[] {
  return wanted.filter((uuid) => !squads.some((squad) => squad.uuid === uuid.toLowerCase()));
}

/** The panel answers an unknown squad with the same 500 as any mishap, so they are compared before. Throws `PanelPermanent`. */
export async function refuseUnknownSquads(api: RemnawaveApi, call: PanelCall, wanted: readonly string[]): Promise<void> {
  const unknown = unknownAmong(await readSquads(api, call), wanted);
  if (unknown.length > 0) throw new PanelPermanent(call, 'unknown-placement', `no internal squad ${unknown.join(', ')}`);
}
