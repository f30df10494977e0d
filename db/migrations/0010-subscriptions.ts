import type { Migration } from './migration.js';

/** What time on a VPN is sold by, who has how much of it, and which panel was told so. */
export const subscriptions: Migration = {
  name: '0010-subscriptions',
  statements: [
    `CREATE TABLE pricing_plans (
      id text PRIMARY KEY CHECK (id ~ '^[a-z0-9-]{1,16}$'),
      titles jsonb NOT NULL,
      days integer NOT NULL CHECK (days > 0),
      allowance jsonb NOT NULL,
      prices jsonb NOT NULL,
      state text NOT NULL CHECK (state IN ('active', 'hidden')),
      position integer NOT NULL
    )`,

    `CREATE TABLE subscriptions (
      id uuid PRIMARY KEY,
      user_id bigint NOT NULL REFERENCES users,
      name text NOT NULL,
      plan_id text,
      allowance jsonb NOT NULL,
      state text NOT NULL,
      expires_at timestamptz NOT NULL,
      version bigint NOT NULL CHECK (version >= 0),
      generation integer NOT NULL CHECK (generation > 0),
      renewal jsonb,
      created_at timestamptz NOT NULL
    )`,
    `CREATE INDEX subscriptions_of_user ON subscriptions (user_id, created_at DESC, id DESC) WHERE state <> 'closed'`,
    `CREATE INDEX subscriptions_over ON subscriptions (expires_at) WHERE state = 'active'`,
    `CREATE TRIGGER subscriptions_state BEFORE INSERT OR UPDATE OF state ON subscriptions
      FOR EACH ROW EXECUTE FUNCTION state_move_is_known('subscription', 'id')`,

    // The ledger of time: append-only, one line a cause.
    `CREATE TABLE time_grants (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      ref text NOT NULL CONSTRAINT time_grants_ref_unique UNIQUE,
      subscription_id uuid NOT NULL REFERENCES subscriptions,
      kind text NOT NULL CHECK (kind IN ('purchase', 'trial', 'referral', 'promo', 'change', 'gift')),
      seconds bigint NOT NULL,
      before timestamptz NOT NULL,
      after timestamptz NOT NULL,
      at timestamptz NOT NULL
    )`,
    `CREATE INDEX time_grants_of_subscription ON time_grants (subscription_id, id DESC)`,
    `CREATE FUNCTION time_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION 'granted time is append-only: % refused', TG_OP USING ERRCODE = 'restrict_violation';
    END $$`,
    `CREATE TRIGGER time_grants_append_only BEFORE UPDATE OR DELETE ON time_grants FOR EACH ROW EXECUTE FUNCTION time_is_append_only()`,
    // An end is where the last grant has put it: time is never added by writing a date.
    `CREATE FUNCTION subscription_end_is_granted() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
      ends timestamptz := (SELECT expires_at FROM subscriptions WHERE id = NEW.id);
      granted timestamptz := (SELECT after FROM time_grants WHERE subscription_id = NEW.id ORDER BY id DESC LIMIT 1);
    BEGIN
      IF ends <> granted THEN
        RAISE EXCEPTION 'subscription % ends at %, granted is %', NEW.id, ends, granted USING ERRCODE = 'check_violation';
      END IF;
      RETURN NULL;
    END $$`,
    `CREATE CONSTRAINT TRIGGER subscriptions_end_granted AFTER INSERT OR UPDATE OF expires_at ON subscriptions
      DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION subscription_end_is_granted()`,

    `CREATE TABLE vpn_configs (
      subscription_id uuid NOT NULL REFERENCES subscriptions,
      panel_id text NOT NULL,
      account_key text NOT NULL,
      applied_version bigint NOT NULL DEFAULT 0,
      applied_generation integer NOT NULL DEFAULT 0,
      state text NOT NULL CHECK (state IN ('kept', 'leaving', 'gone')),
      link text,
      used_bytes bigint NOT NULL DEFAULT 0,
      lifetime_bytes bigint NOT NULL DEFAULT 0,
      checked_at timestamptz,
      attempts integer NOT NULL DEFAULT 0,
      failure text,
      next_attempt_at timestamptz,
      leased_until timestamptz,
      fence bigint NOT NULL DEFAULT 0,
      PRIMARY KEY (subscription_id, panel_id),
      CONSTRAINT vpn_configs_key_unique UNIQUE (panel_id, account_key)
    )`,
    `CREATE INDEX vpn_configs_due ON vpn_configs (next_attempt_at) WHERE next_attempt_at IS NOT NULL`,

    `CREATE TABLE subscription_deliveries (
      order_id uuid PRIMARY KEY REFERENCES orders,
      subscription_id uuid NOT NULL REFERENCES subscriptions,
      version bigint NOT NULL,
      grant_ref text NOT NULL REFERENCES time_grants (ref),
      deadline timestamptz NOT NULL,
      outcome text CHECK (outcome IN ('delivered', 'refunded')),
      settled_at timestamptz
    )`,
    `CREATE INDEX subscription_deliveries_owed ON subscription_deliveries (subscription_id, version) WHERE outcome IS NULL`,
    `CREATE INDEX subscription_deliveries_overdue ON subscription_deliveries (deadline) WHERE outcome IS NULL`,
  ],
};
