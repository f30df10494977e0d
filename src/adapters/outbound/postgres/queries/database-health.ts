import { setTimeout as pause } from 'node:timers/promises';
import type { StoreHealth } from '#use-cases/queries/health-queries.js';
import type { Database } from '../connection.js';

const PATIENCE_MS = 2_000;

/** Whether the database answers, and how fast. Never throws. */
export async function databaseHealth(database: Database): Promise<StoreHealth> {
  const started = performance.now();
  const finding = await Promise.race([ask(database), pause(PATIENCE_MS, { ok: false, detail: 'no answer in time' }, { ref: false })]);
  return { ...finding, latencyMs: Math.round(performance.now() - started) };
}

async function ask(database: Database): Promise<Omit<StoreHealth, 'latencyMs'>> {
  try {
    await database.knex.raw('SELECT 1');
    return { ok: true, detail: `${database.kind} Postgres answers` };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
    return { ok: false, detail: `${database.kind} Postgres does not answer${code}` };
  }
}
