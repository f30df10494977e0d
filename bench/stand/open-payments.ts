import type pg from 'pg';

export const CUSTOMERS = 500;
const AMOUNT = 1_000_000_000;

/** The id of the payment, and of its invoice, in row `row`. */
export function paymentId(row: number): string {
  return `00000000-0000-4000-8000-${String(row).padStart(12, '0')}`;
}

const ID = `('00000000-0000-4000-8000-' || lpad(row::text, 12, '0'))`;

/** Transfers that every shop has behind it: the plans of either side are made for tables with something in them. */
const PAST_TRANSFERS = 5_000;

/** People with a past, and `count` top-ups of 1 TON that wait for their money. */
export async function openPayments(client: pg.Client, count: number): Promise<void> {
  await client.query(
    `INSERT INTO users (user_id, first_name, language, created_at, last_seen_at)
    SELECT id, 'Person', 'en', now(), now() FROM generate_series(1, ${CUSTOMERS}) id`,
  );
  await client.query(
    `INSERT INTO payments (id, user_id, gateway, amount, currency, state, invoice_id, invoice_url, invoice_expires_at, created_at, next_attempt_at)
    SELECT ${ID}::uuid, 1 + row % ${CUSTOMERS}, 'heleket', ${AMOUNT}, 'TON', 'invoiced', ${ID}, 'https://pay.example', now() + interval '1 hour', now(), now() + interval '1 hour'
    FROM generate_series(0, ${count - 1}) row`,
  );
  await client.query(
    `INSERT INTO transactions (id, user_id, type, status, amount, currency, description, external_id, metadata, created_at, updated_at)
    SELECT id, user_id, 'recharge', 'pending', amount, currency, 'top-up', 'payment:' || id, jsonb_build_object('paymentId', id), now(), now() FROM payments`,
  );
  await client.query(
    `SELECT ledger_post('past:' || row, 'topup', 'TON', 1000, 'gateway:heleket', NULL, 'user:available', 1 + row % ${CUSTOMERS})
    FROM generate_series(1, ${PAST_TRANSFERS}) row`,
  );
  await client.query('VACUUM ANALYZE');
}

const ROW = ID.replace('row', ':row');
const EVENT = `concat_ws(':', 'heleket', ${ROW}, 'paid')`;
const PUT_JOB = (data: string): string =>
  `INSERT INTO pgboss.job (name, data, priority, keep_until) VALUES ('jobs', jsonb_build_object('name', ${data}), 1, now() + 60 * interval '1 minute');`;

/**
 * What the shop sends for one webhook until its credit is committed, statement by statement: stored; its job taken off the queue; looked
 * up; credited and marked as done. `sameStatements` holds it to what the shop really sends, though that sends together what need not wait.
 * What is told to people afterwards is work of the shop's alone, in its own figure. pgbench takes every colon before a letter for a
 * variable, hence the pieces joined by Postgres.
 */
export const CREDIT_SCRIPT = `
\\set amount ${AMOUNT}
\\set user 1 + :row % ${CUSTOMERS}
BEGIN;
INSERT INTO inbox (source, event_key, body, received_at, next_attempt_at)
  VALUES ('heleket', ${EVENT}, convert_to(repeat('x', 600), 'UTF8'), now(), now())
  ON CONFLICT (source, event_key) DO UPDATE SET repeats = inbox.repeats + 1 RETURNING repeats;
${PUT_JOB("'apply-webhook', 'source', 'heleket', 'eventKey', " + EVENT)}
COMMIT;
WITH next AS (
  SELECT id FROM pgboss.job WHERE name = 'jobs' AND state < 'active' AND start_after < now()
  ORDER BY priority DESC, created_on, id LIMIT 20 FOR UPDATE SKIP LOCKED
), taken AS (
  DELETE FROM pgboss.job WHERE name = 'jobs' AND id IN (SELECT id FROM next) RETURNING id, data, priority, created_on
)
SELECT data FROM taken ORDER BY priority DESC, created_on, id;
select * from inbox where source = 'heleket' and event_key = ${EVENT};
select * from payments where gateway = 'heleket' and invoice_id = ${ROW};
BEGIN;
select * from payments where id = ${ROW}::uuid for update;
UPDATE payments SET
  state = 'credited', credited = :amount, invoice_id = ${ROW}, invoice_url = 'https://pay.example', invoice_expires_at = now() + interval '1 hour',
  late = false, partial = false, over = false, review_reason = NULL, next_attempt_at = NULL, attempts = 0
  WHERE id = ${ROW}::uuid;
SELECT ledger_post(concat_ws(':', 'topup', 'heleket', ${ROW}), 'topup', 'TON', :amount, concat('gateway:', 'heleket'), NULL, concat('user:', 'available'), :user) AS posted;
UPDATE transactions SET
  status = coalesce('completed'::text, status), amount = coalesce(:amount::bigint, amount), currency = coalesce('TON'::text, currency),
  metadata = metadata || coalesce(NULL::jsonb, '{}'), updated_at = clock_timestamp()
  WHERE external_id = 'payment:' || ${ROW};
select kind, amount from balances where user_id = :user and currency = 'TON';
UPDATE inbox SET state = 'processed', processed_at = now(), next_attempt_at = NULL WHERE source = 'heleket' AND event_key = ${EVENT};
INSERT INTO outbox (key, user_id, notice, created_at, next_attempt_at)
  VALUES (concat_ws(':', 'payment', ${ROW}, 'credited'), :user, jsonb_build_object('kind', 'top-up-credited', 'paymentId', ${ROW}), now(), now())
  ON CONFLICT (key) DO NOTHING;
${PUT_JOB("'deliver-notices'")}
COMMIT;
`;
