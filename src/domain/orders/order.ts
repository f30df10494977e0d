import type { UserId } from '../customers/customer.js';
import { DomainError } from '../shared/domain-error.js';
import type { Money } from '../shared/money.js';
import { ORDER_STATES, type OrderState } from './order-states.js';

/** `balance`, or the id of the gateway that collects the price. */
export type PaymentMethod = string;

export const BALANCE: PaymentMethod = 'balance';

export interface OrderProps {
  readonly id: string;
  readonly userId: UserId;
  readonly price: Money;
  readonly method: PaymentMethod;
  readonly state: OrderState;
  /** Why it failed, expired or was cancelled: a text key. */
  readonly reason: string | undefined;
  readonly createdAt: Date;
}

/** The order is past the step the button belongs to; `state` says where it is. */
export class OrderNotOpen extends DomainError {
  constructor(state: OrderState) {
    super('orders.not-open', 'conflict', 'this order has moved on', { state });
  }
}

/** One purchase, whatever is bought. Immutable: each move returns the next version. */
export abstract class Order<Props extends OrderProps = OrderProps> {
  /** What is bought. */
  abstract readonly kind: string;

  constructor(protected readonly props: Props) {}

  get id(): string {
    return this.props.id;
  }
  get userId(): UserId {
    return this.props.userId;
  }
  get price(): Money {
    return this.props.price;
  }
  get method(): PaymentMethod {
    return this.props.method;
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

  moved(state: OrderState, reason?: string): this {
    return this.with({ ...this.props, state: ORDER_STATES.move(this.state, state), reason });
  }

  protected requireDraft(): void {
    if (this.state !== 'draft') throw new OrderNotOpen(this.state);
  }

  /** The same order with other properties. */
  protected abstract with(props: Props): this;
}
