import { BALANCE } from '#domain/orders/order.js';
import type { SubscriptionOrder } from '#domain/orders/subscription-order.js';
import type { Subscription } from '#domain/vpn/subscription.js';
import type { Notice } from '#use-cases/ports/providers/notifier.js';
import { runJobs } from '../../builders/shop/run-jobs.js';
import { aShop, type ShopParts, type TestShop } from '../../builders/shop/a-shop.js';
import { stockVpn } from '../../builders/shop/vpn-desk.js';
import { ton } from '../../builders/ton.js';

/** Vera has sent Bob. */
export const VERA = 1001;
export const BOB = 1002;

export const DAY = 86_400;

/** A shop that sells VPN, and Bob in it, who came by Vera's link. */
export async function withFriends(parts: ShopParts = {}): Promise<TestShop> {
  const shop = aShop(parts);
  await stockVpn(shop.unitOfWork);
  await comes(shop, VERA);
  await comes(shop, BOB, VERA);
  return shop;
}

export async function comes(shop: TestShop, userId: number, referredBy?: number): Promise<void> {
  await shop.welcomeCustomer.execute({ profile: { userId, firstName: `Person ${userId}`, languageCode: 'en' }, referredBy });
}

/** Money that a gateway brought to the balance; answers the payment's id. */
export async function topsUp(shop: TestShop, userId: number, amount = '10'): Promise<string> {
  const { id } = await shop.startTopUp.execute({ userId, gateway: 'heleket', amount });
  shop.gateway.pay(id, ton(amount));
  await shop.settlePayment.execute({ paymentId: id });
  await runJobs(shop);
  return id;
}

/** A month of VPN, up to the confirmation. */
export async function orders(shop: TestShop, userId: number, method = BALANCE, subscriptionId?: string): Promise<{ readonly order: SubscriptionOrder; readonly paymentId: string }> {
  const order = await shop.draftSubscription.execute({ userId, planId: 'month', subscriptionId });
  const { payment } = await shop.confirmOrder.execute({ userId, orderId: order.id, method });
  return { order, paymentId: payment?.id ?? '' };
}

/** The same, delivered. */
export async function buys(shop: TestShop, userId: number, subscriptionId?: string): Promise<SubscriptionOrder> {
  const { order } = await orders(shop, userId, BALANCE, subscriptionId);
  await runJobs(shop);
  return order;
}

/** Paid through the gateway right away, and delivered. */
export async function buysThroughGateway(shop: TestShop, userId: number): Promise<{ readonly order: SubscriptionOrder; readonly paymentId: string }> {
  const bought = await orders(shop, userId, 'heleket');
  shop.gateway.pay(bought.paymentId, ton('2'));
  await shop.settlePayment.execute({ paymentId: bought.paymentId });
  await runJobs(shop);
  return bought;
}

/** The provider has sent the money back to its payer. */
export async function isChargedBack(shop: TestShop, paymentId: string): Promise<void> {
  shop.gateway.say(paymentId, { state: 'refunded' });
  await shop.settlePayment.execute({ paymentId });
  await runJobs(shop);
}

export async function newestOf(shop: TestShop, userId: number): Promise<Subscription> {
  const [subscription] = await shop.unitOfWork.run((tx) => tx.subscriptions.ofUser(userId));
  if (!subscription) throw new Error(`${userId} has no subscription`);
  return subscription;
}

export async function daysLeft(shop: TestShop, userId: number): Promise<number> {
  return (await newestOf(shop, userId)).remainingSeconds(shop.clock.now()) / DAY;
}

export async function availableOf(shop: TestShop, userId: number): Promise<string> {
  return (await shop.unitOfWork.run((tx) => tx.ledger.balance(userId, 'TON'))).available.toDecimal();
}

export async function toldTo<Kind extends Notice['kind']>(shop: TestShop, userId: number, kind: Kind): Promise<readonly Extract<Notice, { kind: Kind }>[]> {
  await shop.deliverNotices.execute();
  return shop.notifier.toldTo(userId).filter((notice): notice is Extract<Notice, { kind: Kind }> => notice.kind === kind);
}
