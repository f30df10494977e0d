import type { FaultBoard } from '../kit/fault-board.js';
import type { Invoice } from './invoice.js';
import { SPELLINGS, signedText } from './signature.js';
import { webhookOf } from './wire-view.js';

const ANSWER_TIMEOUT_MS = 10_000;

/** A webhook that was not acknowledged yet. */
export interface PendingWebhook {
  readonly uuid: string;
  readonly url: string;
  readonly status: string;
  readonly text: string;
  readonly tries: number;
}

export interface WebhookSenderOptions {
  readonly now: () => Date;
  readonly faults: FaultBoard;
  readonly key: string;
  /** Pauses before the second, third … try. */
  readonly retryMs: readonly number[];
  readonly find: (uuid: string) => Invoice | undefined;
  readonly changed: () => void;
}

/** Posts webhooks and repeats those that got no 2xx. While the system is silent none is sent. */
export class WebhookSender {
  private readonly waiting = new Map<PendingWebhook, NodeJS.Timeout>();
  /** What is under way, and which invoice it is about. */
  private readonly running = new Map<Promise<void>, string>();
  private sent = 0;
  private stopped = false;

  constructor(private readonly options: WebhookSenderOptions) {}

  /** Tells the merchant an invoice's status, so many times at once; resolves when each first try has an answer. */
  async announce(invoice: Invoice, times = 1): Promise<void> {
    const { faults, key } = this.options;
    const mode = faults.peek('heleket');
    if (!invoice.callbackUrl || mode === 'silent') return;
    const payload = webhookOf(invoice, mode === 'lying');
    const url = invoice.callbackUrl;
    const { status } = payload;
    const tries = Array.from({ length: times }, () => {
      const text = signedText(payload, key, this.nextSpelling());
      return this.run({ uuid: invoice.uuid, url, status, text, tries: 0 });
    });
    await Promise.all(tries);
  }

  /** Posts a text once as it is; the HTTP status, or null when nobody answered. */
  async post(url: string, text: string): Promise<number | null> {
    try {
      const response = await fetch(url, {
        method: 'POST',
        redirect: 'manual',
        headers: { 'content-type': 'application/json', 'user-agent': 'GuzzleHttp/7' },
        body: text,
        signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
      });
      await response.body?.cancel();
      return response.status;
    } catch {
      return null;
    }
  }

  /** Resolves when no try about this invoice is under way, or none at all; those still to be repeated may wait. */
  async idle(uuid?: string): Promise<void> {
    const tries = [...this.running].filter(([, about]) => uuid === undefined || about === uuid);
    if (tries.length === 0) return;
    await Promise.all(tries.map(([work]) => work));
    return this.idle(uuid);
  }

  pending(): readonly PendingWebhook[] {
    return [...this.waiting.keys()];
  }

  /** Takes up what an earlier process had not delivered. */
  resume(pending: readonly PendingWebhook[]): void {
    for (const webhook of pending) this.schedule(webhook);
  }

  clear(): void {
    for (const timer of this.waiting.values()) clearTimeout(timer);
    this.waiting.clear();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.clear();
    await this.idle();
  }

  private nextSpelling() {
    this.sent += 1;
    return SPELLINGS[this.sent % SPELLINGS.length] ?? SPELLINGS[0];
  }

  private run(webhook: PendingWebhook): Promise<void> {
    const work = this.attempt(webhook).finally(() => this.running.delete(work));
    this.running.set(work, webhook.uuid);
    return work;
  }

  private async attempt(webhook: PendingWebhook): Promise<void> {
    const httpStatus = await this.post(webhook.url, webhook.text);
    const at = this.options.now().toISOString();
    this.options.find(webhook.uuid)?.deliveries.push({ status: webhook.status, at, httpStatus });
    const acknowledged = httpStatus !== null && httpStatus >= 200 && httpStatus < 300;
    if (!acknowledged) this.schedule({ ...webhook, tries: webhook.tries + 1 });
    this.options.changed();
  }

  private schedule(webhook: PendingWebhook): void {
    const pause = this.options.retryMs[webhook.tries - 1];
    if (pause === undefined || this.stopped) return;
    const timer = setTimeout(() => this.again(webhook), pause);
    timer.unref();
    this.waiting.set(webhook, timer);
  }

  private again(webhook: PendingWebhook): void {
    this.waiting.delete(webhook);
    if (this.options.faults.peek('heleket') === 'silent') return;
    void this.run(webhook);
  }
}
