import type { Clock } from '#use-cases/ports/runtime/clock.js';
import type { Admission, BanLadder, LimitedAction, RateLimiter, RateWindow } from '#use-cases/ports/runtime/rate-limiter.js';

interface Refusals {
  readonly strikes: number;
  readonly level: number;
  readonly bannedUntil: number;
  readonly forgetAt: number;
}

const NONE: Refusals = { strikes: 0, level: 0, bannedUntil: 0, forgetAt: 0 };

/**
 * Exact sliding windows in process memory: it keeps the moments of the last admissions, as many as the widest window allows. Of more
 * than `capacity` subjects the one that was silent longest is forgotten.
 */
export class MemoryRateLimiter implements RateLimiter {
  /** Moments of admissions, oldest first, by subject and action. */
  private readonly admissions = new Map<string, number[]>();
  private readonly refusals = new Map<string, Refusals>();

  constructor(
    private readonly clock: Clock,
    private readonly capacity = 20_000,
  ) {}

  async check(subject: string, action: LimitedAction): Promise<Admission> {
    const now = this.clock.now().getTime();
    const refusals = this.refusalsOf(subject, now);
    if (refusals.bannedUntil > now) return { allowed: false, retryAfterMs: refusals.bannedUntil - now, banned: true };
    const moments = this.admissions.get(`${subject} ${action.name}`) ?? [];
    const wait = Math.max(...action.windows.map((window) => waitFor(window, moments, now)));
    if (wait > 0) return action.bans ? this.strike(subject, refusals, action.bans, now, wait) : { allowed: false, retryAfterMs: wait, banned: false };
    const kept = Math.max(...action.windows.map(({ most }) => most));
    this.keep(this.admissions, `${subject} ${action.name}`, [...moments, now].slice(-kept));
    return { allowed: true };
  }

  /** How many subjects and actions are remembered. */
  get size(): number {
    return this.admissions.size + this.refusals.size;
  }

  private refusalsOf(subject: string, now: number): Refusals {
    const refusals = this.refusals.get(subject) ?? NONE;
    return refusals.forgetAt > now ? refusals : NONE;
  }

  private strike(subject: string, before: Refusals, bans: BanLadder, now: number, wait: number): Admission {
    const strikes = before.strikes + 1;
    const banned = strikes >= bans.refusals;
    const level = banned ? Math.min(before.level + 1, bans.stepsMs.length) : before.level;
    const bannedUntil = banned ? now + (bans.stepsMs[level - 1] ?? 0) : 0;
    const forgetAt = Math.max(now, bannedUntil) + bans.quietMs;
    this.keep(this.refusals, subject, { strikes: banned ? 0 : strikes, level, bannedUntil, forgetAt });
    return { allowed: false, retryAfterMs: Math.max(wait, bannedUntil - now), banned };
  }

  private keep<Value>(entries: Map<string, Value>, key: string, value: Value): void {
    entries.delete(key);
    entries.set(key, value);
    for (const oldest of entries.keys()) {
      if (entries.size <= this.capacity) break;
      entries.delete(oldest);
    }
  }
}

/** How long until the window has room; not positive when it has. */
function waitFor({ most, windowMs }: RateWindow, moments: readonly number[], now: number): number {
  const oldest = moments[moments.length - most];
  return oldest === undefined ? 0 : oldest + windowMs - now;
}
