import type { ShopDefaults } from '#use-cases/catalog/shop-settings.js';
import { Money } from '#domain/shared/money.js';
import { aPlan } from '../builders/a-plan.js';
import { ton } from '../builders/ton.js';

export const SHOP_DEFAULTS: ShopDefaults = {
  catalog: {
    packages: [{ stars: 100, bonus: 10, discountPercent: 5 }],
    minimumStars: 50,
    maximumStars: 10_000,
    pricing: { mode: 'quote', marginBasisPoints: 5000 },
  },
  topUp: { amounts: [ton('10')], minimum: ton('10'), maximum: ton('10000') },
  vpn: {
    trial: { days: 3, allowance: { traffic: 10n << 30n, trafficPeriod: 'none', devices: 1, panels: [], spans: false } },
    plans: [aPlan(), aPlan({ id: 'year', titles: { ru: 'Год', en: 'A year' }, days: 365, prices: [ton('20'), Money.parse('2990', 'RUB'), Money.of(2500n, 'XTR')], position: 2 })],
    deliveryDeadlineMs: 24 * 60 * 60_000,
  },
  referral: { mode: 'days', days: 7 },
  priceToleranceBasisPoints: 100,
  costToleranceBasisPoints: 500,
  deliveryDeadlineMs: 60 * 60_000,
};
