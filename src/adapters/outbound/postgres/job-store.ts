import PgBoss from 'pg-boss';
import type { Database } from './connection.js';
import { DatabaseSession } from './driver/database-session.js';

export const JOBS_QUEUE = 'jobs';
const KEPT_MINUTES = 60;

/** Any constant will do; every process of the shop must use the same. */
const ONE_INSTALLER = 7_261_046;

/** pg-boss over the shop's own connections. */
export function jobStore(database: Database): PgBoss {
  return bossOver({ executeSql: (text, values) => DatabaseSession.lend(database.knex, (session) => leavingNothingOpen(session, text, values)) });
}

/**
 * Creates the job tables and the queue where they are missing, so that any process may enqueue from then on. Processes that start
 * together wait for each other: pg-boss' own lock comes too late for its first statements.
 */
export async function installJobs(database: Database): Promise<void> {
  await DatabaseSession.lend(database.knex, async (session) => {
    await session.rows(`SET lock_timeout = 0; SELECT pg_advisory_lock(${ONE_INSTALLER})`);
    try {
      const boss = bossOver({ executeSql: (text, values) => leavingNothingOpen(session, text, values) });
      await boss.start();
      await boss.createQueue(JOBS_QUEUE, { name: JOBS_QUEUE, retryLimit: 0, expireInMinutes: 5, retentionMinutes: KEPT_MINUTES });
    } finally {
      await session.rows(`SELECT pg_advisory_unlock(${ONE_INSTALLER}); RESET lock_timeout`);
    }
  });
}

/**
 * Adds a job in the given transaction. A row of the library's own table, without the questions its `send` would ask the database
 * about each job: this queue has one kind of them. Those of one transaction keep their order.
 */
export async function putJob(session: DatabaseSession, data: object, priority: number): Promise<void> {
  await session.change(`INSERT INTO pgboss.job (name, data, priority, keep_until, created_on) VALUES ($1, $2::jsonb, $3, now() + $4 * interval '1 minute', clock_timestamp())`, [
    JOBS_QUEUE,
    JSON.stringify(data),
    priority,
    KEPT_MINUTES,
  ]);
}

/** Takes up to `room` jobs off the queue, the most urgent and oldest first: handed out and gone in one statement. */
export async function takeJobs<Job>(database: Database, room: number): Promise<readonly Job[]> {
  const rows = await DatabaseSession.lend(database.knex, (session) => session.rows<{ data: Job }>(TAKE, [JOBS_QUEUE, room]));
  return rows.map(({ data }) => data);
}

const TAKE = `WITH next AS (
  SELECT id FROM pgboss.job WHERE name = $1 AND state < 'active' AND start_after <= now()
  ORDER BY priority DESC, created_on, id LIMIT $2 FOR UPDATE SKIP LOCKED
), taken AS (
  DELETE FROM pgboss.job WHERE name = $1 AND id IN (SELECT id FROM next) RETURNING id, data, priority, created_on
)
SELECT data FROM taken ORDER BY priority DESC, created_on, id`;

/** Without pg-boss' clockwork: the shop has workers and a sweeper of its own. */
function bossOver(db: PgBoss.Db): PgBoss {
  return new PgBoss({ db, schedule: false, supervise: false, archiveCompletedAfterSeconds: 60, deleteAfterMinutes: 10 });
}

/** pg-boss sends whole transactions as one text; a failed one would stay open on a connection that others get next. */
async function leavingNothingOpen(session: DatabaseSession, text: string, values: unknown[]): Promise<{ rows: unknown[] }> {
  try {
    return await answer(session, text, values);
  } catch (error) {
    await session.rows('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

async function answer(session: DatabaseSession, text: string, values: unknown[]): Promise<{ rows: unknown[] }> {
  return { rows: await session.rows(text, values) };
}
