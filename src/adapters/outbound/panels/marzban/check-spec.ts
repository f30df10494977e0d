import { type PanelCall, PanelPermanent } from '#use-cases/ports/panels/panel-error.js';
import type { PanelAccountRef, PanelAccountSpec } from '#use-cases/ports/panels/vpn-panel.js';

const KEY = /^[a-z][a-z0-9_]{2,31}$/;
const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
const LONGEST_NOTE = 500;
const LATEST_MS = Date.UTC(2100, 0, 1) - 1;
const MOST_BYTES = BigInt(Number.MAX_SAFE_INTEGER);

/** Throws `PanelPermanent` for a name or a marker that the panel would store as something else. */
export function checkRef({ key, marker }: PanelAccountRef, call: PanelCall): void {
  if (!KEY.test(key)) throw new PanelPermanent(call, 'refused', 'not a name for an account');
  if (marker.length === 0 || marker.length > LONGEST_NOTE) throw new PanelPermanent(call, 'refused', 'not a marker');
}

/**
 * Throws `PanelPermanent` for what the panel takes and then breaks on: a date in milliseconds stops its review of everybody, and
 * a limit of nought, or a date of nought, would mean none at all.
 */
export function checkSpec(spec: PanelAccountSpec, call: PanelCall): void {
  checkRef(spec, call);
  const { placement, expiresAt, trafficLimitBytes: limit, credential } = spec;
  if (placement.length === 0) throw new PanelPermanent(call, 'no-placement', 'no inbound is named');
  if (expiresAt !== undefined && !isWritable(expiresAt)) throw new PanelPermanent(call, 'refused', 'the end is no whole second before 2100');
  if (limit !== undefined && (limit <= 0n || limit > MOST_BYTES)) throw new PanelPermanent(call, 'refused', 'the limit is no number of bytes it can hold');
  if (!UUID.test(credential)) throw new PanelPermanent(call, 'refused', 'the credential is no UUID');
}

function isWritable(date: Date): boolean {
  const time = date.getTime();
  return time >= 1_000 && time <= LATEST_MS && time % 1_000 === 0;
}
