import { BALANCE, Order, type OrderProps, type Recipient } from '#domain/orders/order.js';
import { CUSTOMER_ID } from './a-customer.js';
import { nextId } from './next-id.js';
import { NOW } from './now.js';
import { ton } from './ton.js';

export function aRecipient(changes: Partial<Recipient> = {}): Recipient {
  return { username: 'durov', name: 'Pavel Durov', token: 'recipient-of-durov', ...changes };
}

/** A draft of 100 + 10 stars for somebody chosen, to be paid from the balance. */
export function anOrder(changes: Partial<OrderProps> = {}): Order {
  return new Order({
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
