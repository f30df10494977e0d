import { expect } from 'chai';
import { FixedClock } from '#adapters/outbound/memory/runtime/fixed-clock.js';
import { PostgresDialogueStore } from '#adapters/outbound/postgres/dialogue-store.js';
import { PostgresAudienceQueries } from '#adapters/outbound/postgres/queries/postgres-audience-queries.js';
import { PostgresPanelAccountQueries } from '#adapters/outbound/postgres/queries/postgres-panel-account-queries.js';
import { PostgresReconciliationQueries } from '#adapters/outbound/postgres/queries/postgres-reconciliation-queries.js';
import { PostgresWalletQueries } from '#adapters/outbound/postgres/queries/postgres-wallet-queries.js';
import { PostgresUnitOfWork } from '#adapters/outbound/postgres/unit-of-work.js';
import type { Transaction } from '#use-cases/ports/persistence/unit-of-work.js';
import { minutesAfter, NOW } from '../../../builders/now.js';
import { testDatabase, type TestDatabase } from '../../../support/database.js';
import { noJobs } from '../kit/no-jobs.js';

const SOON = minutesAfter(5);
const A_UUID = '00000000-0000-7000-8000-000000000001';
const FRAMES = /^(BEGIN|COMMIT|ROLLBACK)/;

// A shop some months old: nearly everything is finished, a little is due.
const A_BUSY_PAST = `
  INSERT INTO users SELECT n, 'user' || n, 'Name', 'ru', false, NULL, '2025-01-01', '2025-01-01' FROM generate_series(1, 300) n;
  INSERT INTO transactions SELECT gen_random_uuid(), 1 + n % 300, CASE n % 3 WHEN 0 THEN 'purchase' ELSE 'recharge' END, 'completed', n, 'TON', 'text', 'line:' || n,
    '{}', '2026-01-15T12:00Z'::timestamptz - n * interval '1 minute', now() FROM generate_series(1, 12000) n;
  INSERT INTO orders SELECT gen_random_uuid(), 1 + n % 300, 100, 0, 5, 'TON', 5, 'TON', 'balance', '{}', CASE WHEN n % 400 = 0 THEN 'draft' ELSE 'delivered' END, NULL,
    '2026-01-15T12:00Z'::timestamptz - n * interval '1 minute' FROM generate_series(1, 8000) n;
  INSERT INTO payments (id, user_id, order_id, gateway, amount, currency, state, invoice_id, invoice_url, invoice_expires_at, created_at, next_attempt_at)
    SELECT gen_random_uuid(), user_id, id, 'heleket', 5, 'TON', 'credited', id::text, 'url', created_at, created_at,
      CASE WHEN random() < 0.01 THEN created_at END FROM orders;
  INSERT INTO star_charges SELECT id::text, id::text, CASE WHEN random() < 0.99 THEN id END, user_id, 5, created_at, NULL FROM payments;
  INSERT INTO star_fulfilments (order_id, state, next_attempt_at, entered_at, created_at)
    SELECT id, CASE WHEN random() < 0.01 THEN 'queued' ELSE 'delivered' END, CASE WHEN random() < 0.01 THEN created_at END, created_at, created_at FROM orders;
  INSERT INTO inbox (source, event_key, body, state, received_at, next_attempt_at)
    SELECT CASE n % 4 WHEN 0 THEN 'heleket' ELSE 'telegram' END, n::text, '', CASE WHEN n % 400 = 0 THEN 'received' ELSE 'processed' END,
      '2026-01-15T12:00Z'::timestamptz - n * interval '1 second', CASE WHEN n % 400 = 0 THEN '2026-01-15T11:00Z'::timestamptz END FROM generate_series(1, 20000) n;
  INSERT INTO users SELECT n, 'user' || n, 'Name', 'ru', false, NULL, '2025-01-01', '2025-01-01' FROM generate_series(301, 5000) n;
  INSERT INTO dialogues SELECT 'asked:' || n, '{}', '2026-01-15T13:00Z'::timestamptz + n * interval '1 second' FROM generate_series(1, 5000) n;
  INSERT INTO refunds (id, payment_id, user_id, gateway, amount, loss, currency, destination, reason, state, next_attempt_at, created_at)
    SELECT gen_random_uuid(), id, user_id, 'heleket', 5, 0, 'TON', 'wallet', 'asked', 'done', CASE WHEN random() < 0.01 THEN created_at END, created_at FROM payments;
  INSERT INTO discrepancies (id, kind, source, subject, subject_at, facts, state, found_at, seen_at)
    SELECT gen_random_uuid(), 'credit-lost', 'heleket', n::text, '2026-01-01', '{}', CASE WHEN n % 100 = 0 THEN 'open' ELSE 'resolved' END, '2026-01-01', '2026-01-01' FROM generate_series(1, 5000) n;
  INSERT INTO star_attempts (id, order_id, lane, fingerprint, cost, currency, data, state, created_at)
    SELECT gen_random_uuid(), id, 'lane', id::text, 5, 'TON', '{}', 'paid', created_at FROM orders ORDER BY created_at;
  INSERT INTO ledger_accounts (kind, currency) VALUES ('gateway:heleket', 'TON'), ('revenue:stars', 'TON');
  INSERT INTO ledger_transfers (ref, kind, currency, amount, from_account, to_account, created_at)
    SELECT 'topup:heleket:' || n, 'topup', 'TON', 5, 1, 2, '2025-06-01'::timestamptz + n * interval '10 minutes' FROM generate_series(1, 20000) n;
  INSERT INTO ledger_entries (transfer_id, account_id, amount) SELECT id, 1, 5 FROM ledger_transfers;
  INSERT INTO outbox (key, user_id, notice, state, created_at, next_attempt_at)
    SELECT 'notice:' || n, 1 + n % 300, '{}', CASE WHEN n % 100 = 0 THEN 'pending' ELSE 'sent' END, '2026-01-15', '2026-01-15' FROM generate_series(1, 20000) n;
  INSERT INTO subscriptions (id, user_id, name, allowance, state, expires_at, version, generation, created_at)
    SELECT gen_random_uuid(), 1 + n % 3000, 'Phone', '{"traffic":null}', CASE n % 3 WHEN 0 THEN 'active' ELSE 'expired' END, '2026-01-15T12:00Z'::timestamptz + n * interval '1 hour', 1, 1, '2025-06-01'
    FROM generate_series(1, 8000) n;
  UPDATE subscriptions SET next_event_at = expires_at WHERE state = 'active';
  INSERT INTO usage_days (subscription_id, day, bytes)
    SELECT id, '2025-06-01'::date + n, 1 FROM (SELECT id FROM subscriptions LIMIT 300) s, generate_series(1, 60) n;
  INSERT INTO time_grants (ref, subscription_id, kind, seconds, before, after, at)
    SELECT 'order:' || id || n, id, 'purchase', 60, created_at, expires_at, created_at FROM subscriptions, generate_series(1, 3) n;
  INSERT INTO vpn_configs (subscription_id, panel_id, account_key, state, next_attempt_at)
    SELECT id, 'main', id::text, 'kept', CASE WHEN random() < 0.01 THEN created_at END FROM subscriptions;
  INSERT INTO subscription_deliveries (order_id, subscription_id, version, grant_ref, deadline, outcome)
    SELECT gen_random_uuid(), id, 1, 'order:' || id || '1', created_at, CASE WHEN random() < 0.99 THEN 'delivered' END FROM subscriptions;
  UPDATE users SET referred_by = 1 + user_id % 300 WHERE user_id > 300 AND user_id % 4 = 0;
  UPDATE payments SET state = 'review', credited = 5 WHERE random() < 0.005;
  INSERT INTO referral_rewards (referred_id, referrer_id, order_id, mode, days, state, at)
    SELECT user_id, 1 + user_id % 300, gen_random_uuid(), 'days', 7, 'granted', created_at FROM users WHERE user_id > 300;
  INSERT INTO bonus_days SELECT 'referral:' || n, 1 + n % 3000, 'referral', 7, CASE WHEN n % 50 = 0 THEN 'waiting' ELSE 'granted' END, '2026-01-15' FROM generate_series(1, 8000) n;
  INSERT INTO promo_codes SELECT 'CODE-' || n, 'days', 7, NULL, NULL, NULL, NULL, '[]', true, '2026-01-15' FROM generate_series(1, 200) n;
  INSERT INTO promo_uses SELECT 'promo:' || n, 'CODE-' || 1 + n % 200, 1 + n % 3000, NULL, '2026-01-15' FROM generate_series(1, 8000) n;
`;

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly Plans?: readonly PlanNode[];
}

