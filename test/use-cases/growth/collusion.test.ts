import { expect } from 'chai';
import fc from 'fast-check';
import { MemoryLedgerAudit } from '#adapters/outbound/memory/persistence/queries/memory-ledger-audit.js';
import type { ReferralRule } from '#domain/growth/referral.js';
import { DomainError } from '#domain/shared/domain-error.js';
import type { TestShop } from '../../builders/shop/a-shop.js';
import { runJobs } from '../../builders/shop/run-jobs.js';
import { ton } from '../../builders/ton.js';
import { BOB, buys, buysThroughGateway, comes, isChargedBack, topsUp, VERA, withFriends } from './friends.js';

/** Everybody is of one purse: Vera sent Bob and Dora, Bob sent Carl. */
const PEOPLE = [VERA, BOB, 1003, 1004] as const;

type Deed = (shop: TestShop, userId: number, pick: number) => Promise<unknown>;

const paymentsOf = (shop: TestShop, userId: number): readonly string[] => shop.memory.committed.payments.where((payment) => payment.userId === userId && payment.credited.isPositive()).map(({ id }) => id);
const one = (ids: readonly string[], pick: number): string => ids[pick % Math.max(1, ids.length)] ?? '';

const DEEDS: Readonly<Record<string, Deed>> = {
  'tops up': (shop, userId) => topsUp(shop, userId),
  'buys from the balance': (shop, userId) => buys(shop, userId),
  'buys through a gateway': (shop, userId) => buysThroughGateway(shop, userId),
  'takes a payment back at the provider': (shop, userId, pick) => isChargedBack(shop, one(paymentsOf(shop, userId), pick)),
  'asks for a refund': async (shop, userId, pick) => {
    await shop.requestRefund.execute({ paymentId: one(paymentsOf(shop, userId), pick), destination: 'wallet-of-theirs', reason: 'asked', force: false });
    await runJobs(shop);
  },
  'is cancelled for money': async (shop, userId, pick) => {
    const own = await shop.unitOfWork.run((tx) => tx.subscriptions.ofUser(userId));
    await shop.cancelSubscription.execute({ subscriptionId: one(own.map(({ id }) => id), pick), policy: 'pro-rata' });
    await runJobs(shop);
  },
  'takes a trial': async (shop, userId) => {
    await shop.beginTrial.execute({ userId });
    await runJobs(shop);
  },
  'waits for days': async (shop, _userId, pick) => shop.clock.advance((pick % 12) * 86_400_000),
};

interface Step {
  readonly deed: string;
  readonly who: number;
  readonly pick: number;
}

const steps = fc.array(fc.record({ deed: fc.constantFrom(...Object.keys(DEEDS)), who: fc.constantFrom(...PEOPLE), pick: fc.nat(50) }), { minLength: 8, maxLength: 40, size: 'max' });

async function aGang(rule: ReferralRule): Promise<TestShop> {
  const shop = await withFriends();
  await shop.referralRules.change(rule);
  await comes(shop, 1003, BOB);
  await comes(shop, 1004, VERA);
  return shop;
}

/** What is refused changes nothing; anything else is a fault of the shop. */
async function play(shop: TestShop, script: readonly Step[]): Promise<void> {
  for (const { deed, who, pick } of script) {
    await DEEDS[deed]?.(shop, who, pick).catch((error: unknown) => {
      if (!(error instanceof DomainError) && !String(error).includes('no invoice was made')) throw error;
    });
    await judge(shop);
  }
}

/** What really is at the provider, by the person who paid it. */
function cashOf(shop: TestShop, userId: number): bigint {
  const own = new Set(shop.memory.committed.payments.where((payment) => payment.userId === userId).map(({ id }) => id));
  const there = [...shop.gateway.invoices.values()].filter(({ paymentId, state }) => own.has(paymentId ?? '') && state === 'paid');
  return there.reduce((sum, { received }) => sum + (received?.minor ?? 0n), 0n);
}

async function judge(shop: TestShop): Promise<void> {
  const { committed } = shop.memory;
  const total = (amounts: readonly bigint[]): bigint => amounts.reduce((sum, amount) => sum + amount, 0n);
  const moved = (kind: string): bigint => total(committed.transfers.where(({ transfer }) => transfer.kind === kind).map(({ transfer }) => transfer.amount.minor));
  const rewards = committed.rewards.all();
  const standing = rewards.filter(({ state }) => state === 'granted');

  const has = total(committed.balances.all().map(({ amount }) => amount)) + moved('capture') - moved('give-back');
  const paid = total(PEOPLE.map((userId) => cashOf(shop, userId)));
  const promised = total(standing.map(({ reward }) => (reward.mode === 'money' ? reward.amount.minor : 0n)));
  const owed = total(rewards.map((reward) => reward.owed?.minor ?? 0n));
  const flagged = total(committed.payments.where(({ state }) => state === 'review').map(({ credited }) => credited.minor));
  expect(has, 'they have what they paid, what stands of rewards, and what is written down as owed').to.equal(paid + promised + owed + flagged);

  for (const { referredId, orderId, reward } of standing) {
    const price = committed.orders.find(orderId)?.price.minor ?? 0n;
    expect(cashOf(shop, referredId) >= price, `the payment of ${referredId} stands behind its reward`).to.equal(true);
    expect(reward.mode !== 'money' || reward.amount.minor <= price, 'no reward is more than was paid').to.equal(true);
  }
  const days = committed.bonuses.where(({ state }) => state !== 'reversed').map(({ ref }) => ref);
  expect(days.toSorted()).to.deep.equal(standing.filter(({ reward }) => reward.mode === 'days').map(({ orderId }) => `referral:${orderId}`).toSorted());
  expect((await new MemoryLedgerAudit(shop.memory).verify()).flatMap(({ violations }) => violations)).to.deep.equal([]);
}

describe('people who refer each other', () => {
  for (const rule of [{ mode: 'days', days: 7 }, { mode: 'money', amount: ton('1') }, { mode: 'money', amount: ton('100') }] as const) {
    it(`gain nothing by any sequence of top-ups, purchases, bonuses and refunds, at ${JSON.stringify(rule)} (case 88)`, async () => {
      await fc.assert(
        fc.asyncProperty(steps, async (script) => {
          const shop = await aGang(rule);
          await play(shop, script);
          // In the end they take back whatever they paid: no reward stands.
          for (const userId of PEOPLE) for (const paymentId of paymentsOf(shop, userId)) await isChargedBack(shop, paymentId);
          await judge(shop);
          expect(shop.memory.committed.rewards.where(({ state }) => state === 'granted')).to.deep.equal([]);
        }),
        { numRuns: 120, seed: 20260704 },
      );
    }).timeout(60_000);
  }
});
