import { BALANCE } from '#domain/orders/order.js';
import { type Recipient, StarOrder, type StarOrderProps } from '#domain/orders/star-order.js';
import { SubscriptionOrder, type SubscriptionOrderProps } from '#domain/orders/subscription-order.js';
import { Money } from '#domain/shared/money.js';
import { CUSTOMER_ID } from './a-customer.js';
import { nextId } from './next-id.js';
import { NOW } from './now.js';
import { ton } from './ton.js';

export function aRecipient(changes: Partial<Recipient> = {}): Recipient {
  return { username: 'durov', name: 'Pavel Durov', token: 'recipient-of-durov', ...changes };
}

/** A draft of a month of VPN, offered in three currencies. */
export function aSubscriptionOrder(changes: Partial<SubscriptionOrderProps> = {}): SubscriptionOrder {
  const offers = [ton('2'), Money.parse('299', 'RUB'), Money.of(250n, 'XTR')];
  return new SubscriptionOrder({
    id: nextId(),
    userId: CUSTOMER_ID,
    deed: 'begin',
    planId: 'month',
    subscriptionId: nextId(),
    days: 30,
    allowance: { traffic: undefined, trafficPeriod: 'none', devices: undefined, panels: [], spans: false },
    autoRenew: false,
    offers,
    price: ton('2'),
    method: BALANCE,
    state: 'draft',
    reason: undefined,
    createdAt: NOW,
    ...changes,
  });
}

/** A draft of 100 + 10 stars for somebody chosen, to be paid from the balance. */
export function anOrder(changes: Partial<StarOrderProps> = {}): StarOrder {
  return new StarOrder({
    id: nextId(),
    userId: CUSTOMER_ID,
    stars: 100,
    bonus: 10,
    price: ton('2'),
    maxCost: ton('1.9'),
    method: BALANCE,
    recipient: aRecipient(),
    state: 'draft',
    reason: undefined,
    createdAt: NOW,
    ...changes,
  });
}
