import { setMaxListeners } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { Telegram } from 'telegraf';
import type { Update } from 'telegraf/types';
import type { Logger } from '#use-cases/ports/runtime/logger.js';
import { callSignal, reasonOf } from '../api/messenger.js';
import type { PollingTurn } from './polling-turn.js';
import { UpdateLine } from './update-line.js';

export const ALLOWED_UPDATES = ['message', 'callback_query', 'pre_checkout_query'] as const;

const LONG_POLL_SECONDS = 30;
const BATCH = 100;
const ANSWER_MS = 10_000;
const GLANCE_MS = 250;
const FIRST_PAUSE_MS = 500;
/** No outage makes people wait longer than this once it is over. */
const LONGEST_PAUSE_MS = 5_000;
/** Handled side by side. */
const AT_ONCE = 100;
/** In line, while Telegram has more: then it keeps the rest. */
const MOST_IN_LINE = 20_000;

export interface UpdateDesk {
  handle(update: Update): Promise<void>;
  /** Whether it is handled at once, whatever waits in line. */
  isUrgent(update: Update): boolean;
}

/**
 * Takes updates from Telegram and confirms one only when it and all before it are handled, or written down: a kill at any moment brings
 * back what was not finished. Telegram shows a hundred at a time, so a longer queue is written down and read to its end first: what cannot
 * wait may stand behind it. Handlers run side by side; a handler that throws is run again after a growing pause.
 */
export class UpdatePoller {
  private readonly stopping = new AbortController();
  private readonly inFlight = new Set<Promise<void>>();
  private offset = 0;
  private running: Promise<void> | undefined;
  /** What is in line waits until the end of the queue is seen. */
  private readingOn = false;
  /** For which the shelf was looked at. */
  private turnTaken: AbortSignal | undefined;

  constructor(
    private readonly telegram: Telegram,
    private readonly prepare: () => Promise<void>,
    private readonly desk: UpdateDesk,
    private readonly logger: Logger,
    /** Undefined where no other process can be there. */
    private readonly turn?: PollingTurn,
    private readonly line = new UpdateLine(undefined),
  ) {
    // While the store is away each of them waits for its next try, or for the end.
    setMaxListeners(AT_ONCE * 2, this.stopping.signal);
  }

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
        await this.beginTurn(turn);
        await this.take(AbortSignal.any([turn, this.stopping.signal]));
        failures = 0;
      } catch (error) {
        if (this.isStopping()) return;
        this.readingOn = false;
        if (turn.aborted) continue;
        const wait = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** failures++);
        this.logger.warn({ reason: reasonOf(error), wait }, 'telegram gives no updates right now');
        await this.rest(wait);
      } finally {
        if (turn.aborted) this.line.leave();
      }
    }
  }

  /** One look for updates: a long one while idle, a short one while earlier updates are still in work. */
  private async take(stop: AbortSignal): Promise<void> {
    const isIdle = this.inFlight.size === 0 && this.line.length === 0;
    const updates = await this.fetch(isIdle ? LONG_POLL_SECONDS : 0, BATCH, stop);
    for (const update of this.line.take(updates, (update) => this.desk.isUrgent(update))) this.begin(update);
    this.readingOn = updates.length === BATCH && (await this.mayReadOn());
    if (this.readingOn) return;
    this.beginNext();
    if (this.inFlight.size > 0) await this.glance();
    this.confirmHandled();
  }

  /** Bounded, so that a connection that died without a word does not end the polling. */
  private fetch(seconds: number, limit: number, stop?: AbortSignal): Promise<Update[]> {
    const late = AbortSignal.timeout(seconds * 1000 + ANSWER_MS);
    const signal = stop ? AbortSignal.any([stop, late]) : late;
    const query = { offset: this.offset, timeout: seconds, limit, allowed_updates: [...ALLOWED_UPDATES] };
    return this.telegram.callApi('getUpdates', query, { signal: callSignal(signal) });
  }

  /** What an earlier process has written down comes first. */
  private async beginTurn(turn: AbortSignal): Promise<void> {
    if (this.turnTaken === turn) return;
    await this.line.unshelve();
    this.turnTaken = turn;
  }

  /** Whether Telegram may show what is behind a full batch; while that cannot be, the batch is handled first. */
  private async mayReadOn(): Promise<boolean> {
    if (this.line.length >= MOST_IN_LINE) return false;
    try {
      if (!(await this.line.shelve())) return false;
    } catch (error) {
      this.logger.warn({ err: error }, 'a long queue of updates could not be written down');
      return false;
    }
    this.confirmHandled();
    return true;
  }

  private beginNext(): void {
    while (this.inFlight.size < AT_ONCE && !this.readingOn && !this.isStopping()) {
      const update = this.line.next();
      if (!update) return;
      this.begin(update);
    }
  }

  private begin(update: Update): void {
    const work = this.persist(update).finally(() => {
      this.inFlight.delete(work);
      this.beginNext();
    });
    this.inFlight.add(work);
  }

  private async persist(update: Update): Promise<void> {
    for (let failures = 0; ; failures++) {
      try {
        await this.desk.handle(update);
        await this.line.handled(update);
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
    const last = this.line.forget();
    if (last !== undefined) this.offset = last + 1;
  }

  /** Until something is handled, but not long. */
  private async glance(): Promise<void> {
    const seen = new AbortController();
    const signal = AbortSignal.any([seen.signal, this.stopping.signal]);
    await Promise.race([...this.inFlight, pause(GLANCE_MS, undefined, { signal }).catch(() => undefined)]);
    seen.abort();
  }

  private async rest(ms: number): Promise<void> {
    await pause(ms, undefined, { signal: this.stopping.signal }).catch(() => undefined);
  }
}
