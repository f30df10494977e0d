import type { Money } from '../shared/money.js';
import type { Currency } from '../shared/currency.js';
import { DomainError } from '../shared/domain-error.js';
import type { Allowance } from '../vpn/plan.js';
import { Order, type OrderProps, type PaymentMethod } from './order.js';

/** `begin` makes a subscription, `extend` adds time to one, `renew` is an extension nobody asked for each time. */
export type SubscriptionDeed = 'begin' | 'extend' | 'renew';

export interface SubscriptionOrderProps extends OrderProps {
  readonly deed: SubscriptionDeed;
  readonly planId: string;
  /** Known before it exists, so that a subscription is begun once however often its order is. */
  readonly subscriptionId: string;
  /** What the price buys. */
  readonly days: number;
  /** What the plan allowed when it was offered. */
  readonly allowance: Allowance;
  /** Whether the buyer wants it to go on by itself when its time is over. */
  readonly autoRenew: boolean;
  /** The plan's price in each currency when it was drafted; `price` is the one that is paid. */
  readonly offers: readonly Money[];
  /** The promo code that `offers` are with. */
  readonly promo?: string | undefined;
}

/** The plan had no price in this currency when it was offered. */
export class NotOfferedIn extends DomainError {
  constructor(currency: Currency) {
    super('orders.not-offered-in', 'conflict', 'there is no price in this currency', { currency });
  }
}

/** One purchase of time on a VPN. Its prices are bound for good when it is drafted. */
export class SubscriptionOrder extends Order<SubscriptionOrderProps> {
  readonly kind = 'subscription';

  static draft(input: Omit<SubscriptionOrderProps, 'state' | 'reason'>): SubscriptionOrder {
    return new SubscriptionOrder({ ...input, state: 'draft', reason: undefined });
  }

  get deed(): SubscriptionDeed {
    return this.props.deed;
  }
  get planId(): string {
    return this.props.planId;
  }
  get subscriptionId(): string {
    return this.props.subscriptionId;
  }
  get days(): number {
    return this.props.days;
  }
  get allowance(): Allowance {
    return this.props.allowance;
  }
  get autoRenew(): boolean {
    return this.props.autoRenew;
  }
  get offers(): readonly Money[] {
    return this.props.offers;
  }
  get promo(): string | undefined {
    return this.props.promo;
  }

  /** The draft as it will be paid; throws `OrderNotOpen` for anything but a draft, `NotOfferedIn` for a currency without a price. */
  payable(method: PaymentMethod, currency: Currency): SubscriptionOrder {
    this.requireDraft();
    const price = this.offers.find((offer) => offer.currency === currency);
    if (!price) throw new NotOfferedIn(currency);
    return new SubscriptionOrder({ ...this.props, method, price });
  }

  /** Whether it shall go on by itself; throws `OrderNotOpen` for anything but a draft. */
  renewing(autoRenew: boolean): SubscriptionOrder {
    this.requireDraft();
    return new SubscriptionOrder({ ...this.props, autoRenew });
  }

  /** With a promo code, or without one, at the prices that makes; throws `OrderNotOpen` for anything but a draft, `NotOfferedIn`. */
  offeredWith(promo: string | undefined, offers: readonly Money[]): SubscriptionOrder {
    return new SubscriptionOrder({ ...this.props, promo, offers }).payable(this.method, this.price.currency);
  }

  /** A new draft at the present price: a button that showed the old one can never charge the new one. */
  offeredAnew(input: Pick<SubscriptionOrderProps, 'id' | 'offers' | 'price' | 'createdAt'>): SubscriptionOrder {
    this.requireDraft();
    return new SubscriptionOrder({ ...this.props, ...input });
  }

  protected with(props: SubscriptionOrderProps): this {
    return new SubscriptionOrder(props) as this;
  }
}
