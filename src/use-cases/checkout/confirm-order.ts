import type { UserId } from '#domain/customers/customer.js';
import type { AnyOrder } from '#domain/orders/any-order.js';
import { BALANCE, OrderNotOpen, type PaymentMethod } from '#domain/orders/order.js';
import type { Payment } from '#domain/payments/payment.js';
import type { Currency } from '#domain/shared/currency.js';
import { type PromoBook, PromoLapsed } from '../growth/promo-book.js';
import type { Invoicing } from '../payments/invoicing.js';
import type { PaymentMethods } from '../payments/payment-methods.js';
import type { UnitOfWork } from '../ports/persistence/unit-of-work.js';
import type { Clock } from '../ports/runtime/clock.js';
import type { OrderBook } from './order-book.js';
import { requireOwn } from './own-order.js';
import type { PlanTerms } from './plan-terms.js';
import type { StarTerms } from './star-terms.js';

export interface ConfirmOrderCommand {
  readonly userId: UserId;
  readonly orderId: string;
  /** Pays another way than the draft says. */
  readonly method?: PaymentMethod | undefined;
  /** Pays the price in this currency, where there are several. */
  readonly currency?: Currency | undefined;
}

export interface ConfirmedOrder {
  readonly order: AnyOrder;
  /** The payment to make, when a gateway collects the price. */
  readonly payment: Payment | undefined;
}

/**
 * Turns a draft into a paid order (the balance) or an order awaiting its payment (a gateway). The draft's id is the key: confirmed
 * twice, in a row or at once, it is one order, one hold, one payment.
 */
export class ConfirmOrder {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly stars: StarTerms,
    private readonly plans: PlanTerms,
    private readonly book: OrderBook,
    private readonly methods: PaymentMethods,
    private readonly invoicing: Invoicing,
    private readonly promos: PromoBook,
    private readonly clock: Clock,
  ) {}

  /**
   * Throws what the terms of its kind throw, `InsufficientFunds`, `NoPlace`, `OrderNotOpen`, `UnknownGateway` (one that is switched off, too),
   * `ProviderError`, and
   * `PromoRefused` with a new draft stored where the code that made it cheaper does nothing any more.
   */
  async execute(command: ConfirmOrderCommand): Promise<ConfirmedOrder> {
    const shown = await this.unitOfWork.run(async (tx) => requireOwn(await tx.orders.find(command.orderId), command.userId));
    if (shown.state !== 'draft') return this.already(shown);
    const method = command.method ?? shown.method;
    if (method !== BALANCE) await this.methods.requireOpen(method);
    const payable = await this.agree(shown, method, command.currency);
    const confirmed = await this.confirm(command, method, payable);
    if (!confirmed.payment) return confirmed;
    return { order: confirmed.order, payment: await this.invoicing.ensureInvoice(confirmed.payment) };
  }

  private async confirm({ orderId, userId }: ConfirmOrderCommand, method: PaymentMethod, payable: (locked: AnyOrder) => AnyOrder): Promise<ConfirmedOrder> {
    try {
      return await this.unitOfWork.run(async (tx) => {
        const order = requireOwn(await tx.orders.lock(orderId), userId);
        if (order.state !== 'draft') return { order, payment: await tx.payments.findByOrder(order.id) };
        const draft = payable(order);
        await this.promos.reserve(tx, draft, this.clock.now());
        if (method === BALANCE) return { order: await this.book.payFromBalance(tx, draft, this.clock.now()), payment: undefined };
        this.invoicing.requireGateway(method, draft.price.currency);
        return this.book.awaitPayment(tx, draft, { gateway: method, remember: this.isKept(draft) }, this.clock.now());
      });
    } catch (error) {
      if (!(error instanceof PromoLapsed)) throw error;
      throw await this.unitOfWork.run((tx) => this.promos.relist(tx, error.draft));
    }
  }

  private agree(shown: AnyOrder, method: PaymentMethod, currency: Currency | undefined): Promise<(locked: AnyOrder) => AnyOrder> {
    return shown.kind === 'stars' ? this.stars.agree(shown, method) : this.plans.agree(shown, method, currency);
  }

  /** Whether the gateway shall keep what is paid with, for the renewals the buyer wants. */
  private isKept(draft: AnyOrder): boolean {
    return draft.kind === 'subscription' && draft.autoRenew && this.invoicing.canKeepMethod(draft.method);
  }

  private async already(order: AnyOrder): Promise<ConfirmedOrder> {
    if (order.state === 'cancelled' || order.state === 'expired') throw new OrderNotOpen(order.state);
    const payment = await this.unitOfWork.run((tx) => tx.payments.findByOrder(order.id));
    return { order, payment: payment && (await this.invoicing.ensureInvoice(payment)) };
  }
}
