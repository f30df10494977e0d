import { Subscription } from '#domain/vpn/subscription.js';
import type { TimeGrant } from '#domain/vpn/time-grant.js';
import { VpnAccount } from '#domain/vpn/vpn-account.js';
import type { Transaction, UnitOfWork } from '#use-cases/ports/persistence/unit-of-work.js';
import { FREELY } from '../../../builders/a-plan.js';
import { nextId } from '../../../builders/next-id.js';
import { NOW } from '../../../builders/now.js';
import { aPersonWith } from '../kit/stock.js';

/** Stores a subscription of a new person with so many days, under a purchase of its own. */
export async function aStoredSubscription(unitOfWork: UnitOfWork, days = 30, now = NOW): Promise<{ readonly subscription: Subscription; readonly grant: TimeGrant }> {
  const userId = await aPersonWith(unitOfWork);
  const opened = Subscription.open({ id: nextId(), userId, name: 'Phone', planId: 'month', allowance: FREELY, now });
  const granted = opened.granted({ ref: `order:${nextId()}`, kind: 'purchase', days, now });
  await unitOfWork.run(async (tx) => {
    await tx.subscriptions.add(granted.subscription);
    await tx.subscriptions.addGrant(granted.grant);
  });
  return granted;
}

/** Stores its account on a panel, due at once. */
export async function aStoredAccount(unitOfWork: UnitOfWork, panelId = 'main', now = NOW): Promise<VpnAccount> {
  const { subscription } = await aStoredSubscription(unitOfWork);
  const account = VpnAccount.wanted({ subscriptionId: subscription.id, panelId, key: `s_${subscription.id.slice(-8)}`, now });
  await unitOfWork.run((tx: Transaction) => tx.vpnAccounts.add(account));
  return account;
}
