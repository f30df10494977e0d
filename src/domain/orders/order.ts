import type { UserId } from '../customers/customer.js';
import { DomainError } from '../shared/domain-error.js';
import type { Money } from '../shared/money.js';
import { ORDER_STATES, type OrderState } from './order-states.js';

/** Who gets the stars, as the provider resolved the name: `token` is its opaque identity, compared again before paying. */
export interface Recipient {
  readonly username: string;
  readonly name: string;
  readonly token: string;
}

/** `balance`, or the id of the gateway that collects the price. */
export type PaymentMethod = string;

export const BALANCE: PaymentMethod = 'balance';

export interface OrderProps {
  readonly id: string;
  readonly userId: UserId;
  readonly stars: number;
  readonly bonus: number;
  readonly price: Money;
  /** The most the shop will pay the provider for it; a dearer quote stops the delivery before any signature. */
  readonly maxCost: Money;
  readonly method: PaymentMethod;
  readonly recipient: Recipient | undefined;
  readonly state: OrderState;
  /** Why it failed, expired or was cancelled: a text key. */
  readonly reason: string | undefined;
  readonly createdAt: Date;
}

export class RecipientMissing extends DomainError {
  constructor() {
    super('orders.recipient-missing', 'conflict', 'nobody was chosen to receive the stars');
  }
}

/** The order is past the step the button belongs to; `state` says where it is. */
export class OrderNotOpen extends DomainError {
  constructor(state: OrderState) {
    super('orders.not-open', 'conflict', 'this order has moved on', { state });
  }
}

/** One purchase of stars. Immutable: each move returns the next version. The price is bound for good when it is drafted. */
export class Order {
  constructor(private readonly props: OrderProps) {}

  static draft(input: Omit<OrderProps, 'state' | 'reason' | 'recipient'>): Order {
    return new Order({ ...input, recipient: undefined, state: 'draft', reason: undefined });
  }

  get id(): string {
    return this.props.id;
  }
  get userId(): UserId {
    return this.props.userId;
  }
  get stars(): number {
    return this.props.stars;
  }
  get bonus(): number {
    return this.props.bonus;
  }
  /** All the stars the recipient gets. */
  get delivered(): number {
    return this.props.stars + this.props.bonus;
  }
  get price(): Money {
    return this.props.price;
  }
  get maxCost(): Money {
    return this.props.maxCost;
  }
  get method(): PaymentMethod {
    return this.props.method;
  }
  get recipient(): Recipient | undefined {
    return this.props.recipient;
  }
  get state(): OrderState {
    return this.props.state;
  }
  get reason(): string | undefined {
    return this.props.reason;
  }
  get createdAt(): Date {
    return this.props.createdAt;
  }

  for(recipient: Recipient): Order {
    if (this.state !== 'draft') throw new OrderNotOpen(this.state);
    return new Order({ ...this.props, recipient });
  }

  /** The draft with the way it is paid and what its delivery may cost now; throws `OrderNotOpen` for anything but a draft. */
  payable(method: PaymentMethod, maxCost: Money): Order {
    if (this.state !== 'draft') throw new OrderNotOpen(this.state);
    return new Order({ ...this.props, method, maxCost });
  }

  /** A new draft for the same recipient at another price: a button that showed the old one can never charge the new one. */
  offeredAnew(input: Pick<OrderProps, 'id' | 'bonus' | 'price' | 'maxCost' | 'method' | 'createdAt'>): Order {
    if (this.state !== 'draft') throw new OrderNotOpen(this.state);
    return new Order({ ...this.props, ...input });
  }

  requireRecipient(): Recipient {
    if (!this.recipient) throw new RecipientMissing();
    return this.recipient;
  }

  moved(state: OrderState, reason?: string): Order {
    return new Order({ ...this.props, state: ORDER_STATES.move(this.state, state), reason });
  }
}
