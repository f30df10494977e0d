import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { CURRENCY_SCALE, type Currency } from '#domain/shared/currency.js';
import { Money } from '#domain/shared/money.js';
import { pricingFrom, type ShopDefaults } from '#use-cases/catalog/shop-settings.js';

const points = z.int().min(0).max(100_000);
const decimal = z.string().regex(/^\d+(\.\d+)?$/);

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
    currency: z.enum(Object.keys(CURRENCY_SCALE) as [Currency, ...Currency[]]),
    amounts: z.array(decimal),
    minimum: decimal,
    maximum: decimal,
  }),
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
    priceToleranceBasisPoints: file.priceToleranceBasisPoints,
    costToleranceBasisPoints: file.costToleranceBasisPoints,
    deliveryDeadlineMs: file.deliveryDeadlineMinutes * 60_000,
  };
}
