import { MemoryPaymentGateway } from '#adapters/outbound/memory/providers/memory-payment-gateway.js';
import { Money } from '#domain/shared/money.js';
import type { Subscription } from '#domain/vpn/subscription.js';
import { topUp } from '#domain/wallet/ledger.js';
import type { Notice } from '#use-cases/ports/providers/notifier.js';
import { aCustomer } from '../../builders/a-customer.js';
import { nextId } from '../../builders/next-id.js';
import { aShop, aWorld, type TestShop, type World } from '../../builders/shop/a-shop.js';
import { runJob, runJobs } from '../../builders/shop/run-jobs.js';
import { SECRETS, stockVpn } from '../../builders/shop/vpn-desk.js';
import { ton } from '../../builders/ton.js';

export const ANNA = 1001;
export const DAY_MS = 86_400_000;

/** A shop that sells plans, and Anna with money on her balance. */
export async function aVpnShop(balance = '100', world: World = aWorld()): Promise<TestShop> {
  const shop = aShop({ world });
  await stockVpn(shop.unitOfWork);
  await aPerson(shop, ANNA, balance);
  return shop;
}

/** One whose gateway collects roubles and keeps cards. */
export function aVpnShopWithCards(): Promise<TestShop> {
  const capabilities = { refund: true, underpay: false, overpay: false, savedMethod: true };
  return aVpnShop('0', { ...aWorld(), gateway: new MemoryPaymentGateway({ id: 'yookassa', currencies: ['RUB'], capabilities }) });
}

export async function aPerson(shop: TestShop, userId: number, balance: string): Promise<void> {
  const amount = ton(balance);
  await shop.unitOfWork.run(async (tx) => {
    await tx.users.save(aCustomer({ userId }), shop.clock.now());
    if (amount.isPositive()) await tx.ledger.post(topUp({ gateway: 'heleket', chargeId: nextId(), userId, amount, total: amount }));
  });
}

/** Buys a plan from the balance and lets the panel be told. */
export async function bought(shop: TestShop, planId = 'month', subscriptionId?: string): Promise<string> {
  const order = await shop.draftSubscription.execute({ userId: ANNA, planId, subscriptionId });
  await shop.confirmOrder.execute({ userId: ANNA, orderId: order.id });
  await runJobs(shop);
  return order.id;
}

export async function onlySubscription(shop: TestShop, userId = ANNA): Promise<Subscription> {
  const own = await shop.unitOfWork.run((tx) => tx.subscriptions.ofUser(userId));
  const [first, ...others] = own;
  if (!first || others.length > 0) throw new Error(`${own.length} subscriptions`);
  return first;
}

/** What the panel holds for a subscription. */
export function atPanel(shop: TestShop, subscriptionId: string) {
  return shop.panel.accounts.get(SECRETS.keyOf(subscriptionId))?.spec;
}

export const wallet = async (shop: TestShop, userId = ANNA, zero = Money.zero('TON')): Promise<string> => {
  const { available, held } = await shop.unitOfWork.run((tx) => tx.ledger.balance(userId, zero.currency));
  return `${available.toDecimal()} + ${held.toDecimal()}`;
};

export const stateOf = (shop: TestShop, orderId: string) => shop.unitOfWork.run(async (tx) => (await tx.orders.get(orderId)).state);

/** The news of a subscription that a person was told, in their order. */
export function newsTold(shop: TestShop, userId = ANNA): readonly string[] {
  return shop.notifier.toldTo(userId).map((notice: Notice) => (notice.kind === 'subscription-news' ? notice.news : notice.kind));
}

/** Lets days pass with a sweep every hour. */
export async function letDaysPass(shop: TestShop, days: number): Promise<void> {
  for (let hour = 0; hour < days * 24; hour += 1) {
    shop.clock.advance(3_600_000);
    await shop.sweepDueWork.execute();
    await workOff(shop);
  }
}

/** Does all jobs as a worker does: what fails is found again by the next sweep. */
async function workOff(shop: TestShop): Promise<void> {
  for (let jobs = shop.memory.takeJobs(); jobs.length > 0; jobs = shop.memory.takeJobs()) {
    for (const job of jobs) await runJob(shop, job).catch(() => undefined);
  }
}
