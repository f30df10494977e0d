import { Courier, postText } from '../kit/courier.js';
import type { FaultBoard } from '../kit/fault-board.js';
import type { Invoice } from './invoice.js';
import { SPELLINGS, signedText } from './signature.js';
import { webhookOf } from './wire-view.js';

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
export class WebhookSender extends Courier<PendingWebhook> {
  private sent = 0;

  constructor(private readonly options: WebhookSenderOptions) {
    super();
  }

  /** Tells the merchant an invoice's status, so many times at once; resolves when each first try has an answer. */
  async announce(invoice: Invoice, times = 1): Promise<void> {
    const { faults, key } = this.options;
    const mode = faults.peek('heleket');
    if (!invoice.callbackUrl || mode === 'silent') return;
    const payload = webhookOf(invoice, mode === 'lying');
    const webhook = { uuid: invoice.uuid, url: invoice.callbackUrl, status: payload.status, tries: 0 };
    await Promise.all(Array.from({ length: times }, () => this.send({ ...webhook, text: signedText(payload, key, this.nextSpelling()) })));
  }

  /** Posts a text once as it is; the HTTP status, or null when nobody answered. */
  post(url: string, text: string): Promise<number | null> {
    return postText(url, text, { 'user-agent': 'GuzzleHttp/7' });
  }

  protected override async deliver({ uuid, url, status, text }: PendingWebhook): Promise<boolean> {
    const httpStatus = await this.post(url, text);
    this.options.find(uuid)?.deliveries.push({ status, at: this.options.now().toISOString(), httpStatus });
    this.options.changed();
    return httpStatus !== null && httpStatus >= 200 && httpStatus < 300;
  }

  protected override aboutOf({ uuid }: PendingWebhook): string {
    return uuid;
  }

  protected override pauseAfter(tries: number): number | undefined {
    return this.options.retryMs[tries - 1];
  }

  protected override mayTry(): boolean {
    return this.options.faults.peek('heleket') !== 'silent';
  }

  private nextSpelling() {
    this.sent += 1;
    return SPELLINGS[this.sent % SPELLINGS.length] ?? SPELLINGS[0];
  }
}
