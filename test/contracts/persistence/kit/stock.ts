import type { StarOrder, StarOrderProps } from '#domain/orders/star-order.js';
import type { Money } from '#domain/shared/money.js';
import type { StarFulfilment, StarFulfilmentProps } from '#domain/stars/star-fulfilment.js';
import { hold, topUp } from '#domain/wallet/ledger.js';
import type { UnitOfWork } from '#use-cases/ports/persistence/unit-of-work.js';
import { aCustomer } from '../../../builders/a-customer.js';
import { aFulfilment } from '../../../builders/a-fulfilment.js';
import { anOrder } from '../../../builders/an-order.js';
import { nextId, nextUserId } from '../../../builders/next-id.js';
import { NOW } from '../../../builders/now.js';
import { ton } from '../../../builders/ton.js';

/** Registers a person and puts `money` on their balance. */
export async function aPersonWith(unitOfWork: UnitOfWork, money: Money = ton('0')): Promise<number> {
  const userId = nextUserId();
  await unitOfWork.run(async (tx) => {
    await tx.users.save(aCustomer({ userId }), NOW);
    if (money.isPositive()) await tx.ledger.post(topUp({ gateway: 'heleket', chargeId: nextId(), userId, amount: money, total: money }));
  });
  return userId;
}

/** Stores a draft of a new person. */
export async function aStoredOrder(unitOfWork: UnitOfWork, changes: Partial<StarOrderProps> = {}): Promise<StarOrder> {
  const order = anOrder({ userId: changes.userId ?? (await aPersonWith(unitOfWork)), ...changes });
  await unitOfWork.run((tx) => tx.orders.add(order));
  return order;
}

/** Stores an order whose price is held, being fulfilled, and its queued delivery. */
export async function aStoredFulfilment(unitOfWork: UnitOfWork, changes: Partial<StarFulfilmentProps> = {}): Promise<StarFulfilment> {
  const userId = await aPersonWith(unitOfWork, ton('2'));
  const order = anOrder({ userId });
  const fulfilment = aFulfilment({ ...changes, orderId: order.id });
  await unitOfWork.run(async (tx) => {
    await tx.orders.add(order);
    await tx.ledger.post(hold(order.id, userId, order.price));
    await tx.orders.save(order.moved('paid'));
    await tx.orders.save(order.moved('paid').moved('fulfilling'));
    await tx.fulfilments.add(fulfilment);
  });
  return fulfilment;
}
