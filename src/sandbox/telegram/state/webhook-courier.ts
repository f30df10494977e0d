import { toUpdate } from './update-feed.js';
import type { PendingUpdate, UpdateFeed } from './update-feed.js';

export interface WebhookTarget {
  readonly url: string;
  readonly secret?: string;
  readonly maxConnections: number;
}

export interface DeliveryFailure {
  readonly at: string;
  readonly reason: string;
}

/** A method call in the body of the bot's answer to a webhook. */
export type ReplyCall = (method: string, fields: Readonly<Record<string, unknown>>) => Promise<unknown>;

interface Run {
  readonly target: WebhookTarget;
  readonly stop: AbortController;
  /** People whose update is on its way or waits for its next attempt. */
  readonly busy: Set<number>;
}

const ANSWER_TIMEOUT = 60_000;
const FIRST_DELAY = 250;
const LONGEST_DELAY = 5_000;

/** Brings updates to the bot's webhook until each is answered with 2xx: in order for one person, side by side for several. */
export class WebhookCourier {
  private run: Run | undefined;
  private failure: DeliveryFailure | undefined;

  constructor(
    private readonly feed: UpdateFeed,
    private readonly now: () => Date,
    private readonly reply: ReplyCall,
    private readonly delivered: () => void,
  ) {
    feed.onPush(() => this.dispatch());
  }

  get target(): WebhookTarget | undefined {
    return this.run?.target;
  }

  get lastFailure(): DeliveryFailure | undefined {
    return this.failure;
  }

  /** Sends everything pending and to come there; undefined stops sending. */
  pointTo(target: WebhookTarget | undefined): void {
    this.run?.stop.abort();
    this.failure = undefined;
    this.run = target && { target, stop: new AbortController(), busy: new Set() };
    this.dispatch();
  }

  /** Ends deliveries under way; where they went is still known. */
  stop(): void {
    this.run?.stop.abort();
  }

  private dispatch(): void {
    const run = this.run;
    if (!run || run.stop.signal.aborted) return;
    for (const update of this.feed.list()) {
      if (run.busy.size >= run.target.maxConnections) return;
      if (run.busy.has(update.userId)) continue;
      run.busy.add(update.userId);
      void this.deliver(run, update, 0);
    }
  }

  private async deliver(run: Run, update: PendingUpdate, attempt: number): Promise<void> {
    const reason = await this.post(run, update);
    if (run.stop.signal.aborted) return;
    if (reason !== undefined) {
      this.failure = { at: this.now().toISOString(), reason };
      this.retry(run, update, attempt);
      return;
    }
    this.feed.remove(update.update_id);
    run.busy.delete(update.userId);
    this.delivered();
    this.dispatch();
  }

  private retry(run: Run, update: PendingUpdate, attempt: number): void {
    const again = (): void => {
      run.stop.signal.removeEventListener('abort', cancel);
      void this.deliver(run, update, attempt + 1);
    };
    const timer = setTimeout(again, Math.min(FIRST_DELAY * 2 ** attempt, LONGEST_DELAY));
    const cancel = (): void => clearTimeout(timer);
    run.stop.signal.addEventListener('abort', cancel, { once: true });
  }

  /** Why the bot did not take it; undefined when it did. */
  private async post({ target, stop }: Run, update: PendingUpdate): Promise<string | undefined> {
    try {
      const response = await fetch(target.url, {
        method: 'POST',
        redirect: 'manual',
        headers: {
          'content-type': 'application/json',
          ...(target.secret === undefined ? {} : { 'x-telegram-bot-api-secret-token': target.secret }),
        },
        body: JSON.stringify(toUpdate(update)),
        signal: AbortSignal.any([stop.signal, AbortSignal.timeout(ANSWER_TIMEOUT)]),
      });
      const body = await response.text();
      if (!response.ok) return `Wrong response from the webhook: ${response.status} ${response.statusText}`;
      await this.callBack(body);
      return undefined;
    } catch {
      return stop.signal.aborted ? 'Webhook was changed' : 'Connection failed';
    }
  }

  /** Carries out the method named in the answer; the bot learns nothing about its outcome. */
  private async callBack(body: string): Promise<void> {
    const call = readCall(body);
    if (call) await this.reply(call.method, call).catch(() => undefined);
  }
}

function readCall(body: string): { readonly method: string } | undefined {
  if (!body.startsWith('{')) return undefined;
  try {
    const call: unknown = JSON.parse(body);
    return typeof call === 'object' && call !== null && 'method' in call && typeof call.method === 'string'
      ? { ...call, method: call.method }
      : undefined;
  } catch {
    return undefined;
  }
}
