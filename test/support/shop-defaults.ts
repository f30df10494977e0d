import type { ShopDefaults } from '#use-cases/catalog/shop-settings.js';
import { ton } from '../builders/ton.js';

export const SHOP_DEFAULTS: ShopDefaults = {
  catalog: {
    packages: [{ stars: 100, bonus: 10, discountPercent: 5 }],
    minimumStars: 50,
    maximumStars: 10_000,
    pricing: { mode: 'quote', marginBasisPoints: 5000 },
  },
  topUp: { amounts: [ton('10')], minimum: ton('10'), maximum: ton('10000') },
  priceToleranceBasisPoints: 100,
  costToleranceBasisPoints: 500,
  deliveryDeadlineMs: 60 * 60_000,
};
