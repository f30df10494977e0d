import { Courier, postText } from '../kit/courier.js';
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
export class WebhookSender extends Courier<PendingWebhook> {
  constructor(private readonly options: WebhookSenderOptions) {
    super();
  }

  /** Tells the merchant how a transaction ended, so many times at once; resolves when each first try has an answer. */
  async announce(transaction: Transaction, times = 1): Promise<void> {
    if (this.mayTry()) await this.send(this.worded(transaction), times);
  }

  /** Asks the merchant before the bank is asked; anything but 200 in time is a no, and nobody asks again. */
  async ask(transaction: Transaction): Promise<boolean> {
    return this.mayTry() && this.track(transaction.linkId, this.told(this.worded(transaction), QUESTION_TIMEOUT_MS));
  }

  /** Posts a text once under any signature; the HTTP status, or null when nobody answered. */
  post(text: string, signature: string, timeoutMs: number): Promise<number | null> {
    return postText(this.options.url, text, { 'x-signature': signature }, timeoutMs);
  }

  protected override deliver(webhook: PendingWebhook): Promise<boolean> {
    return this.told(webhook, ANSWER_TIMEOUT_MS);
  }

  protected override aboutOf({ linkId }: PendingWebhook): string {
    return linkId;
  }

  protected override pauseAfter(tries: number): number | undefined {
    return this.options.retryMs[tries - 1];
  }

  protected override mayTry(): boolean {
    return this.options.faults.peek('wata') !== 'silent';
  }

  private worded(transaction: Transaction): PendingWebhook {
    const lying = this.options.faults.peek('wata') === 'lying';
    const text = writeJson(this.options.view.event(transaction, lying));
    return { linkId: transaction.linkId, about: `${transaction.kind} ${transaction.status}`, text, tries: 0 };
  }

  private async told({ linkId, about, text }: PendingWebhook, timeoutMs: number): Promise<boolean> {
    const httpStatus = await this.post(text, this.options.key.sign(text), timeoutMs);
    this.options.delivered(linkId, { status: about, at: this.options.now().toISOString(), httpStatus });
    return httpStatus === 200;
  }
}
