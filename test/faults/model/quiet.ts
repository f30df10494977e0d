import { expect } from 'chai';
import type { Payment } from '#domain/payments/payment.js';
import { faultReport } from '../report/fault-report.js';
import { ton } from '../../builders/ton.js';
import { type Model, PEOPLE } from './model.js';
import type { ShopInTrouble } from './shop-in-trouble.js';

const HOURS = 8;
/** Invariants that are asked of the world outside, beside those of the audit. */
const ASKED = 5;

/** The troubles end, hours pass, and what was left undone is done. */
export async function comeToRest(shop: ShopInTrouble): Promise<void> {
  const { world } = shop;
  await shop.start();
  Object.assign(world.stars, { onSubmit: 'pays', onAcknowledge: 'delivers', costPerStar: ton('0.015') });
  world.gateway.onRefund = 'refunded';
  for (const [paymentId, { state }] of world.gateway.invoices) {
    if (state === 'partially_paid') world.gateway.say(paymentId, { state: 'underpaid', final: true });
    if (state === 'refund_pending') world.gateway.say(paymentId, { state: 'refunded' });
    await shop.attempt(() => shop.door(0).receiveWebhook.execute({ gateway: 'heleket', request: world.gateway.webhook(paymentId) }));
  }
  for (let hour = 0; hour < HOURS; hour += 1) {
    await shop.workOff();
    await decideRefunds(shop);
    world.clock.advance(61 * 60_000);
  }
  await shop.workOff();
}

/** Where there is no sign of a refund, the operator looks at the gateway and has it sent again. */
async function decideRefunds(shop: ShopInTrouble): Promise<void> {
  for (const paymentId of shop.world.gateway.invoices.keys()) {
    const standing = await shop.books.run((tx) => tx.refunds.lockStanding(paymentId));
    if (standing?.state !== 'unknown' || refundsOf(shop, paymentId).length > 0) continue;
    await shop.attempt(() => shop.door(0).decideRefund.execute({ refundId: standing.id, decision: 'resend' }));
  }
}

/** Holds the books against what really happened outside. */
export async function requireTruth(shop: ShopInTrouble, model: Model): Promise<void> {
  const checks = await shop.audit.verify();
  faultReport.checked(checks.length + ASKED);
  expect(checks.filter(({ violations }) => violations.length > 0)).to.deep.equal([]);
  await requireOrders(shop, model);
  const owed = await creditsByPerson(shop, model);
  for (const { userId } of PEOPLE) {
    const { available, held } = await shop.books.run((tx) => tx.ledger.balance(userId, 'TON'));
    expect(held.minor, `I7 held of ${userId}`).to.equal(0n);
    expect(available.minor, `I4, I5, I8: what ${userId} paid, less what was delivered`).to.equal((owed.get(userId) ?? 0n) - (await spentBy(shop, userId)));
  }
}

/** Delivered is what was paid for outside, once and at the price that was shown; nothing is under way any more. */
async function requireOrders(shop: ShopInTrouble, model: Model): Promise<void> {
  const bought = shop.world.stars.effects.payments.map(({ orderId }) => orderId);
  expect(new Set(bought).size, 'I6, I15 no order pays twice').to.equal(bought.length);
  for (const [orderId, shown] of model.shown) {
    const order = await shop.books.run((tx) => tx.orders.find(orderId));
    if (!order) continue;
    expect(order.price.minor, 'I5 the price that was shown').to.equal(shown);
    expect(order.state, `I7 ${orderId}`).not.to.equal('paid');
    expect(order.state === 'delivered', `I6 ${orderId} is ${order.state}`).to.equal(bought.includes(orderId));
  }
}

async function spentBy(shop: ShopInTrouble, userId: number): Promise<bigint> {
  let spent = 0n;
  for (const { orderId } of shop.world.stars.effects.payments) {
    const order = await shop.books.run((tx) => tx.orders.get(orderId));
    if (order.userId === userId) spent += order.price.minor;
  }
  return spent;
}

/** What each person's payments are worth by the gateway's own word. */
async function creditsByPerson(shop: ShopInTrouble, model: Model): Promise<ReadonlyMap<number, bigint>> {
  const worth = new Map<number, bigint>();
  for (const paymentId of shop.world.gateway.invoices.keys()) {
    const payment = await shop.books.run((tx) => tx.payments.get(paymentId));
    const givenBack = refundsOf(shop, paymentId).filter(({ end }) => end !== 'refund_failed');
    expect(givenBack, `I8 ${paymentId}`).to.have.length.below(2);
    worth.set(payment.userId, (worth.get(payment.userId) ?? 0n) + worthOf(shop, model, payment));
  }
  return worth;
}

function worthOf(shop: ShopInTrouble, model: Model, payment: Payment): bigint {
  const invoice = shop.world.gateway.invoices.get(payment.id);
  const paid = model.paid.get(payment.id) ?? 0n;
  if (invoice?.state !== 'refunded') return paid;
  if (payment.state === 'refunded') return 0n;
  // It went back at the gateway while it was spent here, or before it was ever credited: a person looks.
  expect(payment.state, `${payment.id} went back`).to.equal('review');
  return payment.credited.minor;
}

function refundsOf(shop: ShopInTrouble, paymentId: string): ShopInTrouble['world']['gateway']['refunds'] {
  const { refunds, invoices } = shop.world.gateway;
  const invoiceId = invoices.get(paymentId)?.invoiceId;
  return refunds.filter(({ reference }) => reference.paymentId === paymentId || reference.invoiceId === invoiceId);
}
