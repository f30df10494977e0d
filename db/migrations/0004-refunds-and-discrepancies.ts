import type { Migration } from './migration.js';

/** Money given back by an operator, and what our books and the outside do not agree on. */
export const refundsAndDiscrepancies: Migration = {
  name: '0004-refunds-and-discrepancies',
  statements: [
    `CREATE TABLE refunds (
      id uuid PRIMARY KEY,
      payment_id uuid NOT NULL REFERENCES payments,
      user_id bigint NOT NULL REFERENCES users,
      gateway text NOT NULL,
      amount bigint NOT NULL CHECK (amount > 0),
      loss bigint NOT NULL CHECK (loss BETWEEN 0 AND amount),
      currency text NOT NULL,
      destination text NOT NULL,
      reason text NOT NULL,
      state text NOT NULL,
      failure text,
      attempts integer NOT NULL DEFAULT 0,
      next_attempt_at timestamptz,
      sent_at timestamptz,
      created_at timestamptz NOT NULL
    )`,
    // Never twice: while one stands, or is done, there is no second.
    `CREATE UNIQUE INDEX refunds_one_standing_per_payment ON refunds (payment_id) WHERE state <> 'refused'`,
    `CREATE INDEX refunds_due ON refunds (next_attempt_at) WHERE next_attempt_at IS NOT NULL`,
    `CREATE TRIGGER refunds_state BEFORE INSERT OR UPDATE OF state ON refunds FOR EACH ROW EXECUTE FUNCTION state_move_is_known('refund', 'id')`,
    // Its money is held while it may leave, is gone when it is done, and is released when it stays; and it is never more than came.
    `CREATE FUNCTION refund_state_has_its_transfer() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
      -- As it is when the transaction ends, however often it was moved on the way.
      refund refunds%ROWTYPE;
      held boolean := EXISTS (SELECT FROM ledger_transfers WHERE ref = 'refund-hold:' || NEW.id);
      gone boolean := EXISTS (SELECT FROM ledger_transfers WHERE ref = 'refund:' || NEW.id);
      released boolean := EXISTS (SELECT FROM ledger_transfers WHERE ref = 'refund-release:' || NEW.id);
    BEGIN
      SELECT * INTO refund FROM refunds WHERE id = NEW.id;
      IF NOT (CASE refund.state
        WHEN 'proposed' THEN NOT held
        WHEN 'done' THEN held AND gone AND NOT released
        WHEN 'refused' THEN NOT gone AND held = released
        ELSE held AND NOT gone AND NOT released
      END) THEN
        RAISE EXCEPTION 'refund % cannot be % with these transfers', refund.id, refund.state USING ERRCODE = 'check_violation';
      END IF;
      IF refund.state NOT IN ('proposed', 'refused') AND NOT EXISTS (SELECT FROM payments WHERE id = refund.payment_id AND credited >= refund.amount) THEN
        RAISE EXCEPTION 'refund % is more than its payment brought', refund.id USING ERRCODE = 'check_violation';
      END IF;
      RETURN NULL;
    END $$`,
    `CREATE CONSTRAINT TRIGGER refunds_transfer AFTER INSERT OR UPDATE OF state ON refunds
      DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refund_state_has_its_transfer()`,

    `CREATE TABLE discrepancies (
      id uuid PRIMARY KEY,
      kind text NOT NULL,
      source text NOT NULL,
      subject text NOT NULL,
      subject_at timestamptz NOT NULL,
      facts jsonb NOT NULL,
      state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'resolved', 'accepted')),
      note text,
      found_at timestamptz NOT NULL,
      seen_at timestamptz NOT NULL,
      closed_at timestamptz,
      CONSTRAINT discrepancies_once UNIQUE (kind, subject)
    )`,
    `CREATE INDEX discrepancies_open ON discrepancies (source, subject_at) WHERE state = 'open'`,

    // Reconciliation reads by time; rows come in the order of time, so the coarsest index will do.
    ...['payments', 'orders', 'star_attempts', 'ledger_transfers'].map((table) => `CREATE INDEX ${table}_by_time ON ${table} USING brin (created_at)`),
  ],
};