interface Statement {
  readonly sql: string;
  readonly bindings: readonly (string | number | Date)[];
}

describe('the questions asked all day find their answer by an index', () => {
  let database: TestDatabase;
  const run = (work: (tx: Transaction) => Promise<unknown>) => () => new PostgresUnitOfWork(database, noJobs).run(work);

  /** The indexes and whole-table scans in the plan of the one statement that `ask` sends. */
  const planOf = async (ask: () => Promise<unknown>): Promise<{ indexes: string[]; scans: string[] }> => {
    const [statement, ...more] = (await sentBy(ask)).filter(({ sql }) => !FRAMES.test(sql));
    if (!statement || more.length > 0) throw new Error(`expected one statement, not ${more.length + (statement ? 1 : 0)}`);
    const explained = `EXPLAIN (FORMAT JSON) ${statement.sql.replace(/\$\d+/g, '?')}`;
    const bindings = [...statement.sql.matchAll(/\$(\d+)/g)].map(([, place]) => statement.bindings[Number(place) - 1] ?? null);
    const { rows } = await database.knex.raw<{ rows: { 'QUERY PLAN': { Plan: PlanNode }[] }[] }>(explained, bindings);
    const nodes = flatten(rows[0]?.['QUERY PLAN'][0]?.Plan);
    return {
      indexes: nodes.flatMap((node) => node['Index Name'] ?? []),
      scans: nodes.filter((node) => node['Node Type'] === 'Seq Scan').map((node) => node['Relation Name'] ?? ''),
    };
  };

  /** Every statement passes the client's own way out, however it was made. */
  const sentBy = async (ask: () => Promise<unknown>): Promise<Statement[]> => {
    const sent: Statement[] = [];
    const client = database.knex.client as { _query(connection: object, statement: Statement): Promise<unknown> };
    const send = client._query.bind(client);
    client._query = (connection, statement) => {
      sent.push(statement);
      return send(connection, statement);
    };
    await ask();
    client._query = send;
    return sent;
  };

  before(async function () {
    this.timeout(120_000);
    database = await testDatabase();
    await database.knex.transaction((trx) => trx.raw(`SET LOCAL session_replication_role = replica; ${A_BUSY_PAST}`));
    await database.knex.raw('VACUUM ANALYZE');
  });

  const history = (filter: object) => () => new PostgresWalletQueries(database).history(7, { since: minutesAfter(-60 * 24 * 30), limit: 10, ...filter });
  const questions: readonly [title: string, index: string, ask: () => () => Promise<unknown>][] = [
    ['the history of a person', 'transactions_history', () => history({})],
    ['the history of one type', 'transactions_history_by_type', () => history({ type: 'purchase' })],
    ['payments that are due', 'payments_due', () => run((tx) => tx.payments.due(SOON, 100))],
    ['the payment of an invoice', 'payments_invoice_unique', () => run((tx) => tx.payments.findByInvoice('heleket', 'x'))],
    ['the newest payment of an order', 'payments_order', () => run((tx) => tx.payments.findByOrder(A_UUID))],
    ['deliveries that are due', 'star_fulfilments_due', () => run((tx) => tx.fulfilments.due(SOON, 100))],
    ['the next order in the queue', 'star_fulfilments_queued', () => run((tx) => tx.fulfilments.nextQueued())],
    ['messages that are due', 'inbox_due', () => run((tx) => tx.inbox.due(['heleket'], SOON, 100))],
    ['messages that may be forgotten', 'inbox_done', () => run((tx) => tx.inbox.removeProcessed('telegram', minutesAfter(-600)))],
    ['notices that are due', 'outbox_turns', () => run((tx) => tx.notices.claim(NOW, SOON, 20))],
    ['refunds that are due', 'refunds_due', () => run((tx) => tx.refunds.due(SOON, 100))],
    ['discrepancies that are gone', 'discrepancies_open', () => run((tx) => tx.discrepancies.resolveUnseen('heleket', minutesAfter(-60 * 24), NOW))],
    ['questions nobody answered', 'dialogues_expiry', () => () => new PostgresDialogueStore(database, new FixedClock(NOW)).save('asked', '{}', 60)],
    ['people who were here lately', 'users_last_seen', () => () => new PostgresAudienceQueries(database).activeSince(NOW)],
    // As the trigger asks that lets no transfer be unbalanced.
    ['the entries of one transfer', 'ledger_entries_transfer', () => () => database.knex.raw('SELECT coalesce(sum(amount), 0) FROM ledger_entries WHERE transfer_id = ?', [7])],
    ['the subscriptions of a person', 'subscriptions_of_user', () => run((tx) => tx.subscriptions.ofUser(7))],
    ['subscriptions somebody has to look at', 'subscriptions_due', () => run((tx) => tx.subscriptions.due(SOON, 100))],
    ['what was granted to a subscription', 'time_grants_of_subscription', () => run((tx) => tx.subscriptions.grantsOf(A_UUID))],
    ['old usage', 'usage_days_old', () => run((tx) => tx.usage.removeBefore('2020-01-01'))],
    // As the trigger asks that lets no end be moved without a grant.
    ['the last grant of time', 'time_grants_of_subscription', () => () => database.knex.raw('SELECT after FROM time_grants WHERE subscription_id = ? ORDER BY id DESC LIMIT 1', [A_UUID])],
    ['accounts a panel has to be told of', 'vpn_configs_due', () => run((tx) => tx.vpnAccounts.due(SOON, 100))],
    ['how full panels are', 'vpn_configs_kept', () => run((tx) => tx.vpnAccounts.countByPanel())],
    ['the account of a name', 'vpn_configs_key_unique', () => run((tx) => tx.vpnAccounts.findByKey('main', A_UUID))],
    ['what is owed on a subscription', 'subscription_deliveries_owed', () => run((tx) => tx.deliveries.owedFor(A_UUID))],
    ['what is owed for too long', 'subscription_deliveries_overdue', () => run((tx) => tx.deliveries.overdue(minutesAfter(-60 * 24 * 365), 100))],
    ['the people somebody sent', 'users_referred', () => () => database.knex.raw('SELECT invited FROM referral_stats WHERE user_id = ?', [7])],
    ['what they have brought', 'referral_rewards_of_referrer', () => () => database.knex.raw('SELECT paid, days_earned FROM referral_stats WHERE user_id = ?', [7])],
    ['money that may have gone back', 'payments_doubtful', () => run((tx) => tx.payments.doubtful(7, 'TON'))],
    ['days that wait for somebody', 'bonus_days_waiting', () => run((tx) => tx.bonusDays.waiting(7))],
    ['how often a code was used', 'promo_uses_standing', () => run((tx) => tx.promos.usage('CODE-7', 7))],
    ['what was paid in Stars for a payment', 'star_charges_of_payment', () => run((tx) => tx.starCharges.of([A_UUID]))],
    ['Stars that nothing waits for', 'star_charges_unclaimed', () => run((tx) => tx.starCharges.unclaimed(minutesAfter(-60 * 24)))],
    ['drafts nobody confirmed', 'orders_drafts', () => run((tx) => tx.orders.removeDrafts(minutesAfter(-60 * 24 * 300)))],
  ];

  for (const [title, index, ask] of questions) {
    it(title, async () => {
      const plan = await planOf(ask());
      expect(plan.indexes).to.include(index);
      expect(plan.scans).to.deep.equal([]);
    });
  }

  const since = minutesAfter(-60);
  const reconciliation = () => new PostgresReconciliationQueries(database);
  /** Asked once a day or an hour, beside much else: a table that is small is read as a whole. */
  const reports: readonly [title: string, index: string, ask: () => () => Promise<unknown>][] = [
    ['the payments of the last days', 'payments_by_time', () => () => reconciliation().payments('heleket', { since })],
    ['the attempts of the last days', 'star_attempts_by_time', () => () => reconciliation().attempts(since)],
    ['accounts of these names', 'vpn_configs_key_unique', () => () => accounts().named('main', [A_UUID])],
    ['the next accounts of a panel', 'vpn_configs_key_unique', () => () => accounts().after('main', A_UUID, 100)],
    ['the credits of the last hours', 'ledger_transfers_by_time', () => () => reconciliation().arrivals('heleket', since)],
  ];

  const accounts = () => new PostgresPanelAccountQueries(database);
  for (const [title, index, ask] of reports) {
    it(title, async () => {
      expect((await planOf(ask())).indexes).to.include(index);
    });
  }

  it('no index serves nothing: what keeps no rule is named by a plan', async () => {
    const named = new Set<string>();
    for (const [, , ask] of [...questions, ...reports]) for (const index of (await planOf(ask())).indexes) named.add(index);
    const { rows } = await database.knex.raw<{ rows: { name: string }[] }>(
      `SELECT indexrelid::regclass::text AS name FROM pg_index WHERE NOT indisunique AND indrelid IN (SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace)`,
    );
    expect(rows.length).to.be.greaterThan(10);
    expect(rows.map(({ name }) => name).filter((name) => !named.has(name))).to.deep.equal([]);
  });
});

function flatten(node: PlanNode | undefined): PlanNode[] {
  return node ? [node, ...(node.Plans ?? []).flatMap(flatten)] : [];
}
