import { createHash } from 'node:crypto';
import type { PanelAccountSpec } from '#use-cases/ports/panels/vpn-panel.js';
import { nextId } from '../../builders/next-id.js';

/** A spec for an account of its own, a month long from `now`; every argument may be changed. */
export function aPanelAccount(changes: Partial<PanelAccountSpec> & { readonly now: Date }): PanelAccountSpec {
  const { now, ...given } = changes;
  const seed = createHash('sha256').update(nextId()).digest('hex');
  return {
    key: `s_${seed.slice(0, 26)}`,
    marker: `shop:${seed.slice(0, 8)}`,
    credential: aCredential(seed),
    linkToken: seed.slice(32, 64),
    expiresAt: new Date(Math.floor(now.getTime() / 1000) * 1000 + 30 * 24 * 3_600_000),
    trafficLimitBytes: undefined,
    resetStrategy: 'none',
    deviceLimit: undefined,
    enabled: true,
    placement: ['VLESS TCP REALITY'],
    ...given,
  };
}

/** The same account with its next generation of secrets. */
export function rotated(spec: PanelAccountSpec): PanelAccountSpec {
  const seed = createHash('sha256').update(spec.credential).digest('hex');
  return { ...spec, credential: aCredential(seed), linkToken: seed.slice(32, 64) };
}

function aCredential(seed: string): string {
  return `${seed.slice(0, 8)}-${seed.slice(8, 12)}-4${seed.slice(13, 16)}-8${seed.slice(17, 20)}-${seed.slice(20, 32)}`;
}
