import { subscriptionOrder } from '#domain/orders/any-order.js';
import type { Currency } from '#domain/shared/currency.js';
import { Money } from '#domain/shared/money.js';
import { SubscriptionNotFound, type Subscription } from '#domain/vpn/subscription.js';
import { reversalOf, type TimeGrant } from '#domain/vpn/time-grant.js';
import { giveBack } from '#domain/wallet/ledger.js';
import type { ReferralBook } from '../../growth/referral-book.js';
import type { Transaction, UnitOfWork } from '../../ports/persistence/unit-of-work.js';
import type { Clock } from '../../ports/runtime/clock.js';
import type { Ids } from '../../ports/runtime/ids.js';
import type { SubscriptionBook } from '../subscription-book.js';
import type { SubscriptionDeliveries } from '../subscription-deliveries.js';
import { tellNews } from '../subscription-news.js';

/** What becomes of the money for time that is not used up: nothing of it, or its share, goes to the owner's balance. */
export type CancellationPolicy = 'keep' | 'pro-rata';

/** What is left of an order. */
interface Unused {
  readonly orderId: string;
  readonly worth: Money;
}

const ORDER_REF = /^order:([0-9a-f-]{36})$/;

/** Ends a subscription for good, at an operator's word. Repeatable: what is closed stays closed and is paid back once. */
export class CancelSubscription {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly book: SubscriptionBook,
    private readonly deliveries: SubscriptionDeliveries,
    private readonly referrals: ReferralBook,
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  /** Answers what went back, one amount a currency. Throws `SubscriptionNotFound`. */
  async execute(command: { readonly subscriptionId: string; readonly policy: CancellationPolicy }): Promise<readonly Money[]> {
    const now = this.clock.now();
    return this.unitOfWork.run(async (tx) => {
      const subscription = await tx.subscriptions.lock(command.subscriptionId);
      if (!subscription) throw new SubscriptionNotFound();
      if (subscription.state === 'closed') return [];
      // What was never delivered goes back whole, whatever the policy says.
      for (const { orderId } of await tx.deliveries.owedFor(subscription.id)) await this.deliveries.giveBack(tx, orderId, 'subscription-closed', now);
      const rest = await this.book.lock(tx, subscription.id);
      const unused = command.policy === 'pro-rata' ? await this.unused(tx, rest, now) : [];
      const back = sumsOf(unused.map(({ worth }) => worth));
      for (const amount of back) await this.pay(tx, rest, amount, now);
      for (const { orderId } of unused) await this.referrals.orderReturned(tx, orderId, now);
      if (rest.state === 'closed') return back;
      await tellNews(tx, await this.book.close(tx, rest, now), 'closed', rest.version, now);
      return back;
    });
  }

  /** The share of each delivered order whose time is not over: time is used in the order in which it was bought. */
  private async unused(tx: Transaction, subscription: Subscription, now: Date): Promise<readonly Unused[]> {
    const unused: Unused[] = [];
    let left = subscription.remainingSeconds(now);
    for (const grant of withoutTakenBack(await tx.subscriptions.grantsOf(subscription.id))) {
      const share = Math.min(left, Math.max(0, grant.seconds));
      left -= share;
      const part = share > 0 ? await this.worth(tx, grant, share) : undefined;
      if (part?.worth.isPositive()) unused.push(part);
    }
    return unused;
  }

  private async worth(tx: Transaction, grant: TimeGrant, seconds: number): Promise<Unused | undefined> {
    const orderId = ORDER_REF.exec(grant.ref)?.[1];
    if (orderId === undefined || grant.kind !== 'purchase') return undefined;
    const order = subscriptionOrder(await tx.orders.get(orderId));
    return order.state === 'delivered' ? { orderId, worth: order.price.portion(BigInt(seconds), BigInt(grant.seconds), 'down') } : undefined;
  }

  private async pay(tx: Transaction, { id, userId }: Subscription, amount: Money, now: Date): Promise<void> {
    await tx.ledger.post(giveBack(id, userId, amount));
    await tx.statement.add({
      id: this.ids.next(),
      userId,
      type: 'refund',
      status: 'completed',
      amount,
      description: 'subscription-refund',
      externalId: `cancel:${id}:${amount.currency}`,
      metadata: { subscriptionId: id },
      createdAt: now,
    });
  }
}

/** Time that was given and taken back again was never anybody's. */
function withoutTakenBack(grants: readonly TimeGrant[]): readonly TimeGrant[] {
  const takenBack = new Set(grants.map(({ ref }) => ref));
  return grants.filter(({ ref }) => !takenBack.has(reversalOf(ref)));
}

/** One amount a currency. */
function sumsOf(amounts: readonly Money[]): readonly Money[] {
  const sums = new Map<Currency, Money>();
  for (const amount of amounts) sums.set(amount.currency, amount.plus(sums.get(amount.currency) ?? Money.zero(amount.currency)));
  return [...sums.values()];
}
