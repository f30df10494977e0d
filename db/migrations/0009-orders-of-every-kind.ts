import type { Migration } from './migration.js';

/** An order is for stars, as all were, or for a subscription, whose terms are kept as they were offered. */
export const ordersOfEveryKind: Migration = {
  name: '0009-orders-of-every-kind',
  statements: [
    `ALTER TABLE orders
      ADD COLUMN kind text NOT NULL DEFAULT 'stars' CHECK (kind IN ('stars', 'subscription')),
      ADD COLUMN subscription jsonb,
      ALTER COLUMN stars DROP NOT NULL,
      ALTER COLUMN bonus DROP NOT NULL,
      ALTER COLUMN max_cost DROP NOT NULL,
      ALTER COLUMN max_cost_currency DROP NOT NULL,
      DROP CONSTRAINT orders_check,
      ADD CONSTRAINT orders_of_stars CHECK (kind <> 'stars' OR (stars IS NOT NULL AND bonus IS NOT NULL AND max_cost IS NOT NULL AND max_cost_currency IS NOT NULL)),
      ADD CONSTRAINT orders_of_subscriptions CHECK ((kind = 'subscription') = (subscription IS NOT NULL)),
      ADD CONSTRAINT orders_recipient CHECK (kind <> 'stars' OR recipient IS NOT NULL OR state IN ('draft', 'cancelled', 'expired'))`,
  ],
};
