import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import { JobWorker } from '#adapters/inbound/jobs/job-worker.js';
import { writeLine } from '#adapters/outbound/kit/define-panel.js';
import type { MemoryVpnPanel } from '#adapters/outbound/memory/providers/memory-vpn-panel.js';
import { openDatabase } from '#adapters/outbound/postgres/connection.js';
import { migrateToLatest } from '#adapters/outbound/postgres/migrate.js';
import { PgBossJobQueue } from '#adapters/outbound/postgres/pg-boss-job-queue.js';
import { PostgresUnitOfWork } from '#adapters/outbound/postgres/unit-of-work.js';
import { FixedClock } from '#adapters/outbound/memory/runtime/fixed-clock.js';
import { MemoryLogger } from '#adapters/outbound/memory/runtime/memory-logger.js';
import { UuidIds } from '#adapters/outbound/system/uuid-ids.js';
import { PostgresLedgerAudit } from '#adapters/outbound/postgres/queries/postgres-ledger-audit.js';
import type { PanelAccountSpec, PanelAccountState, VpnPanel } from '#use-cases/ports/panels/vpn-panel.js';
import { RunRoutines } from '#use-cases/operations/run-routines.js';
import { aShop, aWorld, type World } from '../test/builders/shop/a-shop.js';
import { SECRETS, stockVpn } from '../test/builders/shop/vpn-desk.js';
import { scratchDatabase } from './stand/scratch-database.js';

/** How long an evening of renewals and reminders took, and what the panel saw of it. */
export interface Evening {
  readonly renewals: number;
  readonly reminders: number;
  readonly seconds: number;
  readonly mostAtOnce: number;
  /** Periods that were carried over by more than one order, and rules of the books that are broken. */
  readonly doubled: number;
  readonly broken: number;
}

const WORKERS = 2;
/** What a Marzban bears, shared by the workers. */
const AT_ONCE = 8;
const CALL_MS = 50;
/** A visit reads, writes and reads back. */
const CALLS = 3;
const SWEEP_MS = 2_000;

/** Many subscriptions that end tomorrow and renew themselves from the balance, and as many whose owners are to be reminded, before two workers and one panel. */
export async function eveningOfRenewals(count: number): Promise<Evening> {
  const data = await scratchDatabase('polaris_bench_renewals');
  const world: World = { ...aWorld(), clock: new FixedClock(new Date()), ids: new UuidIds() };
  const seen = { now: 0, most: 0 };
  const workers = await Promise.all(Array.from({ length: WORKERS }, () => openWorker(data.url, world, behindLine(world.panel, seen))));
  try {
    await stockVpn(workers[0]?.unitOfWork ?? unreachable());
    await fill(data.client, count);
    const began = performance.now();
    await Promise.all(workers.map(({ worker }) => worker.start()));
    while (!(await isOver(data.client, count))) await pause(500);
    const seconds = (performance.now() - began) / 1000;
    await Promise.all(workers.map(({ worker }) => worker.stop(5_000)));
    const { rows } = await data.client.query<{ doubled: string }>(`SELECT count(*) AS doubled FROM (SELECT subscription_id FROM time_grants WHERE kind = 'purchase' AND ref LIKE 'order:%' GROUP BY 1 HAVING count(*) > 1) more`);
    const checks = await new PostgresLedgerAudit(workers[0]?.database ?? unreachable()).verify();
    const broken = checks.filter(({ id, violations }) => violations.length > 0 && id !== 'I4').length;
    return { renewals: count, reminders: count, seconds, mostAtOnce: seen.most, doubled: Number(rows[0]?.doubled ?? 0), broken };
  } finally {
    for (const { database } of workers) await database.close();
    await data.drop();
  }
}

async function openWorker(url: string, world: World, panel: VpnPanel) {
  const logger = new MemoryLogger();
  const database = await openDatabase({ url, poolSize: 10 });
  await migrateToLatest(database);
  const queue = new PgBossJobQueue(database, logger);
  const unitOfWork = new PostgresUnitOfWork(database, queue);
  const shop = aShop({ world, unitOfWork, panel });
  const runRoutines = new RunRoutines(unitOfWork, [], world.clock, logger);
  const worker = new JobWorker({ ...shop, queue, logger, runRoutines, sweepEveryMs: SWEEP_MS });
  return { worker, unitOfWork, database };
}

