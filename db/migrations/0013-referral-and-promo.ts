import type { Migration } from './migration.js';

/** Days that were given, what referred people brought their referrers, and promo codes with their uses. */
export const referralAndPromo: Migration = {
  name: '0013-referral-and-promo',
  statements: [
    `CREATE INDEX users_referred ON users (referred_by) WHERE referred_by IS NOT NULL`,
    `CREATE INDEX payments_doubtful ON payments (user_id) WHERE state = 'review' AND credited > 0`,

    // Given once a cause; those that wait go to the next subscription of their owner.
    `CREATE TABLE bonus_days (
      ref text PRIMARY KEY,
      user_id bigint NOT NULL REFERENCES users,
      kind text NOT NULL CHECK (kind IN ('referral', 'promo')),
      days integer NOT NULL CHECK (days > 0),
      state text NOT NULL CHECK (state IN ('waiting', 'granted', 'reversed')),
      created_at timestamptz NOT NULL
    )`,
    `CREATE INDEX bonus_days_waiting ON bonus_days (user_id, created_at) WHERE state = 'waiting'`,

    // The first real payment of a referred person: one a person and an order, whatever it brought.
    `CREATE TABLE referral_rewards (
      referred_id bigint PRIMARY KEY REFERENCES users,
      referrer_id bigint NOT NULL REFERENCES users CHECK (referrer_id <> referred_id),
      order_id uuid NOT NULL CONSTRAINT referral_rewards_order_unique UNIQUE REFERENCES orders,
      mode text NOT NULL CHECK (mode IN ('off', 'days', 'money')),
      days integer CHECK (days > 0),
      amount bigint CHECK (amount > 0),
      currency text,
      -- Of a reversed one, what was spent and is not made up for yet.
      owed bigint CHECK (owed >= 0),
      state text NOT NULL CHECK (state IN ('granted', 'reversed')),
      at timestamptz NOT NULL,
      CHECK ((mode = 'days') = (days IS NOT NULL)),
      CHECK ((mode = 'money') = (amount IS NOT NULL AND currency IS NOT NULL)),
      CHECK (owed IS NULL OR state = 'reversed')
    )`,
    `CREATE INDEX referral_rewards_of_referrer ON referral_rewards (referrer_id)`,
    `CREATE VIEW referral_stats AS SELECT user_id,
      (SELECT count(*) FROM users friend WHERE friend.referred_by = users.user_id) AS invited,
      (SELECT count(*) FROM referral_rewards WHERE referrer_id = users.user_id AND state = 'granted') AS paid,
      (SELECT coalesce(sum(days), 0) FROM referral_rewards WHERE referrer_id = users.user_id AND state = 'granted') AS days_earned
      FROM users`,

    `CREATE TABLE promo_codes (
      code text PRIMARY KEY CHECK (code ~ '^[A-Z0-9_-]{3,32}$'),
      kind text NOT NULL CHECK (kind IN ('percent', 'sum', 'days')),
      value bigint NOT NULL CHECK (value > 0),
      currency text CHECK ((kind = 'sum') = (currency IS NOT NULL)),
      total bigint CHECK (total > 0),
      each bigint CHECK (each > 0),
      expires_at timestamptz,
      plans jsonb NOT NULL,
      active boolean NOT NULL,
      created_at timestamptz NOT NULL
    )`,
    // A use that led to nothing is returned, and its reference counts no second time.
    `CREATE TABLE promo_uses (
      ref text PRIMARY KEY,
      code text NOT NULL REFERENCES promo_codes,
      user_id bigint NOT NULL REFERENCES users,
      order_id uuid REFERENCES orders,
      at timestamptz NOT NULL,
      returned_at timestamptz
    )`,
    `CREATE INDEX promo_uses_standing ON promo_uses (code, user_id) WHERE returned_at IS NULL`,
    `CREATE TABLE kept_promos (
      user_id bigint PRIMARY KEY REFERENCES users,
      code text NOT NULL REFERENCES promo_codes,
      at timestamptz NOT NULL
    )`,
  ],
};
