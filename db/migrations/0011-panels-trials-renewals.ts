import type { Migration } from './migration.js';

/** Where accounts live, who has had a trial, what renews itself, and how much is used. */
export const panelsTrialsRenewals: Migration = {
  name: '0011-panels-trials-renewals',
  statements: [
    `CREATE TABLE panels (
      id text PRIMARY KEY CHECK (id ~ '^[a-z0-9-]{1,16}$'),
      kind text NOT NULL,
      title text NOT NULL,
      placement jsonb NOT NULL,
      capacity integer CHECK (capacity > 0),
      state text NOT NULL CHECK (state IN ('open', 'closed')),
      position integer NOT NULL,
      -- How it is reached, sealed; NULL where the environment says it.
      sealed bytea,
      revision integer NOT NULL DEFAULT 1
    )`,

    // The key is a hash that stays when everything else about the person is deleted.
    `CREATE TABLE trials (
      person_key text PRIMARY KEY,
      subscription_id uuid NOT NULL REFERENCES subscriptions,
      at timestamptz NOT NULL
    )`,

    // A period is carried over by one order, whoever asks and however often.
    `CREATE TABLE renewals (
      subscription_id uuid NOT NULL REFERENCES subscriptions,
      period_end timestamptz NOT NULL,
      order_id uuid NOT NULL REFERENCES orders,
      PRIMARY KEY (subscription_id, period_end)
    )`,

    `CREATE TABLE usage_days (
      subscription_id uuid NOT NULL REFERENCES subscriptions,
      day date NOT NULL,
      bytes bigint NOT NULL CHECK (bytes >= 0),
      PRIMARY KEY (subscription_id, day)
    )`,
    `CREATE INDEX usage_days_old ON usage_days (day)`,

    `CREATE INDEX vpn_configs_kept ON vpn_configs (panel_id) WHERE state = 'kept'`,

    // When somebody has to look at it next: a reminder, a renewal, its end.
    `ALTER TABLE subscriptions ADD COLUMN next_event_at timestamptz`,
    `UPDATE subscriptions SET next_event_at = expires_at WHERE state = 'active'`,
    `CREATE INDEX subscriptions_due ON subscriptions (next_event_at) WHERE next_event_at IS NOT NULL`,
    `DROP INDEX subscriptions_over`,

    // A saved method to charge instead of an invoice to show, or the wish to have one saved.
    `ALTER TABLE payments ADD COLUMN charge_token text, ADD COLUMN remember boolean NOT NULL DEFAULT false`,
  ],
};
