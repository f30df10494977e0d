import { setTimeout as pause } from 'node:timers/promises';
import type { Telegram } from 'telegraf';
import type { Update } from 'telegraf/types';
import type { Logger } from '#use-cases/ports/runtime/logger.js';
import { callSignal, reasonOf } from '../api/messenger.js';
import type { PollingTurn } from './polling-turn.js';

export const ALLOWED_UPDATES = ['message', 'callback_query'] as const;

const LONG_POLL_SECONDS = 30;
const BATCH = 100;
const ANSWER_MS = 10_000;
const GLANCE_MS = 250;
const FIRST_PAUSE_MS = 500;
/** No outage makes people wait longer than this once it is over. */
const LONGEST_PAUSE_MS = 5_000;

/**
 * Takes updates from Telegram and confirms one only when it and all before it are handled: a kill at any moment brings back what was
 * not finished. Handlers run side by side; a handler that throws is run again after a growing pause.
 */
export class UpdatePoller {
  private readonly stopping = new AbortController();
  private readonly inFlight = new Set<Promise<void>>();
  /** Updates that are taken but not confirmed, oldest first, and whether they are handled. */
  private readonly taken = new Map<number, 'working' | 'handled'>();
  private offset = 0;
  private running: Promise<void> | undefined;

  constructor(
    private readonly telegram: Telegram,
    private readonly prepare: () => Promise<void>,
    private readonly handle: (update: Update) => Promise<void>,
    private readonly logger: Logger,
    /** Undefined where no other process can be there. */
    private readonly turn?: PollingTurn,
  ) {}

  start(): void {
    this.running ??= this.run();
  }

  /** Takes no new update, waits for those in flight and confirms them. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
    await Promise.all(this.inFlight);
    this.confirmHandled();
    if (this.offset !== 0) await this.confirm();
    await this.turn?.giveBack();
  }

  private async confirm(): Promise<void> {
    await this.fetch(0, 1).catch((error: unknown) => {
      this.logger.warn({ reason: reasonOf(error) }, 'the last updates could not be confirmed; they will be recognised as repeated');
    });
  }

  private isStopping(): boolean {
    return this.stopping.signal.aborted;
  }

  private async run(): Promise<void> {
    let failures = 0;
    while (!this.isStopping()) {
      const turn = this.turn ? await this.turn.wait(this.stopping.signal) : this.stopping.signal;
      if (!turn) return;
      try {
        await this.prepare();
        await this.take(AbortSignal.any([turn, this.stopping.signal]));
        failures = 0;
      } catch (error) {
        if (this.isStopping()) return;
        if (turn.aborted) continue;
        const wait = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** failures++);
        this.logger.warn({ reason: reasonOf(error), wait }, 'telegram gives no updates right now');
        await this.rest(wait);
      }
    }
  }

  /** One look for updates: a long one while idle, a short one while earlier updates are still in work. */
  private async take(stop: AbortSignal): Promise<void> {
    const updates = await this.fetch(this.inFlight.size === 0 ? LONG_POLL_SECONDS : 0, BATCH, stop);
    for (const update of updates) if (!this.taken.has(update.update_id)) this.begin(update);
    if (this.inFlight.size > 0) await Promise.race([...this.inFlight, this.rest(GLANCE_MS)]);
    this.confirmHandled();
  }

  /** Bounded, so that a connection that died without a word does not end the polling. */
  private fetch(seconds: number, limit: number, stop?: AbortSignal): Promise<Update[]> {
    const late = AbortSignal.timeout(seconds * 1000 + ANSWER_MS);
    const signal = stop ? AbortSignal.any([stop, late]) : late;
    const query = { offset: this.offset, timeout: seconds, limit, allowed_updates: [...ALLOWED_UPDATES] };
    return this.telegram.callApi('getUpdates', query, { signal: callSignal(signal) });
  }

  private begin(update: Update): void {
    this.taken.set(update.update_id, 'working');
    const work = this.persist(update).finally(() => this.inFlight.delete(work));
    this.inFlight.add(work);
  }

  private async persist(update: Update): Promise<void> {
    for (let failures = 0; ; failures++) {
      try {
        await this.handle(update);
        this.taken.set(update.update_id, 'handled');
        return;
      } catch (error) {
        this.logger.warn({ err: error, updateId: update.update_id, failures }, 'an update could not be handled yet');
        if (this.isStopping()) return;
        await this.rest(Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** failures));
        if (this.isStopping()) return;
      }
    }
  }

  /** Moves the offset past every handled update up to the oldest that is not; Telegram hears of it with the next look. */
  private confirmHandled(): void {
    for (const [id, state] of this.taken) {
      if (state === 'working') return;
      this.taken.delete(id);
      this.offset = id + 1;
    }
  }

  private async rest(ms: number): Promise<void> {
    await pause(ms, undefined, { signal: this.stopping.signal }).catch(() => undefined);
  }
}
