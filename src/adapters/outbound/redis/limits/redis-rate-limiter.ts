import type { Clock } from '#use-cases/ports/runtime/clock.js';
import type { Admission, LimitedAction, RateLimiter } from '#use-cases/ports/runtime/rate-limiter.js';
import type { RedisConnection } from '../redis-connection.js';
import { redisKey } from '../redis-key.js';

/**
 * Exact sliding windows shared by all processes. While Redis is away, the insurance in this process's memory judges at once, and Redis
 * takes over again by itself. Forgets a subject when its longest window has passed.
 */
export class RedisRateLimiter implements RateLimiter {
  /** With a `clock` of its own, time is what that says; else it is what Redis says, the same for all processes. */
  constructor(
    private readonly connection: RedisConnection,
    private readonly insurance: RateLimiter,
    private readonly clock?: Clock,
  ) {}

  async check(subject: string, action: LimitedAction): Promise<Admission> {
    try {
      return await this.ask(subject, action);
    } catch {
      return this.insurance.check(subject, action);
    }
  }

  private async ask(subject: string, action: LimitedAction): Promise<Admission> {
    // The braces put both keys into one slot of a cluster.
    const [admissions, refusals] = [redisKey('limit', `{${subject}}:${action.name}`), redisKey('limit', `{${subject}}:refusals`)];
    const time = this.clock?.now().getTime() ?? 0;
    const args = argumentsOf(action, time);
    const [allowed, retryAfterMs = 0, banned] = await this.connection.send((client) => client.admit(admissions, refusals, args));
    return allowed === 1 ? { allowed: true } : { allowed: false, retryAfterMs, banned: banned === 1 };
  }
}

function argumentsOf({ windows, bans }: LimitedAction, time: number): string[] {
  const steps = bans?.stepsMs ?? [];
  const ladder = [bans?.quietMs ?? 0, bans?.refusals ?? 0, steps.length, ...steps];
  return [time, ...ladder, ...windows.flatMap(({ most, windowMs }) => [most, windowMs])].map(String);
}
