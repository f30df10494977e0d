import type { PanelAccountSpec, PanelAccountState, PanelAccountStatus, ResetStrategy } from '#use-cases/ports/panels/vpn-panel.js';
import type { WireUser } from './wire.js';

const STRATEGIES: Readonly<Record<ResetStrategy, string>> = { none: 'no_reset', day: 'day', week: 'week', month: 'month' };

/** A body for `POST /api/user`. Tags are always named: none would mean no server, an empty list all of them. */
export function creationOf(spec: PanelAccountSpec, flow: string): object {
  const { key, marker, credential, placement } = spec;
  return {
    username: key,
    note: marker,
    status: 'active',
    proxies: { vless: { id: credential, flow } },
    inbounds: { vless: placement },
    ...termsOf(spec),
  };
}

/**
 * A body for `PUT /api/user/…` that brings an account to its spec; undefined when it is there. Leaves the credential alone, for
 * naming the proxy without it makes a new one, and names the tags only when they differ.
 */
export function changesTowards(spec: PanelAccountSpec, user: WireUser, now: Date, flow: string): object | undefined {
  const changes = {
    ...(isInTerms(spec, user) ? {} : termsOf(spec)),
    // Beside the terms, so that the panel judges at once whether "active" can be true.
    ...(isInStatus(spec, user, now) ? {} : { ...termsOf(spec), status: spec.enabled ? 'active' : 'disabled' }),
    ...(isPlaced(spec, user) ? {} : { inbounds: { vless: spec.placement } }),
    // Somebody took the proxy away. The panel makes up its id, for ours is the mark of a rotation that was carried out.
    ...(user.vlessId === undefined ? { proxies: { vless: { flow } }, inbounds: { vless: spec.placement } } : {}),
  };
  return Object.keys(changes).length > 0 ? changes : undefined;
}

export function isOver(user: Pick<WireUser, 'expire' | 'dataLimit' | 'used'>, now: Date): 'expired' | 'limited' | undefined {
  if (user.expire !== undefined && user.expire * 1000 <= now.getTime()) return 'expired';
  return user.dataLimit !== undefined && user.used >= user.dataLimit ? 'limited' : undefined;
}

/** The account in the shop's terms. The link is a new one at every read; a relative one is joined to the public address. */
export function stateOf(user: WireUser, now: Date, subscriptionBase: string): PanelAccountState {
  return {
    key: user.username,
    marker: user.note,
    status: statusOf(user, now),
    // Ending and running dry have words of their own here: "disabled" is always somebody's wish.
    enabled: user.status !== 'disabled',
    expiresAt: user.expire === undefined ? undefined : new Date(user.expire * 1000),
    trafficLimitBytes: user.dataLimit,
    deviceLimit: undefined,
    usedBytes: user.used,
    lifetimeBytes: user.lifetime,
    onlineAt: instant(user.onlineAt),
    placement: user.tags,
    subscriptionUrl: user.subscriptionUrl.startsWith('/') ? subscriptionBase + user.subscriptionUrl : user.subscriptionUrl,
  };
}

function statusOf(user: WireUser, now: Date): PanelAccountStatus {
  if (user.status === 'disabled') return 'disabled';
  return isOver(user, now) ?? 'active';
}

/** Nought stands for "never" and "no limit". */
function termsOf({ expiresAt, trafficLimitBytes, resetStrategy }: PanelAccountSpec) {
  return {
    expire: expiresAt === undefined ? 0 : secondsOf(expiresAt),
    data_limit: Number(trafficLimitBytes ?? 0n),
    data_limit_reset_strategy: STRATEGIES[resetStrategy],
  };
}

function isInTerms({ expiresAt, trafficLimitBytes, resetStrategy }: PanelAccountSpec, user: WireUser): boolean {
  const expire = expiresAt && secondsOf(expiresAt);
  return user.expire === expire && user.dataLimit === trafficLimitBytes && user.resetStrategy === STRATEGIES[resetStrategy];
}

/** "limited" and "expired" are the panel's to say while they are true; said for too long, they keep a paid account shut. */
function isInStatus(spec: PanelAccountSpec, user: WireUser, now: Date): boolean {
  if (!spec.enabled) return user.status === 'disabled';
  if (user.status === 'active') return true;
  if (user.status === 'disabled' || user.status === 'on_hold') return false;
  const expire = spec.expiresAt && secondsOf(spec.expiresAt);
  return isOver({ expire, dataLimit: spec.trafficLimitBytes, used: user.used }, now) !== undefined;
}

function isPlaced({ placement }: PanelAccountSpec, user: WireUser): boolean {
  const wanted = new Set(placement);
  const there = new Set(user.tags);
  return wanted.size === there.size && [...wanted].every((tag) => there.has(tag));
}

function secondsOf(date: Date): number {
  return Math.floor(date.getTime() / 1000);
}

/** The panel's times are UTC and do not say so. */
function instant(text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  const time = Date.parse(/Z|[+-]\d\d:\d\d$/.test(text) ? text : `${text}Z`);
  return Number.isNaN(time) ? undefined : new Date(time);
}
