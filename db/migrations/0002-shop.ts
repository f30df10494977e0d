import type { Migration } from './migration.js';

/** Payments, orders and their delivery, with the moves they may make. */
export const shop: Migration = {
  name: '0002-shop',
  statements: [
    // Filled from the domain's state tables at every start; the triggers below refuse any other move.
    `CREATE TABLE state_edges (
      machine text NOT NULL,
      from_state text NOT NULL,
      to_state text NOT NULL,
      PRIMARY KEY (machine, from_state, to_state)
    )`,
    `CREATE TABLE state_history (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      machine text NOT NULL,
      subject uuid NOT NULL,
      from_state text,
      to_state text NOT NULL,
      at timestamptz NOT NULL DEFAULT clock_timestamp()
    )`,
    `CREATE INDEX state_history_subject ON state_history (subject, id)`,
    // TG_ARGV: the machine's name and the column that identifies the subject.
    `CREATE FUNCTION state_move_is_known() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE subject uuid := (to_jsonb(NEW) ->> TG_ARGV[1])::uuid;
    BEGIN
      IF TG_OP = 'INSERT' THEN
        INSERT INTO state_history (machine, subject, to_state) VALUES (TG_ARGV[0], subject, NEW.state);
      ELSIF NEW.state <> OLD.state THEN
        IF NOT EXISTS (SELECT FROM state_edges WHERE machine = TG_ARGV[0] AND from_state = OLD.state AND to_state = NEW.state) THEN
          RAISE EXCEPTION '% % cannot go from % to %', TG_ARGV[0], subject, OLD.state, NEW.state USING ERRCODE = 'ST001';
        END IF;
        INSERT INTO state_history (machine, subject, from_state, to_state) VALUES (TG_ARGV[0], subject, OLD.state, NEW.state);
      END IF;
      RETURN NEW;
    END $$`,

    `CREATE TABLE orders (
      id uuid PRIMARY KEY,
      user_id bigint NOT NULL REFERENCES users,
      stars integer NOT NULL CHECK (stars > 0),
      bonus integer NOT NULL CHECK (bonus >= 0),
      price bigint NOT NULL CHECK (price > 0),
      currency text NOT NULL,
      max_cost bigint NOT NULL CHECK (max_cost > 0),
      max_cost_currency text NOT NULL,
      method text NOT NULL,
      recipient jsonb,
      state text NOT NULL,
      reason text,
      created_at timestamptz NOT NULL,
      CHECK (state = 'draft' OR state = 'cancelled' OR state = 'expired' OR recipient IS NOT NULL)
    )`,
    `CREATE INDEX orders_drafts ON orders (created_at) WHERE state = 'draft'`,
    `CREATE TRIGGER orders_state BEFORE INSERT OR UPDATE OF state ON orders FOR EACH ROW EXECUTE FUNCTION state_move_is_known('order', 'id')`,
    // Paid needs its hold, delivered its capture, failed its release: in the same transaction, or none of it is.
    `CREATE FUNCTION order_state_has_its_transfer() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE needed text := CASE NEW.state WHEN 'paid' THEN 'hold:' WHEN 'delivered' THEN 'capture:' WHEN 'failed' THEN 'release:' END || NEW.id;
    BEGIN
      IF needed IS NOT NULL AND NOT EXISTS (SELECT FROM ledger_transfers WHERE ref = needed) THEN
        RAISE EXCEPTION 'order % cannot be % without transfer %', NEW.id, NEW.state, needed USING ERRCODE = 'check_violation';
      END IF;
      RETURN NULL;
    END $$`,
    `CREATE CONSTRAINT TRIGGER orders_transfer AFTER INSERT OR UPDATE OF state ON orders
      DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION order_state_has_its_transfer()`,

    `CREATE TABLE payments (
      id uuid PRIMARY KEY,
      user_id bigint NOT NULL REFERENCES users,
      order_id uuid REFERENCES orders,
      gateway text NOT NULL,
      amount bigint NOT NULL CHECK (amount > 0),
      currency text NOT NULL,
      state text NOT NULL,
      credited bigint NOT NULL DEFAULT 0 CHECK (credited >= 0),
      invoice_id text,
      invoice_url text,
      invoice_expires_at timestamptz,
      late boolean NOT NULL DEFAULT false,
      partial boolean NOT NULL DEFAULT false,
      over boolean NOT NULL DEFAULT false,
      review_reason text,
      created_at timestamptz NOT NULL,
      next_attempt_at timestamptz,
      attempts integer NOT NULL DEFAULT 0,
      CONSTRAINT payments_invoice_unique UNIQUE (gateway, invoice_id),
      CHECK ((invoice_id IS NULL) = (invoice_url IS NULL) AND (invoice_id IS NULL) = (invoice_expires_at IS NULL))
    )`,
    `CREATE INDEX payments_due ON payments (next_attempt_at) WHERE next_attempt_at IS NOT NULL`,
    `CREATE INDEX payments_order ON payments (order_id, created_at DESC) WHERE order_id IS NOT NULL`,
    `CREATE TRIGGER payments_state BEFORE INSERT OR UPDATE OF state ON payments FOR EACH ROW EXECUTE FUNCTION state_move_is_known('payment', 'id')`,

    `CREATE TABLE star_fulfilments (
      order_id uuid PRIMARY KEY REFERENCES orders,
      state text NOT NULL,
      lane text,
      reason text,
      attempts integer NOT NULL DEFAULT 0,
      next_attempt_at timestamptz,
      leased_until timestamptz,
      fence bigint NOT NULL DEFAULT 0,
      entered_at timestamptz NOT NULL,
      created_at timestamptz NOT NULL
    )`,
    // One flow a wallet and session: the provider's status poll cannot tell two apart.
    `CREATE UNIQUE INDEX star_fulfilments_lane_unique ON star_fulfilments (lane) WHERE lane IS NOT NULL`,
    `CREATE INDEX star_fulfilments_due ON star_fulfilments (next_attempt_at) WHERE next_attempt_at IS NOT NULL`,
    `CREATE INDEX star_fulfilments_queued ON star_fulfilments (created_at) WHERE state = 'queued'`,
    `CREATE TRIGGER star_fulfilments_state BEFORE INSERT OR UPDATE OF state ON star_fulfilments
      FOR EACH ROW EXECUTE FUNCTION state_move_is_known('fulfilment', 'order_id')`,

    `CREATE TABLE star_attempts (
      id uuid PRIMARY KEY,
      order_id uuid NOT NULL REFERENCES star_fulfilments,
      lane text NOT NULL,
      fingerprint text NOT NULL CONSTRAINT star_attempts_fingerprint_unique UNIQUE,
      cost bigint NOT NULL CHECK (cost > 0),
      currency text NOT NULL,
      data jsonb NOT NULL,
      state text NOT NULL CHECK (state IN ('live', 'paid', 'void')),
      evidence text,
      created_at timestamptz NOT NULL,
      submitted_at timestamptz,
      decided_at timestamptz
    )`,
    `CREATE UNIQUE INDEX star_attempts_one_live_per_lane ON star_attempts (lane) WHERE state = 'live'`,
    `CREATE UNIQUE INDEX star_attempts_one_undecided_or_paid_per_order ON star_attempts (order_id) WHERE state <> 'void'`,
    `CREATE FUNCTION star_attempt_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP = 'DELETE' OR OLD.state <> 'live'
         OR (OLD.id, OLD.order_id, OLD.lane, OLD.fingerprint, OLD.cost, OLD.data) IS DISTINCT FROM (NEW.id, NEW.order_id, NEW.lane, NEW.fingerprint, NEW.cost, NEW.data) THEN
        RAISE EXCEPTION 'attempt % is decided or may not be rewritten', OLD.id USING ERRCODE = 'ST001';
      END IF;
      RETURN NEW;
    END $$`,
    `CREATE TRIGGER star_attempts_kept BEFORE UPDATE OR DELETE ON star_attempts FOR EACH ROW EXECUTE FUNCTION star_attempt_is_kept()`,
  ],
};
