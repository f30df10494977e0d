import type { StarOrder } from '#domain/orders/star-order.js';
import type { Payment } from '#domain/payments/payment.js';
import { refundHold, refundPaid } from '#domain/refunds/refund-ledger.js';
import { Refund } from '#domain/refunds/refund.js';
import type { Money } from '#domain/shared/money.js';
import { capture, hold, release, reverseTopUp, topUp } from '#domain/wallet/ledger.js';
import type { Transaction, UnitOfWork } from '#use-cases/ports/persistence/unit-of-work.js';
import { aCustomer } from '../../../builders/a-customer.js';
import { aFulfilment } from '../../../builders/a-fulfilment.js';
import { aPayment } from '../../../builders/a-payment.js';
import { anOrder } from '../../../builders/an-order.js';
import { nextId, nextUserId } from '../../../builders/next-id.js';
import { NOW } from '../../../builders/now.js';
import { ton } from '../../../builders/ton.js';
import { aLivelyVpn } from './a-lively-vpn.js';

/** A shop with one of everything: money that came at once, in parts and went back; orders delivered, failed and on their way. */
export async function aLivelyShop(unitOfWork: UnitOfWork): Promise<{ readonly buyer: number }> {
  const buyer = nextUserId();
  await unitOfWork.run(async (tx) => {
    await tx.users.save(aCustomer({ userId: buyer }), NOW);
    await paid(tx, aPayment({ userId: buyer }), [ton('10')]);
    await paid(tx, aPayment({ userId: buyer, flags: { late: false, partial: true, over: false } }), [ton('3'), ton('4')]);
    await paidAndReturned(tx, aPayment({ userId: buyer }), ton('5'));
    await tx.payments.add(aPayment({ userId: buyer }));
    await returnedUncredited(tx, aPayment({ userId: buyer }));
    await delivered(tx, buyer);
    const { id: orderId } = await failed(tx, buyer);
    await givenBack(tx, aPayment({ userId: buyer, orderId }));
    await beingGivenBack(tx, aPayment({ userId: buyer }));
    await tx.inbox.add({ source: 'heleket', eventKey: 'waiting', body: new Uint8Array(), receivedAt: NOW });
    await tx.inbox.add({ source: 'heleket', eventKey: 'done', body: new Uint8Array(), receivedAt: NOW });
    await tx.inbox.processed('heleket', 'done', NOW);
    await onItsWay(tx, buyer);
    await aLivelyVpn(tx, buyer);
  });
  return { buyer };
}

/** Credits a payment in one or several parts. */
async function paid(tx: Transaction, payment: Payment, parts: readonly Money[]): Promise<Payment> {
  await tx.payments.add(payment);
  let total = ton('0');
  for (const amount of parts) {
    total = total.plus(amount);
    await tx.ledger.post(topUp({ gateway: payment.gateway, chargeId: payment.invoice?.invoiceId ?? payment.id, userId: payment.userId, amount, total }));
  }
  const credited = payment.moved('credited', { credited: total, nextAttemptAt: undefined });
  await tx.payments.save(credited);
  return credited;
}

async function paidAndReturned(tx: Transaction, payment: Payment, amount: Money): Promise<void> {
  const credited = await paid(tx, payment, [amount]);
  await tx.ledger.post(reverseTopUp({ gateway: payment.gateway, chargeId: payment.invoice?.invoiceId ?? payment.id, userId: payment.userId, amount }));
  await tx.payments.save(credited.moved('refunded'));
}

/** The gateway gave it back while a person still looked at it. */
async function returnedUncredited(tx: Transaction, payment: Payment): Promise<void> {
  await tx.payments.add(payment);
  const looked = payment.moved('review', { reviewReason: 'refunded-before-credit' });
  await tx.payments.save(looked);
  await tx.payments.save(looked.moved('refunded', { nextAttemptAt: undefined }));
}

async function onItsWay(tx: Transaction, userId: number) {
  const order = anOrder({ userId });
  await tx.orders.add(order);
  await tx.ledger.post(hold(order.id, userId, order.price));
  await tx.orders.save(order.moved('paid'));
  await tx.fulfilments.add(aFulfilment({ orderId: order.id }));
  const fulfilling = order.moved('paid').moved('fulfilling');
  await tx.orders.save(fulfilling);
  return fulfilling;
}

async function delivered(tx: Transaction, userId: number): Promise<void> {
  const order = await onItsWay(tx, userId);
  await tx.ledger.post(capture(order.id, userId, order.price));
  await tx.orders.save(order.moved('delivered'));
  await finish(tx, order.id, ['checked', 'prepared', 'submitting', 'onchain_wait', 'paid', 'acked', 'delivered']);
  const notice = { kind: 'order-delivered', orderId: order.id, stars: 110, recipient: 'durov', price: order.price.toJSON() } as const;
  await tx.notices.add(`order:${order.id}:delivered`, userId, notice, NOW);
}

async function failed(tx: Transaction, userId: number): Promise<StarOrder> {
  const order = await onItsWay(tx, userId);
  await tx.ledger.post(release(order.id, userId, order.price));
  await tx.orders.save(order.moved('failed', 'recipient-unknown'));
  await finish(tx, order.id, ['rejected', 'refunded']);
  const notice = { kind: 'order-refunded', orderId: order.id, amount: order.price.toJSON(), balance: ton('10').toJSON(), reason: 'recipient-unknown' } as const;
  await tx.notices.add(`order:${order.id}:refunded`, userId, notice, NOW);
  return order;
}

/** A payment whose money is held for a refund. */
async function beingGivenBack(tx: Transaction, payment: Payment): Promise<Refund> {
  const { id: paymentId, userId, gateway, credited: amount } = await paid(tx, payment, [ton('6')]);
  const given = { id: nextId(), paymentId, userId, gateway, amount, loss: ton('0'), destination: 'UQ-wallet', reason: 'asked', now: NOW };
  const refund = Refund.open(given);
  await tx.refunds.add(refund);
  await tx.ledger.post(refundHold(refund));
  return refund;
}

async function givenBack(tx: Transaction, payment: Payment): Promise<void> {
  const refund = await beingGivenBack(tx, payment);
  await tx.ledger.post(refundPaid(refund));
  await tx.refunds.save(refund.done());
  await tx.payments.save((await tx.payments.get(payment.id)).moved('refunded'));
}

async function finish(tx: Transaction, orderId: string, states: readonly Parameters<ReturnType<typeof aFulfilment>['moved']>[0][]): Promise<void> {
  let work = aFulfilment({ orderId });
  for (const state of states) {
    work = work.moved(state, NOW);
    await tx.fulfilments.save(work, { keepLease: false });
  }
}
