import { BrokenCircuitError, bulkhead, BulkheadRejectedError, ExponentialBackoff, handleWhen, retry, TaskCancelledError } from 'cockatiel';
import type { Cache } from '#use-cases/ports/runtime/cache.js';
import { Circuit, type CircuitCondition, type CircuitOptions } from './circuit.js';
import { HttpFailure } from './http-failure.js';

export interface GuardOptions extends CircuitOptions {
  /** How many calls may be under way at once, and how many more may wait for their turn. */
  readonly atOnce: number;
  readonly waiting: number;
  /** How often a call that may be repeated is sent again, and the least pause before. */
  readonly retries: number;
  readonly pauseMs: number;
  /** Where instances of the shop tell each other which systems to leave alone; without it each finds out by itself. */
  readonly shared?: Cache | undefined;
}

export interface GuardedCall {
  /** The same call twice is as good as once: a read, or a write under a key of ours. */
  readonly repeatable: boolean;
  /** Ends the whole call, its repetitions and its waiting included. */
  readonly signal: AbortSignal;
}

interface Answer {
  readonly status: number;
}

const LOOK_EVERY_MS = 1_000;
const LONGEST_PAUSE_MS = 2_000;

/**
 * What every call to one outside system passes: so many at a time, a circuit that leaves a failing system alone, and for calls that
 * may be repeated another try after a jittered pause. Throws `HttpFailure`, which never claims that nothing happened after a try
 * that may have been carried out.
 */
export class SystemGuard {
  private readonly circuit: Circuit;
  private readonly line: ReturnType<typeof bulkhead>;
  private readonly again: ReturnType<typeof retry>;
  private pausedElsewhere = false;
  private lookAt = 0;

  constructor(
    private readonly system: string,
    private readonly options: GuardOptions,
  ) {
    const failing = handleWhen((error) => error instanceof HttpFailure).orWhenResult((answer) => isFailure(answer as Answer));
    this.circuit = new Circuit(failing, options);
    this.line = bulkhead(options.atOnce, options.waiting);
    const backoff = new ExponentialBackoff({ initialDelay: options.pauseMs, maxDelay: LONGEST_PAUSE_MS });
    this.again = retry(failing, { maxAttempts: options.retries, backoff });
  }

  get condition(): CircuitCondition {
    return this.pausedElsewhere ? 'open' : this.circuit.condition;
  }

  async run<Result extends Answer>(call: GuardedCall, exchange: () => Promise<Result>): Promise<Result> {
    let doubtful = false;
    const attempt = async (): Promise<Result> => {
      try {
        const answer = await this.line.execute(() => this.pass(exchange), call.signal);
        doubtful ||= isFailure(answer);
        return answer;
      } catch (error) {
        doubtful ||= error instanceof HttpFailure && error.outcome === 'unknown';
        throw error;
      }
    };
    try {
      return await (call.repeatable ? this.again.execute(attempt, call.signal) : attempt());
    } catch (error) {
      const failure = this.failureFrom(error);
      // The rule cannot see that `attempt` sets the flag.
      // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition
      if (!(failure instanceof HttpFailure) || !doubtful) throw failure;
      throw new HttpFailure('unknown', this.system, failure.reason);
    }
  }

  private async pass<Result extends Answer>(exchange: () => Promise<Result>): Promise<Result> {
    await this.heedOthers();
    const before = this.circuit.condition;
    try {
      return await this.circuit.execute(exchange);
    } finally {
      await this.tellOthers(before);
    }
  }

  /** Learns what other instances have found out; asks no more than once a second, and a cache that fails tells nothing. */
  async look(): Promise<void> {
    const { shared } = this.options;
    if (!shared || this.circuit.condition !== 'closed' || performance.now() < this.lookAt) return;
    this.lookAt = performance.now() + LOOK_EVERY_MS;
    const paused = (await shared.get(this.mark).catch(() => undefined)) !== undefined;
    if (this.pausedElsewhere && !paused) this.circuit.beginTrial();
    this.pausedElsewhere = paused;
  }

  /** Another instance has found the system failing: no need to learn it by failing too. */
  private async heedOthers(): Promise<void> {
    if (this.circuit.condition !== 'closed') return;
    await this.look();
    if (this.pausedElsewhere) throw new BrokenCircuitError();
  }

  private async tellOthers(before: CircuitCondition): Promise<void> {
    const { shared, openMs } = this.options;
    const now = this.circuit.condition;
    if (!shared || now === before) return;
    if (now === 'open') await shared.set(this.mark, '1', openMs / 1000).catch(() => undefined);
    if (now === 'closed') await shared.remove(this.mark).catch(() => undefined);
  }

  private get mark(): string {
    return `circuit:${this.system}`;
  }

  private failureFrom(error: unknown): unknown {
    if (error instanceof BrokenCircuitError) return new HttpFailure('not-sent', this.system, 'paused after repeated failures');
    if (error instanceof BulkheadRejectedError) return new HttpFailure('not-sent', this.system, 'too many calls at once');
    if (error instanceof TaskCancelledError) return new HttpFailure('not-sent', this.system, 'no turn in time');
    return error;
  }
}

function isFailure(answer: Answer): boolean {
  return answer.status >= 500;
}
