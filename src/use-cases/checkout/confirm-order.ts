import type { UserId } from '#domain/customers/customer.js';
import { starOrder } from '#domain/orders/any-order.js';
import { BALANCE, OrderNotOpen, type PaymentMethod } from '#domain/orders/order.js';
import type { StarOrder } from '#domain/orders/star-order.js';
import { Payment } from '#domain/payments/payment.js';
import { DomainError } from '#domain/shared/domain-error.js';
import { StarFulfilment } from '#domain/stars/star-fulfilment.js';
import { hold, InsufficientFunds } from '#domain/wallet/ledger.js';
import type { ShopSettings } from '../catalog/shop-settings.js';
import type { PricedOffer, StarPrices } from '../catalog/star-prices.js';
import type { Invoicing } from '../payments/invoicing.js';
import type { Transaction, UnitOfWork } from '../ports/persistence/unit-of-work.js';
import type { Clock } from '../ports/runtime/clock.js';
import type { Ids } from '../ports/runtime/ids.js';
import type { StarSupply } from '../stars/star-supply.js';
import { requireOwn } from './own-order.js';

/** The price rose since it was shown: `orderId` is a new draft at the new one, confirming that accepts it. Nothing was charged. */
export class PriceMoved extends DomainError {
  constructor(order: StarOrder, shown: string) {
    super('checkout.price-moved', 'conflict', 'the price has changed', {
      orderId: order.id,
      shown,
      price: order.price.toDecimal(),
      currency: order.price.currency,
    });
  }
}

export interface ConfirmOrderCommand {
  readonly userId: UserId;
  readonly orderId: string;
  /** Pays another way than the draft says. */
  readonly method?: PaymentMethod | undefined;
}

export interface ConfirmedOrder {
  readonly order: StarOrder;
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
    private readonly settings: ShopSettings,
    private readonly prices: StarPrices,
    private readonly supply: StarSupply,
    private readonly invoicing: Invoicing,
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  /** Throws `PriceMoved`, `InsufficientFunds`, `SupplyUnavailable`, `RecipientMissing`, `OrderNotOpen`, `UnknownGateway`, `ProviderError`. */
  async execute(command: ConfirmOrderCommand): Promise<ConfirmedOrder> {
    const shown = await this.unitOfWork.run(async (tx) => starOrder(requireOwn(await tx.orders.find(command.orderId), command.userId)));
    if (shown.state !== 'draft') return this.already(shown);
    shown.requireRecipient();
    const method = command.method ?? shown.method;
    if (method !== BALANCE) this.invoicing.requireGateway(method, shown.price.currency);
    const current = await this.prices.offer(shown.stars);
    await this.supply.require(current.maxCost);
    await this.askAgainIfDearer(shown.payable(method, current.maxCost), current);
    const confirmed = await this.unitOfWork.run(async (tx) => {
      const order = starOrder(requireOwn(await tx.orders.lock(command.orderId), command.userId));
      if (order.state !== 'draft') return { order, payment: await tx.payments.findByOrder(order.id) };
      const draft = order.payable(method, current.maxCost);
      return method === BALANCE ? this.payFromBalance(tx, draft) : this.awaitPayment(tx, draft, method);
    });
    if (!confirmed.payment) return confirmed;
    return { order: confirmed.order, payment: await this.invoicing.ensureInvoice(confirmed.payment) };
  }

  private async already(order: StarOrder): Promise<ConfirmedOrder> {
    if (order.state === 'cancelled' || order.state === 'expired') throw new OrderNotOpen(order.state);
    const payment = await this.unitOfWork.run((tx) => tx.payments.findByOrder(order.id));
    return { order, payment: payment && (await this.invoicing.ensureInvoice(payment)) };
  }

  private async askAgainIfDearer(shown: StarOrder, current: PricedOffer): Promise<void> {
    const bearable = shown.price.plusBasisPoints(this.settings.defaults.priceToleranceBasisPoints, 'down');
    if (current.offer.price.compare(bearable) <= 0) return;
    const { bonus, price } = current.offer;
    const anew = shown.offeredAnew({ id: this.ids.next(), bonus, price, maxCost: current.maxCost, method: shown.method, createdAt: this.clock.now() });
    await this.unitOfWork.run((tx) => tx.orders.add(anew));
    throw new PriceMoved(anew, shown.price.toDecimal());
  }

  private async payFromBalance(tx: Transaction, draft: StarOrder): Promise<ConfirmedOrder> {
    const now = this.clock.now();
    const { available } = await tx.ledger.balance(draft.userId, draft.price.currency);
    if (available.compare(draft.price) < 0) throw new InsufficientFunds(shortage(draft, available.toDecimal()));
    await tx.ledger.post(hold(draft.id, draft.userId, draft.price));
    const order = draft.moved('paid');
    await tx.orders.save(order);
    await tx.fulfilments.add(StarFulfilment.queue(order.id, now));
    await this.writeStatement(tx, order, 'processing', now);
    await tx.jobs.enqueue({ name: 'fulfil-order', orderId: order.id });
    return { order, payment: undefined };
  }

  private async awaitPayment(tx: Transaction, draft: StarOrder, gateway: string): Promise<ConfirmedOrder> {
    const now = this.clock.now();
    const order = draft.moved('awaiting_payment');
    const payment = Payment.open({ id: this.ids.next(), userId: order.userId, orderId: order.id, gateway, amount: order.price, now });
    await tx.orders.save(order);
    await tx.payments.add(payment);
    await this.writeStatement(tx, order, 'pending', now);
    return { order, payment };
  }

  private writeStatement(tx: Transaction, order: StarOrder, status: 'processing' | 'pending', now: Date): Promise<void> {
    return tx.statement.add({
      id: order.id,
      userId: order.userId,
      type: 'purchase',
      status,
      amount: order.price,
      description: 'stars',
      externalId: `order:${order.id}`,
      metadata: { orderId: order.id, stars: order.stars, bonus: order.bonus, recipient: order.recipient?.username ?? '', method: order.method },
      createdAt: now,
    });
  }
}

function shortage(order: StarOrder, available: string): { needed: string; currency: string; available: string } {
  return { needed: order.price.toDecimal(), currency: order.price.currency, available };
}
