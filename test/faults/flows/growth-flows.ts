import { STARS_GATEWAY } from '#domain/payments/star-charge.js';
import { Money } from '#domain/shared/money.js';
import { ReferralRules } from '#use-cases/growth/referral-rules.js';
import { aPromo } from '../../builders/shop/a-promo.js';
import { ton } from '../../builders/ton.js';
import { SHOP_DEFAULTS } from '../../support/shop-defaults.js';
import { VERA } from '../../use-cases/checkout/a-buyer.js';
import type { Flow, Step } from './flow.js';
import { confirmVia, draftPlan, expire, pay, stocked, takenBack, tryIt, webhook, welcome } from './steps.js';

/** Sends the buyer. */
export const REFERRER = 1002;
export const PROMO = 'SPRING';

const REWARD = '1';
/** A month costs 2 TON, or 250 stars; with the code fifteen percent less. */
const REDUCED = '1.7';
const MONTH_IN_STARS = Money.of(250n, 'XTR');

const referrerComes: Step = async ({ shop }) => {
  await shop.welcomeCustomer.execute({ profile: { userId: REFERRER, username: 'bob', firstName: 'Боб', languageCode: 'ru' } });
};

const buyerIsSent: Step = async ({ shop }) => {
  await shop.welcomeCustomer.execute({ profile: { userId: VERA, username: 'vera', firstName: 'Вера', languageCode: 'ru' }, referredBy: REFERRER });
};

const rewardIsMoney: Step = ({ books }) => new ReferralRules(books, SHOP_DEFAULTS.referral).change({ mode: 'money', amount: ton(REWARD) });

/** Good for one purchase of anybody. */
const codeIsOut: Step = async ({ books }) => {
  await books.run((tx) => tx.promos.add(aPromo({ code: PROMO, total: 1 })));
};

const applyCode: Step = async ({ shop }, memory) => {
  await shop.applyPromo.execute({ userId: VERA, orderId: memory['order'] ?? '', code: PROMO });
};

const askWhetherToPay: Step = async ({ shop }, memory) => {
  const question = { queryId: 'asked-once', payer: VERA, payload: memory['payment'] ?? '', currency: MONTH_IN_STARS.currency, total: MONTH_IN_STARS.minor };
  const verdict = await shop.approveCheckout.execute(question);
  if (!verdict.approved) throw new Error(`a payer who may pay was refused: ${verdict.reason}`);
};

const payInStars: Step = async ({ outside }, memory) => outside.script?.payInStars(memory['payment'] ?? '', MONTH_IN_STARS);

/** Telegram repeats it until it is acknowledged, and once more in this world. */
const hearOfCharge: Step = async ({ shop, clock }, memory) => {
  await shop.recordStarCharge.execute({ id: 'stx-1', payload: memory['payment'] ?? '', payer: VERA, amount: MONTH_IN_STARS, at: clock.now() });
};

const sent: readonly Step[] = [referrerComes, buyerIsSent, stocked];
const earned: readonly Step[] = [...sent, rewardIsMoney, draftPlan('month'), confirmVia('heleket'), pay('2'), webhook];
const reduced: readonly Step[] = [stocked, codeIsOut, draftPlan('month'), applyCode];

/** What brings people and what they save. */
export const GROWTH_FLOWS: readonly Flow[] = [
  {
    name: 'a reward of days for a friend',
    steps: [...sent, tryIt(REFERRER), draftPlan('month'), confirmVia('heleket'), pay('2'), webhook],
    balanceAfter: '0',
    orderEnds: 'delivered',
    deliveries: 0,
    accounts: 2,
    days: 30 + 3 + 7,
    rewards: 1,
  },
  {
    name: 'a reward of money for a friend',
    steps: earned,
    balanceAfter: '0',
    orderEnds: 'delivered',
    deliveries: 0,
    accounts: 1,
    days: 30,
    rewards: 1,
    referrerHas: REWARD,
  },
  { name: 'a reward whose payment goes back', steps: [...earned, takenBack, webhook], balanceAfter: '0', orderEnds: 'delivered', deliveries: 0, accounts: 1, days: 30 },
  {
    name: 'a purchase with a promo code',
    steps: [welcome, ...reduced, confirmVia('heleket'), pay(REDUCED), webhook],
    balanceAfter: '0',
    orderEnds: 'delivered',
    deliveries: 0,
    accounts: 1,
    days: 30,
    promoUses: 1,
  },
  { name: 'a promo code of an order that nobody pays', steps: [welcome, ...reduced, confirmVia('heleket'), expire, webhook], balanceAfter: '0', orderEnds: 'expired', deliveries: 0, promoUses: 0 },
  {
    name: 'a subscription for Telegram Stars',
    steps: [welcome, stocked, draftPlan('month'), confirmVia(STARS_GATEWAY), askWhetherToPay, payInStars, hearOfCharge, hearOfCharge],
    balanceAfter: '0',
    orderEnds: 'delivered',
    deliveries: 0,
    accounts: 1,
    days: 30,
    scripted: true,
  },
];
