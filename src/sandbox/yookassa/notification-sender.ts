import type { FaultBoard } from '../kit/fault-board.js';
import type { Delivery } from './payment.js';

const ANSWER_TIMEOUT_MS = 10_000;

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
export class NotificationSender {
  private readonly waiting = new Map<PendingNotification, NodeJS.Timeout>();
  /** What is under way, and which payment it is about. */
  private readonly running = new Map<Promise<void>, string>();
  private stopped = false;

  constructor(private readonly options: NotificationSenderOptions) {}

  /** Tells of an event, so many times at once. */
  announce(paymentId: string, event: string, object: object, times = 1): void {
    if (this.options.faults.peek('yookassa') === 'silent') return;
    const text = JSON.stringify({ type: 'notification', event, object });
    for (let copy = 0; copy < times; copy += 1) this.run({ paymentId, event, text, tries: 0 });
  }

  /** Posts a text once as it is; the HTTP status, or null when nobody answered. */
  async post(text: string): Promise<number | null> {
    try {
      const response = await fetch(this.options.url, {
        method: 'POST',
        redirect: 'manual',
        headers: { 'content-type': 'application/json', 'user-agent': 'AHC/2.1' },
        body: text,
        signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
      });
      await response.body?.cancel();
      return response.status;
    } catch {
      return null;
    }
  }

  /** Resolves when no try about this payment is under way, or none at all; those still to be repeated may wait. */
  async idle(paymentId?: string): Promise<void> {
    const tries = [...this.running].filter(([, about]) => paymentId === undefined || about === paymentId);
    if (tries.length === 0) return;
    await Promise.all(tries.map(([work]) => work));
    return this.idle(paymentId);
  }

  pending(): readonly PendingNotification[] {
    return [...this.waiting.keys()];
  }

  /** Takes up what an earlier process had not delivered. */
  resume(pending: readonly PendingNotification[]): void {
    for (const notification of pending) this.schedule(notification);
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

  private run(notification: PendingNotification): void {
    const work = this.attempt(notification).finally(() => this.running.delete(work));
    this.running.set(work, notification.paymentId);
  }

  private async attempt(notification: PendingNotification): Promise<void> {
    const { paymentId, event, text, tries } = notification;
    const httpStatus = await this.post(text);
    if (httpStatus !== 200) this.schedule({ ...notification, tries: tries + 1 });
    this.options.delivered(paymentId, { event, at: this.options.now().toISOString(), httpStatus });
  }

  private schedule(notification: PendingNotification): void {
    const pause = this.options.retryMs[notification.tries - 1];
    if (pause === undefined || this.stopped) return;
    const timer = setTimeout(() => this.again(notification), pause);
    timer.unref();
    this.waiting.set(notification, timer);
  }

  private again(notification: PendingNotification): void {
    this.waiting.delete(notification);
    if (this.options.faults.peek('yookassa') !== 'silent') this.run(notification);
  }
}
