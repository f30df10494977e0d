import { BALANCE } from '#domain/orders/order.js';
import type { SubscriptionOrder } from '#domain/orders/subscription-order.js';
import { Subscription } from '#domain/vpn/subscription.js';
import { VpnAccount } from '#domain/vpn/vpn-account.js';
import { capture, hold, release } from '#domain/wallet/ledger.js';
import type { Transaction } from '#use-cases/ports/persistence/unit-of-work.js';
import { aSubscriptionOrder } from '../../../builders/an-order.js';
import { nextId } from '../../../builders/next-id.js';
import { NOW } from '../../../builders/now.js';
import { ton } from '../../../builders/ton.js';

/** Subscriptions of somebody with TON on the balance: one delivered, one given back, a trial, and one whose panel is still to be told. */
export async function aLivelyVpn(tx: Transaction, userId: number): Promise<void> {
  const kept = await begun(tx, userId);
  await tx.deliveries.settle(kept.id, 'delivered', NOW);
  await tx.ledger.post(capture(kept.id, userId, kept.price, 'revenue:vpn'));
  await tx.orders.save(kept.moved('delivered'));
  const news = { kind: 'subscription-delivered', orderId: kept.id, subscriptionId: kept.subscriptionId, name: 'VPN', deed: 'begin', price: kept.price.toJSON(), until: NOW.toISOString() } as const;
  await tx.notices.add(`order:${kept.id}:delivered`, userId, news, NOW);
  await givenBack(tx, await begun(tx, userId));
  await tried(tx, userId);
  await begun(tx, userId);
}

/** Paid, granted and owed. */
async function begun(tx: Transaction, userId: number): Promise<SubscriptionOrder> {
  const draft = aSubscriptionOrder({ userId, price: ton('1'), method: BALANCE });
  const fulfilling = draft.moved('paid').moved('fulfilling');
  await tx.orders.add(draft);
  await tx.ledger.post(hold(draft.id, userId, draft.price));
  await tx.orders.save(draft.moved('paid'));
  await tx.orders.save(fulfilling);
  const ref = `order:${draft.id}`;
  const opened = Subscription.open({ id: draft.subscriptionId, userId, name: 'VPN', planId: 'month', allowance: draft.allowance, now: NOW });
  const { subscription, grant } = opened.granted({ ref, kind: 'purchase', days: draft.days, now: NOW });
  await tx.subscriptions.add(subscription);
  await tx.subscriptions.addGrant(grant);
  await tx.vpnAccounts.add(VpnAccount.wanted({ subscriptionId: subscription.id, panelId: 'main', key: `s_${subscription.id.slice(-8)}`, now: NOW }));
  await tx.deliveries.add({ orderId: draft.id, subscriptionId: subscription.id, version: subscription.version, grantRef: ref, deadline: NOW });
  return fulfilling;
}

async function givenBack(tx: Transaction, order: SubscriptionOrder): Promise<void> {
  const grant = await tx.subscriptions.findGrant(`order:${order.id}`);
  const before = await tx.subscriptions.lock(order.subscriptionId);
  if (!grant || !before) throw new Error('nothing was begun');
  await tx.deliveries.settle(order.id, 'refunded', NOW);
  await tx.ledger.post(release(order.id, order.userId, order.price));
  await tx.orders.save(order.moved('failed', 'panel-unavailable'));
  const { subscription, grant: reversal } = before.reversed(grant, NOW);
  await tx.subscriptions.addGrant(reversal);
  await tx.subscriptions.save(subscription);
  const notice = { kind: 'order-refunded', orderId: order.id, amount: order.price.toJSON(), balance: ton('10').toJSON(), reason: 'panel-unavailable' } as const;
  await tx.notices.add(`order:${order.id}:refunded`, order.userId, notice, NOW);
}

async function tried(tx: Transaction, userId: number): Promise<void> {
  const person = nextId();
  const opened = Subscription.open({ id: nextId(), userId, name: 'VPN', planId: undefined, allowance: aSubscriptionOrder().allowance, now: NOW });
  const { subscription, grant } = opened.granted({ ref: `trial:${person}`, kind: 'trial', days: 3, now: NOW });
  await tx.subscriptions.add(subscription);
  await tx.subscriptions.addGrant(grant);
  await tx.trials.take(person, subscription.id, NOW);
}
