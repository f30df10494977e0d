import Router from '@koa/router';
import type { Simulator, SimulatorContext } from '../kit/simulator.js';
import { writeRubles } from './amount.js';
import { mountControls, type PaymentControls, type PayOptions } from './control-routes.js';
import { Idempotence, type KeptAnswer } from './idempotence.js';
import { MerchantApi } from './merchant-api.js';
import { mountMerchantApi } from './merchant-routes.js';
import { NotificationSender, type PendingNotification } from './notification-sender.js';
import { isMethodSaved, type Payment, type PaymentView, type Refund, type RefundReason } from './payment.js';
import { type BookState, PaymentBook, PENDING_MS, WrongState } from './payment-book.js';
import { lied, payAddress, paymentObject, refundObject, type ViewOptions } from './wire-view.js';

export interface YookassaAccount {
  readonly shopId: string;
  /** A key that begins with `test_` makes a test shop. */
  readonly secretKey: string;
  /** Whether the shop makes receipts, and refuses payments without one. */
  readonly wantsReceipts?: boolean;
  /** Whether saved methods may be charged; a live shop has to ask for it. */
  readonly mayCharge?: boolean;
}

export interface YookassaTiming {
  readonly slowMs: number;
  /** Pauses before each repetition of a notification that was not answered with 200. */
  readonly retryMs: readonly number[];
  readonly refundMs: number;
  readonly sweepMs: number;
}

/** Made up and printed here, so worthless: it opens nothing but the sandbox. */
export const SANDBOX_ACCOUNT: YookassaAccount = { shopId: '100500', secretKey: 'test_sandbox-yookassa-key-0000' };
const USUAL_TIMING: YookassaTiming = { slowMs: 3_000, retryMs: [1_000, 5_000, 20_000, 60_000], refundMs: 5_000, sweepMs: 1_000 };

interface YookassaState extends BookState {
  readonly keys: readonly KeptAnswer[];
  readonly pending: readonly PendingNotification[];
}

/**
 * Stands in for YooKassa: payments and refunds under idempotence keys, saved methods, notifications that nobody signs. Lying, it
 * doubles the amount and calls every payment paid, in answers and notifications.
 */
export class YookassaSimulator implements Simulator, PaymentControls {
  readonly name = 'yookassa';
  readonly router = new Router({ prefix: '/sandbox/yookassa' });
  private readonly view: ViewOptions;
  private readonly book: PaymentBook;
  private readonly keys: Idempotence;
  private readonly sender: NotificationSender;
  private readonly sweeper: NodeJS.Timeout;
  private nextRefund: RefundReason | null = null;
  private processing = 0;

  constructor(
    private readonly context: SimulatorContext,
    private readonly account: YookassaAccount = SANDBOX_ACCOUNT,
    timing: YookassaTiming = USUAL_TIMING,
  ) {
    const { now, faults, origin } = context;
    const { slowMs, retryMs, refundMs, sweepMs } = timing;
    this.view = { origin, shopId: account.shopId, test: account.secretKey.startsWith('test_') };
    this.keys = new Idempotence(now);
    this.book = new PaymentBook(now, {
      payment: (payment) => this.tell(payment),
      refund: (refund) => this.tellRefund(refund),
    });
    const delivered = (id: string, delivery: Payment['deliveries'][number]) => {
      this.book.find(id)?.deliveries.push(delivery);
      context.changed('yookassa');
    };
    this.sender = new NotificationSender({ now, faults, url: `${origin}/webhook/yookassa`, retryMs, delivered });
    const { wantsReceipts = false, mayCharge = true } = account;
    const api = new MerchantApi({ book: this.book, view: this.view, refundMs, nextRefund: () => this.takeRefundEnd(), wantsReceipts, mayCharge });
    mountMerchantApi(this.router, {
      ...{ api, keys: this.keys, account, faults, slowMs },
      takeProcessing: () => this.takeProcessing(),
      changed: () => context.changed('yookassa'),
    });
    mountControls(this.router, this);
    this.sweeper = setInterval(() => this.book.all(), sweepMs).unref();
  }

  /** The variables that make a shop use this stand-in. */
  environment(origin: string): Readonly<Record<string, string>> {
    return {
      YOOKASSA_SHOP_ID: this.account.shopId,
      YOOKASSA_SECRET_KEY: this.account.secretKey,
      YOOKASSA_BASE_URL: `${origin}/sandbox/yookassa/api/v3`,
      YOOKASSA_TEST_MODE: String(this.view.test),
      YOOKASSA_CHECK_WEBHOOK_IP: 'false',
      YOOKASSA_SAVE_METHODS: 'true',
    };
  }

  invoices(): readonly PaymentView[] {
    return this.book.all().map((payment) => this.shown(payment));
  }

  invoice(id: string): PaymentView | undefined {
    const payment = this.book.find(id);
    return payment && this.shown(payment);
  }