/** The panel as an adapter reaches it: each visit takes its calls' time, and no more are under way than the line lets through. */
function behindLine(panel: MemoryVpnPanel, seen: { now: number; most: number }): VpnPanel {
  const line = writeLine('panel', AT_ONCE / WORKERS);
  const ensure = (spec: PanelAccountSpec): Promise<PanelAccountState> =>
    line(async () => {
      seen.now += 1;
      seen.most = Math.max(seen.most, seen.now);
      await pause(CALL_MS * CALLS);
      seen.now -= 1;
      return panel.ensure(spec);
    });
  return Object.assign(Object.create(panel) as MemoryVpnPanel, { ensure });
}

/** Half of them end within a day and have the price on the balance, half end within three days. */
async function fill(client: pg.Client, count: number): Promise<void> {
  const keyed = Array.from({ length: count }, (_, index) => {
    const id = `018f0000-0000-7000-8000-${index.toString(16).padStart(12, '0')}`;
    return { id, key: SECRETS.keyOf(id) };
  });
  await client.query(`INSERT INTO users (user_id, first_name, language, created_at, last_seen_at) SELECT n, 'Buyer', 'en', now(), now() FROM generate_series(1, $1::int * 2) n`, [count]);
  await client.query(`SELECT ledger_post('topup:bench:' || n, 'topup', 'TON', 5000000000, 'gateway:bench', NULL, 'user:available', n) FROM generate_series(1, $1::int) n`, [count]);
  const allowance = '{"traffic":null,"trafficPeriod":"none","devices":null,"panels":[],"spans":false}';
  await client.query('BEGIN');
  await client.query(
    `INSERT INTO subscriptions (id, user_id, name, plan_id, allowance, state, expires_at, version, generation, renewal, next_event_at, created_at)
     SELECT id::uuid, n, 'VPN 1', 'month', $2::jsonb, 'active', date_trunc('second', now()) + interval '20 hours', 1, 1, '{"way":"balance"}', now() - interval '1 minute', now()
     FROM unnest($1::text[]) WITH ORDINALITY AS given (id, n)`,
    [keyed.map(({ id }) => id), allowance],
  );
  await client.query(
    `INSERT INTO subscriptions (id, user_id, name, plan_id, allowance, state, expires_at, version, generation, next_event_at, created_at)
     SELECT gen_random_uuid(), $1::int + n, 'VPN 1', 'month', $2::jsonb, 'active', date_trunc('second', now()) + interval '60 hours', 1, 1, now() - interval '1 minute', now() FROM generate_series(1, $1::int) n`,
    [count, allowance],
  );
  await client.query(
    `INSERT INTO time_grants (ref, subscription_id, kind, seconds, before, after, at)
     SELECT 'trial-of:' || id, id, 'gift', extract(epoch FROM expires_at - date_trunc('second', now()))::bigint, date_trunc('second', now()), expires_at, date_trunc('second', now()) FROM subscriptions`,
  );
  await client.query(
    `INSERT INTO vpn_configs (subscription_id, panel_id, account_key, applied_version, applied_generation, state)
     SELECT id::uuid, 'main', key, 1, 1, 'kept' FROM unnest($1::text[], $2::text[]) AS given (id, key)`,
    [keyed.map(({ id }) => id), keyed.map(({ key }) => key)],
  );
  await client.query('COMMIT');
  await client.query('ANALYZE');
}

/** Every period carried over, delivered at the panel, and every owner told. */
async function isOver(client: pg.Client, count: number): Promise<boolean> {
  const { rows } = await client.query<{ renewed: string; told: string }>(
    `SELECT (SELECT count(*) FROM subscription_deliveries WHERE outcome = 'delivered') AS renewed, (SELECT count(*) FROM outbox WHERE state = 'sent') AS told`,
  );
  return Number(rows[0]?.renewed) === count && Number(rows[0]?.told) >= 2 * count;
}

function unreachable(): never {
  throw new Error('there is a worker');
}
