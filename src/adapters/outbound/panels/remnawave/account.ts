import { type PanelCall, PanelPermanent } from '#use-cases/ports/panels/panel-error.js';
import type { PanelAccountSpec, PanelAccountState, PanelAccountStatus, ResetStrategy } from '#use-cases/ports/panels/vpn-panel.js';
import type { RemnawaveWrite } from './api.js';
import type { WireUser } from './wire.js';

/** The panel knows no "never": a date this far stands for it. */
const NEVER = new Date('2099-12-31T23:59:59.000Z');
const MOST = BigInt(Number.MAX_SAFE_INTEGER);
const MOST_DEVICES = 2 ** 31 - 1;
const LINK_TOKEN = /^[A-Za-z0-9_-]{6,48}$/;
const STRATEGIES: Readonly<Record<ResetStrategy, string>> = { none: 'NO_RESET', day: 'DAY', week: 'WEEK', month: 'MONTH' };

/** Refuses what the panel would answer with an unclear 500, or would take for something else. Throws `PanelPermanent`. */
export function refuseImpossible(call: PanelCall, spec: PanelAccountSpec): void {
  const { placement, expiresAt, trafficLimitBytes: limit, deviceLimit, telegramId, linkToken } = spec;
  const refuse = (said: string): never => {
    throw new PanelPermanent(call, 'refused', said);
  };
  // The panel takes an account without squads, and then it leads nowhere.
  if (placement.length === 0) throw new PanelPermanent(call, 'no-placement', 'an account without squads has no servers');
  if (expiresAt && !(expiresAt <= NEVER)) refuse('the end lies beyond 2099');
  // To the panel, 0 is "unlimited".
  if (limit !== undefined && (limit <= 0n || limit > MOST)) refuse('the traffic limit is no count of bytes');
  if (deviceLimit !== undefined && !isCount(deviceLimit, MOST_DEVICES)) refuse('the device limit is no number of devices');
  if (telegramId !== undefined && !isCount(telegramId, Number.MAX_SAFE_INTEGER)) refuse('the Telegram id is none');
  if (!LINK_TOKEN.test(linkToken)) refuse('the link token has a form the panel does not take');
}

/** The body that creates the account. A past end is taken here, unlike in a change. */
export function creationOf(spec: PanelAccountSpec): Readonly<Record<string, unknown>> {
  return {
    username: spec.key,
    description: spec.marker,
    status: spec.enabled ? 'ACTIVE' : 'DISABLED',
    vlessUuid: spec.credential,
    shortUuid: spec.linkToken,
    expireAt: endOf(spec).toISOString(),
    trafficLimitBytes: Number(spec.trafficLimitBytes ?? 0n),
    trafficLimitStrategy: STRATEGIES[spec.resetStrategy],
    // Left out it would be the panel's default; null is refused.
    hwidDeviceLimit: spec.deviceLimit ?? 0,
    activeInternalSquads: squadsOf(spec),
    ...(spec.telegramId === undefined ? {} : { telegramId: spec.telegramId }),
  };
}

export type Step = RemnawaveWrite & { readonly step: 'disable' | 'change' | 'enable'; readonly squads?: readonly string[] };

/** The next change that brings the account nearer to its spec; undefined when it is there. */
export function nextStep(spec: PanelAccountSpec, user: WireUser, now: Date): Step | undefined {
  const over = endOf(spec) <= now;
  // An end that has passed cannot be written any more, so what shall be over is switched off.
  const cut = over && user.expireAt > now;
  if ((cut || !spec.enabled) && user.status !== 'DISABLED') return switchOf(user, false);
  const changes = differences(spec, user, over);
  const squads = changes.activeInternalSquads;
  // Without a status: the panel itself wakes an expired account whose end moves into the future.
  if (Object.keys(changes).length > 0) return { step: 'change', method: 'PATCH', path: '/users/', body: { username: spec.key, ...changes }, ...(squads && { squads }) };
  return spec.enabled && !over && mustWake(user, now) ? switchOf(user, true) : undefined;
}

export function switchOf(user: WireUser, enabled: boolean): Step {
  const step = enabled ? 'enable' : 'disable';
  return { step, method: 'POST', path: `/users/${user.address}/actions/${step}` };
}

/** Switched off, or asleep although neither its end nor its limit is reached: the panel's word lags, and it serves by its word. */
export function mustWake(user: WireUser, now: Date): boolean {
  return user.status === 'DISABLED' || (user.status !== 'ACTIVE' && statusOf(user, now) === 'active');
}

/** The account in the shop's terms. */
export function stateOf(user: WireUser, now: Date): PanelAccountState {
  const { userTraffic: traffic, trafficLimitBytes: limit, hwidDeviceLimit } = user;
  const devices = Number(hwidDeviceLimit ?? 0);
  return {
    key: user.username,
    marker: user.description || undefined,
    status: statusOf(user, now),
    enabled: user.status !== 'DISABLED',
    expiresAt: user.expireAt >= NEVER ? undefined : user.expireAt,
    trafficLimitBytes: limit === 0n ? undefined : limit,
    deviceLimit: devices === 0 ? undefined : devices,
    usedBytes: traffic.usedTrafficBytes,
    lifetimeBytes: traffic.lifetimeUsedTrafficBytes,
    onlineAt: traffic.onlineAt ?? undefined,
    placement: user.squads,
    subscriptionUrl: user.subscriptionUrl,
  };
}

/** The panel says DISABLED only of what somebody switched off; its other words lag by up to a minute. */
function statusOf(user: WireUser, now: Date): PanelAccountStatus {
  if (user.status === 'DISABLED') return 'disabled';
  if (user.expireAt <= now) return 'expired';
  const limit = user.trafficLimitBytes;
  return limit > 0n && user.userTraffic.usedTrafficBytes >= limit ? 'limited' : 'active';
}

interface Changes {
  expireAt?: string;
  trafficLimitBytes?: number;
  trafficLimitStrategy?: string;
  hwidDeviceLimit?: number;
  activeInternalSquads?: readonly string[];
  telegramId?: number;
}

function differences(spec: PanelAccountSpec, user: WireUser, over: boolean): Changes {
  const changes: Changes = {};
  const limit = spec.trafficLimitBytes ?? 0n;
  const devices = spec.deviceLimit ?? 0;
  const squads = squadsOf(spec);
  if (!over && secondsOf(user.expireAt) !== secondsOf(endOf(spec))) changes.expireAt = endOf(spec).toISOString();
  if (user.trafficLimitBytes !== limit) changes.trafficLimitBytes = Number(limit);
  if (user.trafficLimitStrategy !== STRATEGIES[spec.resetStrategy]) changes.trafficLimitStrategy = STRATEGIES[spec.resetStrategy];
  if (user.hwidDeviceLimit !== String(devices)) changes.hwidDeviceLimit = devices;
  if (!sameSet(user.squads, squads)) changes.activeInternalSquads = squads;
  if (spec.telegramId !== undefined && user.telegramId !== String(spec.telegramId)) changes.telegramId = spec.telegramId;
  return changes;
}

export function squadsOf(spec: PanelAccountSpec): readonly string[] {
  return [...new Set(spec.placement.map((uuid) => uuid.toLowerCase()))];
}

/** In whole seconds. */
function endOf({ expiresAt }: PanelAccountSpec): Date {
  return expiresAt ? new Date(secondsOf(expiresAt) * 1000) : NEVER;
}

function secondsOf(date: Date): number {
  return Math.floor(date.getTime() / 1000);
}

function sameSet(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && others.every((one) => some.includes(one));
}

function isCount(value: number, most: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= most;
}