  /** The payer pays, or fails to; resolves when the notifications' first tries are answered. Throws `WrongState`. */
  async pay(id: string, { times = 1, late = false, declined, hold = false, remember = true }: PayOptions = {}): Promise<PaymentView | undefined> {
    const payment = this.book.find(id);
    if (!payment) return undefined;
    if (!remember) payment.saveMethod = false;
    if (declined) this.book.cancel(payment, declined);
    else if (hold) this.book.hold(payment);
    else this.book.pay(payment, late);
    if (times > 1) this.tell(payment, times - 1);
    return this.settled(payment);
  }

  /** Somebody returns the money, or a part of it, in the provider's dashboard. Throws `WrongState`. */
  async refundByHand(id: string, kopecks?: bigint): Promise<PaymentView | undefined> {
    const payment = this.book.find(id);
    if (!payment) return undefined;
    if (!this.book.refund(payment, kopecks ?? BigInt(payment.amount), 'By hand', 0, this.takeRefundEnd())) throw new WrongState(payment.status);
    this.book.refundsOf(id);
    return this.settled(payment);
  }

  /** The payer withdraws the method that was saved with this payment. */
  revoke(id: string): PaymentView | undefined {
    const payment = this.book.find(id);
    if (!payment) return undefined;
    payment.revoked = true;
    this.context.changed('yookassa');
    return this.shown(payment);
  }

  /** Posts a notification that says "paid" of a payment nobody has paid, and tells how it was received. */
  async forge(id: string): Promise<{ readonly httpStatus: number } | undefined> {
    const payment = this.book.find(id);
    if (!payment) return undefined;
    const object = paymentObject({ ...payment, status: 'succeeded', paid: true }, this.view);
    return { httpStatus: (await this.sender.post(JSON.stringify({ type: 'notification', event: 'payment.succeeded', object }))) ?? 0 };
  }

  /** Tells once more of a payment as it is now, as the provider does that heard no 200. */
  async repeat(id: string): Promise<void> {
    const payment = this.book.find(id);
    if (payment) this.tell(payment);
    await this.sender.idle(id);
  }

  /** The next refund will end cancelled, for this reason. */
  endNextRefund(reason: RefundReason): void {
    this.nextRefund = reason;
  }

  /** So many writes are carried out and answered with "still processing". */
  processFor(times: number): void {
    this.processing = times;
  }

  snapshot(): YookassaState {
    return structuredClone({ ...this.book.snapshot(), keys: this.keys.snapshot(), pending: this.sender.pending() });
  }

  restore(state: unknown): void {
    const { keys, pending, ...book } = state as YookassaState;
    this.sender.clear();
    this.book.restore(book);
    this.keys.restore(keys);
    this.sender.resume(pending);
  }

  reset(): void {
    this.sender.clear();
    this.book.clear();
    this.keys.restore([]);
    this.nextRefund = null;
    this.processing = 0;
    this.context.changed('yookassa');
  }

  async stop(): Promise<void> {
    clearInterval(this.sweeper);
    await this.sender.stop();
  }

  /** Waiting for a payer is no event. */
  private tell(payment: Payment, times = 1): void {
    if (payment.status === 'pending') return;
    const object = paymentObject(payment, this.view);
    if (this.context.faults.peek('yookassa') === 'lying') this.sender.announce(payment.id, 'payment.succeeded', lied(object), times);
    else this.sender.announce(payment.id, `payment.${payment.status}`, object, times);
  }

  private tellRefund(refund: Refund): void {
    this.sender.announce(refund.paymentId, 'refund.succeeded', refundObject(refund));
  }

  private takeRefundEnd(): RefundReason | null {
    const reason = this.nextRefund;
    this.nextRefund = null;
    return reason;
  }

  private takeProcessing(): boolean {
    if (this.processing === 0) return false;
    this.processing -= 1;
    return true;
  }

  private async settled(payment: Payment): Promise<PaymentView> {
    this.context.changed('yookassa');
    await this.sender.idle(payment.id);
    return this.shown(payment);
  }

  private shown(payment: Payment): PaymentView {
    const kept = payment.paid ? BigInt(payment.amount) - BigInt(payment.refunded) : 0n;
    return {
      id: payment.id,
      orderId: payment.metadata.payment_id ?? null,
      amount: writeRubles(BigInt(payment.amount)),
      currency: 'RUB',
      description: payment.description,
      createdAt: payment.createdAt,
      status: payment.status,
      reason: payment.reason,
      url: payAddress(payment.id, this.context.origin),
      returnUrl: payment.returnUrl,
      paid: writeRubles(kept),
      asksToSave: payment.saveMethod && payment.status === 'pending',
      methodSaved: isMethodSaved(payment) && !payment.revoked,
      expiresAt: Math.floor((Date.parse(payment.createdAt) + PENDING_MS) / 1000),
      refunds: this.book.refundsOf(payment.id).map(({ id, amount, status }) => ({ id, amount: writeRubles(BigInt(amount)), status })),
      deliveries: payment.deliveries,
    };
  }
}
