import { randomUUID } from 'node:crypto';
import { INBOUNDS, isBeyondTime, type MarzbanUser, type ResetStrategy, type VlessSettings } from './user.js';
import type { NewUser, UserChanges } from './user-fields.js';
import { WireRefusal } from './wire-refusal.js';

const REVIEW_EVERY_MS = 10_000;
const DAY_MS = 86_400_000;
const DAYS: Readonly<Record<ResetStrategy, number>> = { no_reset: Number.POSITIVE_INFINITY, day: 1, week: 7, month: 30, year: 365 };

/** The panel's database with its slips. The review of who has ended or run dry is up to ten seconds late, as there. */
export class UserBook {
  private readonly rows = new Map<string, MarzbanUser>();
  private reviewedAt: number;

  constructor(private readonly now: () => Date) {
    this.reviewedAt = now().getTime();
  }

  find(username: string): MarzbanUser | undefined {
    this.review();
    return this.rows.get(username);
  }

  /** Oldest first. */
  all(): readonly MarzbanUser[] {
    this.review();
    return [...this.rows.values()];
  }

  /** A row that the panel then cannot read is there all the same. */
  create(fields: NewUser, owner: string | null): MarzbanUser {
    if (this.find(fields.username)) throw new WireRefusal(409, 'User already exists');
    if (fields.inbounds === null) throw new WireRefusal(500);
    const now = this.now().toISOString();
    const user: MarzbanUser = {
      username: fields.username,
      owner,
      createdAt: now,
      status: fields.status ?? 'active',
      expire: fields.expire || null,
      dataLimit: fields.data_limit || null,
      strategy: fields.data_limit_reset_strategy ?? 'no_reset',
      used: 0,
      archived: 0,
      resetAt: now,
      note: fields.note ?? null,
      vless: fields.proxies ? settingsOf(fields.proxies) : null,
      tags: tagsAtBirth(fields.inbounds),
      revokedAt: null,
      onlineAt: null,
      onHoldSeconds: fields.on_hold_expire_duration ?? null,
      nextPlan: fields.next_plan ?? null,
    };
    this.rows.set(user.username, user);
    return user;
  }

  /** Null keeps, mostly; a plan that is not named again is gone. */
  change(user: MarzbanUser, changes: UserChanges): void {
    if (changes.proxies === null || isBeyondTime(changes.expire)) throw new WireRefusal(500);
    if (changes.proxies) user.vless = settingsOf(changes.proxies);
    if (Array.isArray(changes.inbounds)) user.tags = changes.inbounds as readonly string[];
    if (changes.status) user.status = changes.status;
    if (typeof changes.data_limit === 'number') this.limit(user, changes.data_limit);
    if (typeof changes.expire === 'number') this.end(user, changes.expire);
    user.note = changes.note ?? user.note;
    user.strategy = changes.data_limit_reset_strategy ?? user.strategy;
    user.onHoldSeconds = changes.on_hold_expire_duration ?? user.onHoldSeconds;
    user.nextPlan = changes.next_plan ?? null;
  }

  /** Wakes whoever has not ended, the disabled too. */
  resetUsage(user: MarzbanUser): void {
    user.archived += user.used;
    user.used = 0;
    user.resetAt = this.now().toISOString();
    user.nextPlan = null;
    if (user.status !== 'expired') user.status = 'active';
  }

  revoke(user: MarzbanUser): void {
    user.revokedAt = this.now().toISOString();
    if (user.vless) user.vless = { ...user.vless, id: randomUUID() };
  }

  remove(user: MarzbanUser): void {
    this.rows.delete(user.username);
  }

  /** Traffic runs through an account, which starts one that was on hold. */
  use(user: MarzbanUser, bytes: number): void {
    user.used += bytes;
    user.onlineAt = this.now().toISOString();
    if (user.status !== 'on_hold') return;
    user.status = 'active';
    user.expire = Math.floor(this.now().getTime() / 1000) + (user.onHoldSeconds ?? 0);
  }

  /** An end that was never set is moved from now. */
  moveEnd(user: MarzbanUser, milliseconds: number): void {
    const from = user.expire === null ? this.now().getTime() : user.expire * 1000;
    this.end(user, Math.floor((from + milliseconds) / 1000));
  }

  /** Puts a row there as it is, in place of one of that name. */
  put(user: MarzbanUser): void {
    this.rows.set(user.username, user);
  }

  snapshot(): readonly MarzbanUser[] {
    return structuredClone([...this.rows.values()]);
  }

  restore(users: readonly MarzbanUser[]): void {
    this.rows.clear();
    this.reviewedAt = this.now().getTime();
    for (const user of structuredClone(users)) this.put(user);
  }

  private limit(user: MarzbanUser, dataLimit: number): void {
    user.dataLimit = dataLimit || null;
    if (user.status === 'expired' || user.status === 'disabled') return;
    if (isDry(user)) user.status = 'limited';
    else if (user.status !== 'on_hold') user.status = 'active';
  }

  private end(user: MarzbanUser, expire: number): void {
    user.expire = expire || null;
    if (user.status === 'active' || user.status === 'expired') user.status = this.isPast(user) ? 'expired' : 'active';
  }

  /** A date in milliseconds stops it there: whoever comes after that row neither ends nor runs dry. */
  private review(): void {
    const now = this.now().getTime();
    if (now - this.reviewedAt < REVIEW_EVERY_MS) return;
    this.reviewedAt = now;
    for (const user of this.rows.values()) {
      if (isBeyondTime(user.expire)) return;
      if ((user.status === 'active' || user.status === 'limited') && now - Date.parse(user.resetAt) >= DAYS[user.strategy] * DAY_MS) this.resetUsage(user);
      if (user.status === 'active' && isDry(user)) user.status = 'limited';
      if (user.status === 'active' && this.isPast(user)) user.status = 'expired';
    }
  }

  private isPast({ expire }: MarzbanUser): boolean {
    return expire !== null && expire * 1000 <= this.now().getTime();
  }
}

function isDry({ dataLimit, used }: MarzbanUser): boolean {
  return dataLimit !== null && used >= dataLimit;
}

/** Naming the proxy without its id or flow makes a new one. */
function settingsOf({ id, flow }: Partial<VlessSettings>): VlessSettings {
  return { id: id ?? randomUUID(), flow: flow ?? '' };
}

/** Not to speak of inbounds means none; to speak of them without a tag means all. */
function tagsAtBirth(inbounds: NewUser['inbounds']): readonly string[] {
  if (inbounds === undefined || inbounds === null) return [];
  return inbounds === 'unnamed' || inbounds.length === 0 ? INBOUNDS.map(({ tag }) => tag) : inbounds;
}
