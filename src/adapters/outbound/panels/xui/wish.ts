import { type PanelCall, PanelPermanent } from '#use-cases/ports/panels/panel-error.js';
import type { PanelAccountSpec, ResetStrategy } from '#use-cases/ports/panels/vpn-panel.js';

const LATEST = Date.UTC(2100, 0, 1) - 1;
const RESETS: Readonly<Record<ResetStrategy, string>> = { none: 'never', day: 'daily', week: 'weekly', month: 'monthly' };

/** The fields of a client that a spec decides, in the panel's units. */
export interface Wish {
  readonly email: string;
  readonly comment: string;
  readonly enable: boolean;
  /** Milliseconds; 0 = never. */
  readonly expiryTime: number;
  /** Bytes; 0 = without a limit. */
  readonly totalGB: number;
  /** Addresses at once; 0 = as many as there are. */
  readonly limitIp: number;
  readonly trafficReset: string;
  /** The panel would extend the account by itself. */
  readonly reset: 0;
  readonly resetDay: 0;
  readonly tgId?: number;
}

/** A spec in the panel's words. Throws `PanelPermanent` for what the panel would take for something else: 0 is "never" there. */
export function wishOf(spec: PanelAccountSpec, call: PanelCall): Wish {
  return {
    email: spec.key,
    comment: spec.marker,
    enable: spec.enabled,
    expiryTime: spec.expiresAt === undefined ? 0 : within(spec.expiresAt.getTime(), LATEST, 'the end', call),
    totalGB: spec.trafficLimitBytes === undefined ? 0 : within(spec.trafficLimitBytes, Number.MAX_SAFE_INTEGER, 'the traffic limit', call),
    limitIp: spec.deviceLimit === undefined ? 0 : within(spec.deviceLimit, 1_000_000, 'the device limit', call),
    trafficReset: RESETS[spec.resetStrategy],
    reset: 0,
    resetDay: 0,
    ...(spec.telegramId === undefined ? {} : { tgId: spec.telegramId }),
  };
}

/** The inbounds' ids, each once. Throws `PanelPermanent` when there is none or one that is no id. */
export function inboundsOf({ placement }: PanelAccountSpec, call: PanelCall): readonly string[] {
  if (placement.length === 0) throw new PanelPermanent(call, 'no-placement', 'no inbound is named');
  const wrong = placement.filter((id) => !/^[1-9]\d{0,8}$/.test(id));
  if (wrong.length > 0) throw new PanelPermanent(call, 'unknown-placement', `no inbound has the id ${wrong.join(', ').slice(0, 80)}`);
  return [...new Set(placement)];
}

function within(amount: number | bigint, most: number, what: string, call: PanelCall): number {
  const whole = typeof amount === 'bigint' || Number.isSafeInteger(amount);
  if (!whole || amount <= 0 || amount > most) throw new PanelPermanent(call, 'refused', `${what} is out of range`);
  return Number(amount);
}
