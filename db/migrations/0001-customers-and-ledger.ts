import type { Migration } from './migration.js';

/** People, the double-entry ledger, and the lines people see. */
export const customersAndLedger: Migration = {
  name: '0001-customers-and-ledger',
  statements: [
    `CREATE TABLE users (
      user_id bigint PRIMARY KEY CHECK (user_id > 0),
      username text,
      first_name text NOT NULL,
      language text NOT NULL CHECK (language IN ('ru', 'en')),
      language_chosen boolean NOT NULL DEFAULT false,
      referred_by bigint CHECK (referred_by <> user_id),
      created_at timestamptz NOT NULL,
      last_seen_at timestamptz NOT NULL
    )`,
    `CREATE INDEX users_last_seen ON users (last_seen_at)`,

    `CREATE TABLE ledger_accounts (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      kind text NOT NULL,
      user_id bigint REFERENCES users,
      currency text NOT NULL,
      UNIQUE NULLS NOT DISTINCT (kind, user_id, currency),
      CHECK ((kind LIKE 'user:%') = (user_id IS NOT NULL))
    )`,

    // The projection of the ledger: a guarded running balance, kept for user accounts only, because a running
    // balance on a gateway or revenue account would be one hot row under every payment.
    `CREATE TABLE balances (
      account_id bigint PRIMARY KEY REFERENCES ledger_accounts,
      user_id bigint NOT NULL REFERENCES users,
      kind text NOT NULL CHECK (kind IN ('user:available', 'user:held')),
      currency text NOT NULL,
      amount bigint NOT NULL DEFAULT 0 CONSTRAINT balances_amount_not_negative CHECK (amount >= 0),
      version bigint NOT NULL DEFAULT 0,
      UNIQUE (user_id, kind, currency)
    )`,

    `CREATE TABLE ledger_transfers (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      ref text NOT NULL CONSTRAINT ledger_transfers_ref_unique UNIQUE,
      kind text NOT NULL,
      currency text NOT NULL,
      amount bigint NOT NULL CHECK (amount > 0),
      from_account bigint NOT NULL REFERENCES ledger_accounts,
      to_account bigint NOT NULL REFERENCES ledger_accounts CHECK (to_account <> from_account),
      created_at timestamptz NOT NULL DEFAULT clock_timestamp()
    )`,
    `CREATE TABLE ledger_entries (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      transfer_id bigint NOT NULL REFERENCES ledger_transfers,
      account_id bigint NOT NULL REFERENCES ledger_accounts,
      amount bigint NOT NULL CHECK (amount <> 0),
      balance_after bigint,
      version bigint,
      UNIQUE (account_id, version),
      CHECK ((balance_after IS NULL) = (version IS NULL))
    )`,
    `CREATE INDEX ledger_entries_transfer ON ledger_entries (transfer_id)`,

    `CREATE FUNCTION ledger_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION 'the ledger is append-only: % refused on %', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END $$`,
    ...['ledger_transfers', 'ledger_entries'].flatMap((table) => [
      `CREATE TRIGGER ${table}_append_only BEFORE UPDATE OR DELETE ON ${table} FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only()`,
      `CREATE TRIGGER ${table}_no_truncate BEFORE TRUNCATE ON ${table} FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only()`,
    ]),

    `CREATE FUNCTION ledger_transfer_is_balanced() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE total numeric; legs integer; moved numeric;
    BEGIN
      SELECT coalesce(sum(amount), 0), count(*), coalesce(sum(amount) FILTER (WHERE amount > 0), 0)
        INTO total, legs, moved FROM ledger_entries WHERE transfer_id = NEW.id;
      IF total <> 0 OR legs <> 2 OR moved <> NEW.amount THEN
        RAISE EXCEPTION 'transfer % does not balance: % legs, sum %', NEW.ref, legs, total USING ERRCODE = 'check_violation';
      END IF;
      RETURN NULL;
    END $$`,
    `CREATE CONSTRAINT TRIGGER ledger_transfers_balanced AFTER INSERT ON ledger_transfers
      DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_transfer_is_balanced()`,
    // A leg added to an older transfer would unbalance it without inserting a transfer.
    `CREATE FUNCTION ledger_entry_is_balanced() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE total numeric;
    BEGIN
      SELECT coalesce(sum(amount), 0) INTO total FROM ledger_entries WHERE transfer_id = NEW.transfer_id;
      IF total <> 0 THEN
        RAISE EXCEPTION 'entries of transfer % do not sum to zero', NEW.transfer_id USING ERRCODE = 'check_violation';
      END IF;
      RETURN NULL;
    END $$`,
    `CREATE CONSTRAINT TRIGGER ledger_entries_balanced AFTER INSERT ON ledger_entries
      DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_entry_is_balanced()`,

    `CREATE FUNCTION ledger_account(p_kind text, p_user bigint, p_currency text) RETURNS bigint LANGUAGE plpgsql AS $$
    DECLARE account bigint;
    BEGIN
      SELECT id INTO account FROM ledger_accounts
        WHERE kind = p_kind AND user_id IS NOT DISTINCT FROM p_user AND currency = p_currency;
      IF account IS NULL THEN
        INSERT INTO ledger_accounts (kind, user_id, currency) VALUES (p_kind, p_user, p_currency)
          ON CONFLICT DO NOTHING RETURNING id INTO account;
        IF account IS NULL THEN
          SELECT id INTO STRICT account FROM ledger_accounts
            WHERE kind = p_kind AND user_id IS NOT DISTINCT FROM p_user AND currency = p_currency;
        END IF;
      END IF;
      IF p_user IS NOT NULL THEN
        INSERT INTO balances (account_id, user_id, kind, currency) VALUES (account, p_user, p_kind, p_currency) ON CONFLICT DO NOTHING;
      END IF;
      RETURN account;
    END $$`,

    // One round trip a posting. Accounts are touched in id order, so that two opposite transfers cannot deadlock.
    // Answers false when this very transfer exists; raises LG001 when the reference exists with other contents.
    `CREATE FUNCTION ledger_post(
      p_ref text, p_kind text, p_currency text, p_amount bigint,
      p_from_kind text, p_from_user bigint, p_to_kind text, p_to_user bigint
    ) RETURNS boolean LANGUAGE plpgsql AS $$
    DECLARE
      v_from bigint := ledger_account(p_from_kind, p_from_user, p_currency);
      v_to bigint := ledger_account(p_to_kind, p_to_user, p_currency);
      v_transfer bigint; v_known ledger_transfers%ROWTYPE;
      v_account bigint; v_leg bigint; v_after bigint; v_version bigint;
    BEGIN
      INSERT INTO ledger_transfers (ref, kind, currency, amount, from_account, to_account)
        VALUES (p_ref, p_kind, p_currency, p_amount, v_from, v_to)
        ON CONFLICT (ref) DO NOTHING RETURNING id INTO v_transfer;
      IF v_transfer IS NULL THEN
        SELECT * INTO STRICT v_known FROM ledger_transfers WHERE ref = p_ref;
        IF (v_known.kind, v_known.currency, v_known.amount, v_known.from_account, v_known.to_account)
           IS DISTINCT FROM (p_kind, p_currency, p_amount, v_from, v_to) THEN
          RAISE EXCEPTION 'transfer % exists with other contents', p_ref USING ERRCODE = 'LG001';
        END IF;
        RETURN false;
      END IF;
      FOR v_account, v_leg IN
        SELECT leg.account, leg.amount FROM (VALUES (v_from, -p_amount), (v_to, p_amount)) AS leg (account, amount) ORDER BY leg.account
      LOOP
        v_after := NULL; v_version := NULL;
        UPDATE balances SET amount = amount + v_leg, version = version + 1 WHERE account_id = v_account
          RETURNING amount, version INTO v_after, v_version;
        INSERT INTO ledger_entries (transfer_id, account_id, amount, balance_after, version)
          VALUES (v_transfer, v_account, v_leg, v_after, v_version);
      END LOOP;
      RETURN true;
    END $$`,

    `CREATE TABLE transactions (
      id uuid PRIMARY KEY,
      user_id bigint NOT NULL REFERENCES users,
      type text NOT NULL CHECK (type IN ('purchase', 'refund', 'bonus', 'adjustment', 'recharge')),
      status text NOT NULL CHECK (status IN ('pending', 'processing', 'completed', 'failed', 'cancelled', 'expired')),
      amount bigint NOT NULL CHECK (amount >= 0),
      currency text NOT NULL,
      description text NOT NULL,
      external_id text NOT NULL UNIQUE,
      metadata jsonb NOT NULL DEFAULT '{}',
      created_at timestamptz NOT NULL,
      updated_at timestamptz NOT NULL
    )`,
    `CREATE INDEX transactions_history ON transactions (user_id, created_at DESC, id DESC)`,
    `CREATE INDEX transactions_history_by_type ON transactions (user_id, type, created_at DESC, id DESC)`,
  ],
};
