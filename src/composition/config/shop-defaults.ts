import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { CURRENCY_SCALE, type Currency } from '#domain/shared/currency.js';
import { checkReferralRule, type ReferralRule } from '#domain/growth/referral.js';
import { Money } from '#domain/shared/money.js';
import { type Allowance, checkPlan, type Plan } from '#domain/vpn/plan.js';
import { pricingFrom, type ShopDefaults } from '#use-cases/catalog/shop-settings.js';

const points = z.int().min(0).max(100_000);
const decimal = z.string().regex(/^\d+(\.\d+)?$/);

const currency = z.enum(Object.keys(CURRENCY_SCALE) as [Currency, ...Currency[]]);
const allowed = {
  days: z.int().min(1),
  trafficGigabytes: z.int().min(1).optional(),
  trafficPeriod: z.enum(['none', 'day', 'week', 'month']).default('none'),
  devices: z.int().min(1).optional(),
  panels: z.array(z.string()).default([]),
  spans: z.boolean().default(false),
};
const planFile = z.strictObject({ id: z.string(), titles: z.strictObject({ ru: z.string(), en: z.string() }), prices: z.partialRecord(currency, decimal), ...allowed });

const shopFile = z.strictObject({
  stars: z.strictObject({
    minimum: z.int().min(1),
    maximum: z.int().min(1),
    packages: z.array(z.strictObject({ stars: z.int().min(1), bonus: z.int().min(0), discountPercent: z.int().min(0).max(99) })),
    pricing: z.discriminatedUnion('mode', [
      z.strictObject({ mode: z.literal('quote'), marginBasisPoints: points }),
      z.strictObject({ mode: z.literal('fixed'), perStar: decimal }),
    ]),
  }),
  topUp: z.strictObject({
    currency,
    amounts: z.array(decimal),
    minimum: decimal,
    maximum: decimal,
  }),
  vpn: z.strictObject({ trial: z.strictObject(allowed), plans: z.array(planFile), deliveryDeadlineHours: z.int().min(1) }),
  referral: z.discriminatedUnion('mode', [
    z.strictObject({ mode: z.literal('off') }),
    z.strictObject({ mode: z.literal('days'), days: z.int() }),
    z.strictObject({ mode: z.literal('money'), amount: decimal, currency }),
  ]),
  priceToleranceBasisPoints: points,
  costToleranceBasisPoints: points,
  deliveryDeadlineMinutes: z.int().min(1),
});

/** The shop as it is shipped: `config/shop.json`, checked. The operator's settings in the database go before it. */
export function readShopDefaults(): ShopDefaults {
  const text = readFileSync(new URL('../../../config/shop.json', import.meta.url), 'utf8');
  const file = shopFile.parse(JSON.parse(text));
  const topUp = (amount: string): Money => Money.parse(amount, file.topUp.currency);
  return {
    catalog: {
      packages: file.stars.packages,
      minimumStars: file.stars.minimum,
      maximumStars: file.stars.maximum,
      pricing: pricingFrom(file.stars.pricing),
    },
    topUp: { amounts: file.topUp.amounts.map(topUp), minimum: topUp(file.topUp.minimum), maximum: topUp(file.topUp.maximum) },
    vpn: {
      trial: { days: file.vpn.trial.days, allowance: allowanceFrom(file.vpn.trial) },
      plans: file.vpn.plans.map(planFrom),
      deliveryDeadlineMs: file.vpn.deliveryDeadlineHours * 60 * 60_000,
    },
    referral: referralFrom(file.referral),
    priceToleranceBasisPoints: file.priceToleranceBasisPoints,
    costToleranceBasisPoints: file.costToleranceBasisPoints,
    deliveryDeadlineMs: file.deliveryDeadlineMinutes * 60_000,
  };
}

type PlanFile = z.output<typeof planFile>;

function referralFrom(file: z.output<typeof shopFile>['referral']): ReferralRule {
  return checkReferralRule(file.mode === 'money' ? { mode: 'money', amount: Money.parse(file.amount, file.currency) } : file);
}

const GIGABYTE = 1_073_741_824n;

function planFrom(file: PlanFile, position: number): Plan {
  const { id, titles, days } = file;
  const prices = Object.entries(file.prices).map(([code, amount]) => Money.parse(amount, code as Currency));
  return checkPlan({ id, titles, days, allowance: allowanceFrom(file), prices, state: 'active', position });
}

function allowanceFrom({ trafficGigabytes, trafficPeriod, devices, panels, spans }: Omit<PlanFile, 'id' | 'titles' | 'prices' | 'days'>): Allowance {
  return { traffic: trafficGigabytes === undefined ? undefined : BigInt(trafficGigabytes) * GIGABYTE, trafficPeriod, devices, panels, spans };
}
