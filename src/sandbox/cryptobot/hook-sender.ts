import { createHash, createHmac } from 'node:crypto';
import type { FaultBoard } from '../kit/fault-board.js';

const ANSWER_TIMEOUT_MS = 10_000;
/** After so many tries of one webhook the provider switches all of them off. */
const TRIES = 17;

/** A webhook that was not acknowledged yet. */
export interface PendingHook {
  readonly invoiceId: number;
  readonly text: string;
  readonly tries: number;
}

/** The app's webhook as its owner sees it in the bot. */
export interface HookState {
  readonly url: string;
  readonly on: boolean;
}

export interface HookSenderOptions {
  readonly faults: FaultBoard;
  readonly token: string;
  readonly hook: HookState;
  /** Pauses before the second, third … try; the last one counts for all that follow. */
  readonly retryMs: readonly number[];
  /** Hears of each try's answer, null being none. */
  readonly delivered: (invoiceId: number, httpStatus: number | null) => void;
}

/** Posts signed webhooks and repeats those that got no 200, until they are switched off. While the system is silent none is sent. */
export class HookSender {
  private readonly waiting = new Map<PendingHook, NodeJS.Timeout>();
  private readonly running = new Set<Promise<void>>();
  private hook: HookState;
  private stopped = false;

  constructor(private readonly options: HookSenderOptions) {
    this.hook = options.hook;
  }

  state(): HookState {
    return this.hook;
  }

  /** What was not delivered while they were off is never sent again. */
  switchTo(hook: HookState): void {
    this.hook = hook;
    if (!hook.on) this.clear();
  }

  /** Resolves when the first tries of all copies have an answer. */
  async send(invoiceId: number, text: string, copies: number): Promise<void> {
    await Promise.all(Array.from({ length: copies }, () => this.run({ invoiceId, text, tries: 0 })));
  }

  /** Posts a text once under any token's signature; the HTTP status, or null when nobody answered. */
  async post(text: string, token: string): Promise<number | null> {
    try {
      const response = await fetch(this.hook.url, {
        method: 'POST',
        redirect: 'manual',
        headers: { 'content-type': 'application/json', 'crypto-pay-api-signature': signatureOf(text, token) },
        body: text,
        signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
      });
      await response.body?.cancel();
      return response.status;
    } catch {
      return null;
    }
  }

  pending(): readonly PendingHook[] {
    return [...this.waiting.keys()];
  }

  /** Takes up what an earlier process had not delivered. */
  resume(pending: readonly PendingHook[]): void {
    for (const hook of pending) this.schedule(hook);
  }

  clear(): void {
    for (const timer of this.waiting.values()) clearTimeout(timer);
    this.waiting.clear();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.clear();
    await Promise.all(this.running);
  }

  private run(hook: PendingHook): Promise<void> {
    if (!this.hook.on || this.options.faults.peek('cryptobot') === 'silent') return Promise.resolve();
    const work = this.attempt(hook).finally(() => this.running.delete(work));
    this.running.add(work);
    return work;
  }

  private async attempt(hook: PendingHook): Promise<void> {
    const httpStatus = await this.post(hook.text, this.options.token);
    const tries = hook.tries + 1;
    const isOver = httpStatus !== 200 && tries >= TRIES;
    if (isOver) this.switchTo({ ...this.hook, on: false });
    if (httpStatus !== 200 && !isOver) this.schedule({ ...hook, tries });
    this.options.delivered(hook.invoiceId, httpStatus);
  }

  private schedule(hook: PendingHook): void {
    const pause = this.options.retryMs[hook.tries - 1] ?? this.options.retryMs.at(-1);
    if (pause === undefined || this.stopped || !this.hook.on) return;
    const again = (): void => {
      this.waiting.delete(hook);
      void this.run(hook);
    };
    this.waiting.set(hook, setTimeout(again, pause).unref());
  }
}

/** Hex HMAC-SHA256 under the token's hash, as bytes. */
export function signatureOf(text: string, token: string): string {
  const key = createHash('sha256').update(token).digest();
  return createHmac('sha256', key).update(text).digest('hex');
}
