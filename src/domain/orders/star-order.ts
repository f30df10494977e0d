import { DomainError } from '../shared/domain-error.js';
import type { Money } from '../shared/money.js';
import { Order, type OrderProps, type PaymentMethod } from './order.js';

/** Who gets the stars, as the provider resolved the name: `token` is its opaque identity, compared again before paying. */
export interface Recipient {
  readonly username: string;
  readonly name: string;
  readonly token: string;
}

export interface StarOrderProps extends OrderProps {
  readonly stars: number;
  readonly bonus: number;
  /** The most the shop will pay the provider for it; a dearer quote stops the delivery before any signature. */
  readonly maxCost: Money;
  readonly recipient: Recipient | undefined;
}

export class RecipientMissing extends DomainError {
  constructor() {
    super('orders.recipient-missing', 'conflict', 'nobody was chosen to receive the stars');
  }
}

/** One purchase of stars. The price is bound for good when it is drafted. */
export class StarOrder extends Order<StarOrderProps> {
  readonly kind = 'stars';

  static draft(input: Omit<StarOrderProps, 'state' | 'reason' | 'recipient'>): StarOrder {
    return new StarOrder({ ...input, recipient: undefined, state: 'draft', reason: undefined });
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
  get maxCost(): Money {
    return this.props.maxCost;
  }
  get recipient(): Recipient | undefined {
    return this.props.recipient;
  }

  /** Throws `OrderNotOpen` for anything but a draft. */
  for(recipient: Recipient): StarOrder {
    this.requireDraft();
    return new StarOrder({ ...this.props, recipient });
  }

  /** The draft with the way it is paid and what its delivery may cost now; throws `OrderNotOpen` for anything but a draft. */
  payable(method: PaymentMethod, maxCost: Money): StarOrder {
    this.requireDraft();
    return new StarOrder({ ...this.props, method, maxCost });
  }

  /** A new draft for the same recipient at another price: a button that showed the old one can never charge the new one. */
  offeredAnew(input: Pick<StarOrderProps, 'id' | 'bonus' | 'price' | 'maxCost' | 'method' | 'createdAt'>): StarOrder {
    this.requireDraft();
    return new StarOrder({ ...this.props, ...input });
  }

  requireRecipient(): Recipient {
    if (!this.recipient) throw new RecipientMissing();
    return this.recipient;
  }

  protected with(props: StarOrderProps): this {
    return new StarOrder(props) as this;
  }
}
