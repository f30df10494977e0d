import type { Major, PanelUser } from './user.js';

export type UserEvent =
  | 'created' | 'modified' | 'deleted' | 'revoked' | 'disabled' | 'enabled' | 'limited' | 'expired' | 'traffic_reset' | 'first_connected'
  | 'expiration' | `expires_in_${number}_hours` | `expired_${number}_hours_ago`;

export type Tell = (event: UserEvent, user: PanelUser, meta?: Readonly<Record<string, unknown>>) => void;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const EXPIRY_MS = 30_000;
const EXCESS_MS = 45_000;
const MINUTE_MS = 60_000;
/** Hours from the end at which the panel tells of it. */
const NOTICES = [-72, -48, -24, 24];

/**
 * The panel's jobs: each runs when its period has turned since it last did, so a user stays what it was until then. A notice comes
 * only at its exact minute.
 */
export function runJobs(users: Iterable<PanelUser>, last: number, now: number, tell: Tell, major: Major): void {
  const turned = (period: number): number | undefined => {
    const turn = Math.floor(now / period) * period;
    return turn > last ? turn : undefined;
  };
  const [expiry, excess, minute] = [turned(EXPIRY_MS), turned(EXCESS_MS), turned(MINUTE_MS)];
  for (const user of users) {
    renew(user, last, now, tell);
    if (expiry !== undefined) expire(user, expiry, tell);
    if (excess !== undefined && user.status === 'ACTIVE' && isExceeded(user)) become(user, 'LIMITED', 'limited', tell);
    if (minute !== undefined) notify(user, minute, tell, major);
  }
}

function expire(user: PanelUser, at: number, tell: Tell): void {
  const serves = user.status === 'ACTIVE' || user.status === 'LIMITED';
  if (serves && Date.parse(user.expireAt) < at) become(user, 'EXPIRED', 'expired', tell);
}

/** Usage begins anew with each period of the strategy. */
function renew(user: PanelUser, last: number, now: number, tell: Tell): void {
  if (periodOf(user, last) === periodOf(user, now)) return;
  user.usedTrafficBytes = 0;
  user.lastTrafficResetAt = new Date(now).toISOString();
  if (user.status === 'LIMITED') user.status = 'ACTIVE';
  tell('traffic_reset', user);
}

function periodOf({ trafficLimitStrategy: strategy, createdAt }: PanelUser, time: number): number {
  const date = new Date(time);
  const months = date.getUTCFullYear() * 12 + date.getUTCMonth();
  switch (strategy) {
    case 'NO_RESET':
      return 0;
    case 'DAY':
      return Math.floor(time / DAY_MS);
    case 'WEEK':
      return Math.floor((time / DAY_MS + 3) / 7);
    case 'MONTH':
      return months;
    case 'MONTH_ROLLING':
      return date.getUTCDate() < new Date(createdAt).getUTCDate() ? months - 1 : months;
  }
}

/** From 2.8 one event with the hours in it, before that an event of its own for each. */
function notify(user: PanelUser, minute: number, tell: Tell, major: Major): void {
  const since = minute - Date.parse(user.expireAt);
  for (const hours of NOTICES) {
    const due = since - hours * HOUR_MS;
    if (due < 0 || due >= MINUTE_MS) continue;
    if (major === 3) tell('expiration', user, { expiration: hours });
    else tell(hours < 0 ? `expires_in_${-hours}_hours` : `expired_${hours}_hours_ago`, user);
  }
}

function isExceeded({ trafficLimitBytes: limit, usedTrafficBytes: used }: PanelUser): boolean {
  return limit !== 0 && used >= limit;
}

function become(user: PanelUser, status: PanelUser['status'], event: UserEvent, tell: Tell): void {
  user.status = status;
  tell(event, user);
}
