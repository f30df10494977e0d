import { Courier, postText } from '../kit/courier.js';
import type { FaultBoard } from '../kit/fault-board.js';
import type { Delivery } from './payment.js';

/** A notification that was not acknowledged yet; `text` is the object as it was when it happened. */
export interface PendingNotification {
  readonly paymentId: string;
  readonly event: string;
  readonly text: string;
  readonly tries: number;
}

export interface NotificationSenderOptions {
  readonly now: () => Date;
  readonly faults: FaultBoard;
  /** The one address the shop has set in its dashboard. */
  readonly url: string;
  /** Pauses before the second, third … try. */
  readonly retryMs: readonly number[];
  readonly delivered: (paymentId: string, delivery: Delivery) => void;
}

/** Posts notifications and repeats those that were not answered with 200. While the system is silent none is sent. */
export class NotificationSender extends Courier<PendingNotification> {
  constructor(private readonly options: NotificationSenderOptions) {
    super();
  }

  /** Tells of an event, so many times at once. */
  announce(paymentId: string, event: string, object: object, times = 1): void {
    if (!this.mayTry()) return;
    void this.send({ paymentId, event, text: JSON.stringify({ type: 'notification', event, object }), tries: 0 }, times);
  }

  /** Posts a text once as it is; the HTTP status, or null when nobody answered. */
  post(text: string): Promise<number | null> {
    return postText(this.options.url, text, { 'user-agent': 'AHC/2.1' });
  }

  protected override async deliver({ paymentId, event, text }: PendingNotification): Promise<boolean> {
    const httpStatus = await this.post(text);
    this.options.delivered(paymentId, { event, at: this.options.now().toISOString(), httpStatus });
    return httpStatus === 200;
  }

  protected override aboutOf({ paymentId }: PendingNotification): string {
    return paymentId;
  }

  protected override pauseAfter(tries: number): number | undefined {
    return this.options.retryMs[tries - 1];
  }

  protected override mayTry(): boolean {
    return this.options.faults.peek('yookassa') !== 'silent';
  }
}
