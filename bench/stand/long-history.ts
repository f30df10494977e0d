import type pg from 'pg';

/** Lines of one person, spread over the whole year, however much the others have bought. */
export const REGULAR = 1;
const LINES_OF_REGULAR = 1200;
/** Of everything but the lines of history there is a fifth as much. */
const FEWER = 5;
const DUE = 40;

const id = (n: string): string => `('018f0000-0000-7000-8000-' || lpad(to_hex(${n}), 12, '0'))::uuid`;

/**
 * A shop that sold for a year until `lines` lines of history were written: nearly all of it is finished, a little is due. The guards are
 * off while it is made, since it would take hours otherwise.
 */
export async function writeLongHistory(client: pg.Client, lines: number): Promise<void> {
  const people = Math.max(20, Math.round(lines / 100));
  const others = Math.round(lines / FEWER);
  const owner = `CASE WHEN n % ${Math.max(1, Math.round(lines / LINES_OF_REGULAR))} = 0 THEN ${REGULAR} ELSE 2 + n % ${people - 1} END`;
  const at = (count: number): string => `now() - (${count} - n) * (interval '1 year' / ${count})`;
  const due = `CASE WHEN n > ${others - DUE} THEN now() - interval '1 minute' END`;
  const numbers = (count: number): string => `FROM generate_series(1, ${count}) n`;
  for (const statement of [
    `SET session_replication_role = replica; SET synchronous_commit = off`,
    `INSERT INTO users SELECT n, 'user' || n, 'Name', 'en', false, NULL, now(), now() ${numbers(people)}`,
    `INSERT INTO transactions SELECT ${id('n')}, ${owner}, (ARRAY['purchase', 'recharge', 'purchase', 'refund', 'adjustment'])[1 + n % 5], 'completed', n, 'TON', 'stars',
       'line:' || n, '{}', ${at(lines)}, now() ${numbers(lines)}`,
    `INSERT INTO orders SELECT ${id('n')}, 2 + n % ${people - 1}, 100, 0, 5, 'TON', 5, 'TON', 'balance', '{}', 'delivered', NULL, ${at(others)} ${numbers(others)}`,
    `INSERT INTO payments (id, user_id, order_id, gateway, amount, currency, state, credited, invoice_id, invoice_url, invoice_expires_at, created_at, next_attempt_at)
       SELECT ${id('n')}, 2 + n % ${people - 1}, ${id('n')}, 'heleket', 5, 'TON', CASE WHEN n > ${others - DUE} THEN 'invoiced' ELSE 'credited' END, 5, n::text, 'url', now(), ${at(others)}, ${due} ${numbers(others)}`,
    `INSERT INTO star_fulfilments (order_id, state, next_attempt_at, entered_at, created_at)
       SELECT ${id('n')}, CASE WHEN n > ${others - DUE} THEN 'queued' ELSE 'delivered' END, ${due}, now(), ${at(others)} ${numbers(others)}`,
    `INSERT INTO inbox (source, event_key, body, state, received_at, next_attempt_at)
       SELECT 'heleket', n::text, '', CASE WHEN n > ${others - DUE} THEN 'received' ELSE 'processed' END, ${at(others)}, ${due} ${numbers(others)}`,
    `INSERT INTO outbox (key, user_id, notice, state, created_at, next_attempt_at)
       SELECT 'notice:' || n, 2 + n % ${people - 1}, '{}', CASE WHEN n > ${others - DUE} THEN 'pending' ELSE 'sent' END, now(), now() ${numbers(others)}`,
    `INSERT INTO ledger_accounts (kind, user_id, currency) SELECT 'gateway', NULL, 'TON' UNION ALL SELECT 'user:available', n, 'TON' ${numbers(people)}`,
    `INSERT INTO balances (account_id, user_id, kind, currency, amount) SELECT id, user_id, kind, currency, 1000000 FROM ledger_accounts WHERE user_id IS NOT NULL`,
    `INSERT INTO ledger_transfers (ref, kind, currency, amount, from_account, to_account, created_at)
       SELECT 'topup:heleket:' || n, 'topup', 'TON', 5, 1, 2 + n % ${people - 1}, ${at(others)} ${numbers(others)}`,
    `INSERT INTO ledger_entries (transfer_id, account_id, amount) SELECT n, 1, -5 ${numbers(others)}`,
    `SET session_replication_role = origin`,
    `VACUUM ANALYZE`,
  ]) {
    await client.query(statement);
  }
}
