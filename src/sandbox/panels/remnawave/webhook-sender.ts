import { createHmac } from 'node:crypto';
import { Courier, postText } from '../../kit/courier.js';
import type { FaultBoard } from '../../kit/fault-board.js';

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
export class WebhookSender extends Courier<PendingWebhook> {
  private gathered: PendingWebhook[] = [];
  private gathering: NodeJS.Timeout | undefined;
  private told = 0;

  constructor(private readonly options: WebhookSenderOptions) {
    super();
  }

  announce(event: string, now: Date, data: unknown, meta?: unknown): void {
    const { url, gatherMs } = this.options;
    if (this.hasStopped || url === undefined || !this.mayTry()) return;
    const webhook = webhookFor(event, now, data, meta);
    this.told += 1;
    this.gathered.push(webhook, ...(this.told % TWICE_EVERY === 0 ? [{ ...webhook }] : []));
    this.gathering ??= setTimeout(() => this.flush(), gatherMs).unref();
  }

  /** Sends what was gathered first. */
  override idle(): Promise<void> {
    this.flush();
    return super.idle();
  }

  override pending(): readonly PendingWebhook[] {
    return [...this.gathered, ...super.pending()];
  }

  override resume(pending: readonly PendingWebhook[]): void {
    super.resume(pending.map((webhook) => ({ ...webhook, tries: Math.max(1, webhook.tries) })));
  }

  override clear(): void {
    clearTimeout(this.gathering);
    this.gathering = undefined;
    this.gathered = [];
    super.clear();
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

  protected override async deliver(webhook: PendingWebhook): Promise<boolean> {
    const { url } = this.options;
    const status = url === undefined ? null : await postText(url, webhook.text, this.headersOf(webhook));
    return status !== null && status >= 200 && status < 300;
  }

  /** Of no user in particular: the panel brings them in one queue. */
  protected override aboutOf(): string {
    return '';
  }

  protected override pauseAfter(tries: number): number | undefined {
    return this.options.retryMs[tries - 1];
  }

  protected override mayTry(): boolean {
    return this.options.faults.peek('remnawave') !== 'silent';
  }

  private flush(): void {
    clearTimeout(this.gathering);
    this.gathering = undefined;
    const latestFirst = this.gathered.reverse();
    this.gathered = [];
    if (latestFirst.length > 0) void this.track(this.aboutOf(), this.inTurn(latestFirst));
  }

  private async inTurn(webhooks: readonly PendingWebhook[]): Promise<void> {
    for (const webhook of webhooks) await this.attempt(webhook);
  }
}

export function webhookFor(event: string, now: Date, data: unknown, meta?: unknown): PendingWebhook {
  const timestamp = now.toISOString();
  const text = JSON.stringify({ scope: 'user', event: `user.${event}`, timestamp, data, ...(meta === undefined ? {} : { meta }) });
  return { text, timestamp, tries: 0 };
}
