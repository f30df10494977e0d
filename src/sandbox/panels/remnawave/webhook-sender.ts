import { createHmac } from 'node:crypto';
import type { FaultBoard } from '../../kit/fault-board.js';

const ANSWER_TIMEOUT_MS = 10_000;
/** Every so many events one is sent twice. */
const TWICE_EVERY = 3;

/** A webhook that was not acknowledged yet; its bytes stay the same over all tries. */
export interface PendingWebhook {
  readonly text: string;
  readonly timestamp: string;
  readonly tries: number;
}

export interface WebhookSenderOptions {
  /** None are sent without it. */
  readonly url: string | undefined;
  readonly secret: string;
  readonly faults: FaultBoard;
  /** Pauses before the second, third and fourth try. */
  readonly retryMs: readonly number[];
  /** For so long events are gathered, to be sent in a wrong order. */
  readonly gatherMs: number;
}

/**
 * Posts webhooks as untidily as the panel: the later first, some twice, and each again that got no 2xx (a redirect is none). While the
 * system is silent none is sent.
 */
export class WebhookSender {
  private gathered: PendingWebhook[] = [];
  private gathering: NodeJS.Timeout | undefined;
  private readonly waiting = new Map<PendingWebhook, NodeJS.Timeout>();
  private readonly running = new Set<Promise<void>>();
  private told = 0;
  private stopped = false;

  constructor(private readonly options: WebhookSenderOptions) {}

  announce(event: string, now: Date, data: unknown, meta?: unknown): void {
    const { url, faults, gatherMs } = this.options;
    if (this.stopped || url === undefined || faults.peek('remnawave') === 'silent') return;
    const webhook = webhookFor(event, now, data, meta);
    this.told += 1;
    this.gathered.push(webhook, ...(this.told % TWICE_EVERY === 0 ? [{ ...webhook }] : []));
    this.gathering ??= setTimeout(() => this.flush(), gatherMs).unref();
  }

  /** Resolves when each first try has an answer; those still to be repeated may wait. */
  async idle(): Promise<void> {
    this.flush();
    while (this.running.size > 0) await Promise.all(this.running);
  }

  pending(): readonly PendingWebhook[] {
    return [...this.gathered, ...this.waiting.keys()];
  }

  /** Takes up what an earlier process had not delivered. */
  resume(pending: readonly PendingWebhook[]): void {
    for (const webhook of pending) this.schedule({ ...webhook, tries: Math.max(1, webhook.tries) });
  }

  clear(): void {
    clearTimeout(this.gathering);
    this.gathering = undefined;
    this.gathered = [];
    for (const timer of this.waiting.values()) clearTimeout(timer);
    this.waiting.clear();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.clear();
    await this.idle();
  }

  private flush(): void {
    clearTimeout(this.gathering);
    this.gathering = undefined;
    const latestFirst = this.gathered.reverse();
    this.gathered = [];
    if (latestFirst.length > 0) this.run(this.inTurn(latestFirst));
  }

  private async inTurn(webhooks: readonly PendingWebhook[]): Promise<void> {
    for (const webhook of webhooks) await this.attempt(webhook);
  }

  private run(work: Promise<void>): void {
    const tracked: Promise<void> = work.finally(() => this.running.delete(tracked));
    this.running.add(tracked);
  }

  private async attempt(webhook: PendingWebhook): Promise<void> {
    const status = await this.post(webhook);
    if (status === null || status < 200 || status >= 300) this.schedule({ ...webhook, tries: webhook.tries + 1 });
  }

  /** The headers a webhook goes out with; only the body is signed. */
  headersOf({ text, timestamp }: PendingWebhook): Readonly<Record<string, string>> {
    return {
      'content-type': 'application/json',
      'user-agent': 'Remnawave',
      'x-remnawave-signature': createHmac('sha256', this.options.secret).update(text).digest('hex'),
      'x-remnawave-timestamp': timestamp,
    };
  }

  private async post(webhook: PendingWebhook): Promise<number | null> {
    const { url } = this.options;
    if (url === undefined) return null;
    try {
      const response = await fetch(url, {
        method: 'POST',
        redirect: 'manual',
        headers: this.headersOf(webhook),
        body: webhook.text,
        signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
      });
      await response.body?.cancel();
      return response.status;
    } catch {
      return null;
    }
  }

  private schedule(webhook: PendingWebhook): void {
    const pause = this.options.retryMs[webhook.tries - 1];
    if (pause === undefined || this.stopped) return;
    const timer = setTimeout(() => {
      this.waiting.delete(webhook);
      if (this.options.faults.peek('remnawave') !== 'silent') this.run(this.attempt(webhook));
    }, pause);
    this.waiting.set(webhook, timer.unref());
  }
}

export function webhookFor(event: string, now: Date, data: unknown, meta?: unknown): PendingWebhook {
  const timestamp = now.toISOString();
  const text = JSON.stringify({ scope: 'user', event: `user.${event}`, timestamp, data, ...(meta === undefined ? {} : { meta }) });
  return { text, timestamp, tries: 0 };
}
