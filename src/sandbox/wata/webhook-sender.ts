import type { FaultBoard } from '../kit/fault-board.js';
import type { Delivery, Transaction } from './link.js';
import type { SigningKey } from './signing-key.js';
import { writeJson } from './wire-json.js';
import type { WireView } from './wire-view.js';

const ANSWER_TIMEOUT_MS = 60_000;
const QUESTION_TIMEOUT_MS = 10_000;

/** A webhook that was not acknowledged yet. */
export interface PendingWebhook {
  readonly linkId: string;
  readonly about: string;
  readonly text: string;
  readonly tries: number;
}

export interface WebhookSenderOptions {
  readonly now: () => Date;
  readonly faults: FaultBoard;
  readonly key: SigningKey;
  readonly view: WireView;
  /** Where the merchant has told the dashboard to call. */
  readonly url: string;
  /** Pauses before the second, third … try. */
  readonly retryMs: readonly number[];
  readonly delivered: (linkId: string, delivery: Delivery) => void;
}

/** Posts webhooks and repeats those that got anything but 200. While the system is silent none is sent. */
export class WebhookSender {
  private readonly waiting = new Map<PendingWebhook, NodeJS.Timeout>();
  private readonly running = new Map<Promise<unknown>, string>();
  private stopped = false;

  constructor(private readonly options: WebhookSenderOptions) {}

  /** Tells the merchant how a transaction ended, so many times at once; resolves when each first try has an answer. */
  async announce(transaction: Transaction, times = 1): Promise<void> {
    if (this.isSilent()) return;
    const webhook = { linkId: transaction.linkId, ...this.worded(transaction), tries: 0 };
    await Promise.all(Array.from({ length: times }, () => this.track(webhook.linkId, this.attempt(webhook))));
  }

  /** Asks the merchant before the bank is asked; anything but 200 in time is a no, and nobody asks again. */
  async ask(transaction: Transaction): Promise<boolean> {
    if (this.isSilent()) return false;
    const { about, text } = this.worded(transaction);
    return this.track(transaction.linkId, this.deliver(transaction.linkId, about, text, QUESTION_TIMEOUT_MS).then((status) => status === 200));
  }

  /** Posts a text once under any signature; the HTTP status, or null when nobody answered. */
  async post(text: string, signature: string, timeoutMs: number): Promise<number | null> {
    try {
      const response = await fetch(this.options.url, {
        method: 'POST',
        redirect: 'manual',
        headers: { 'content-type': 'application/json', 'x-signature': signature },
        body: text,
        signal: AbortSignal.timeout(timeoutMs),
      });
      await response.body?.cancel();
      return response.status;
    } catch {
      return null;
    }
  }

  /** Resolves when no try about this link is under way, or none at all; those still to be repeated may wait. */
  async idle(linkId?: string): Promise<void> {
    const tries = [...this.running].filter(([, about]) => linkId === undefined || about === linkId);
    if (tries.length === 0) return;
    await Promise.all(tries.map(([work]) => work));
    return this.idle(linkId);
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

  private worded(transaction: Transaction): { about: string; text: string } {
    const lying = this.options.faults.peek('wata') === 'lying';
    return { about: `${transaction.kind} ${transaction.status}`, text: writeJson(this.options.view.event(transaction, lying)) };
  }

  private async attempt(webhook: PendingWebhook): Promise<void> {
    const { linkId, about, text } = webhook;
    const httpStatus = await this.deliver(linkId, about, text, ANSWER_TIMEOUT_MS);
    if (httpStatus !== 200) this.schedule({ ...webhook, tries: webhook.tries + 1 });
  }

  private async deliver(linkId: string, about: string, text: string, timeoutMs: number): Promise<number | null> {
    const httpStatus = await this.post(text, this.options.key.sign(text), timeoutMs);
    this.options.delivered(linkId, { status: about, at: this.options.now().toISOString(), httpStatus });
    return httpStatus;
  }

  private schedule(webhook: PendingWebhook): void {
    const pause = this.options.retryMs[webhook.tries - 1];
    if (pause === undefined || this.stopped) return;
    this.waiting.set(webhook, setTimeout(() => this.again(webhook), pause).unref());
  }

  private again(webhook: PendingWebhook): void {
    this.waiting.delete(webhook);
    if (!this.isSilent()) void this.track(webhook.linkId, this.attempt(webhook));
  }

  private track<Result>(linkId: string, work: Promise<Result>): Promise<Result> {
    const tracked = work.finally(() => this.running.delete(tracked));
    this.running.set(tracked, linkId);
    return tracked;
  }

  private isSilent(): boolean {
    return this.options.faults.peek('wata') === 'silent';
  }
}
