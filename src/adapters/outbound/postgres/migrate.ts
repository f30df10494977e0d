import type { Knex } from 'knex';
import { migrationSource } from '#db/migration-source.js';
import { ORDER_STATES } from '#domain/orders/order-states.js';
import { PAYMENT_STATES } from '#domain/payments/payment-states.js';
import { SUBSCRIPTION_STATES } from '#domain/vpn/subscription-states.js';
import { REFUND_STATES } from '#domain/refunds/refund-states.js';
import { FULFILMENT_STATES } from '#domain/stars/fulfilment-states.js';
import type { Database } from './connection.js';
import { installJobs } from './job-store.js';

/** Any constant will do; every process of the shop must use the same. */
const ONE_MIGRATOR = 7_261_045;

/**
 * Brings the schema, the known state moves and the job store to this version of the code. Safe when several processes start
 * at once: the others wait and find nothing left to do.
 */
export async function migrateToLatest(database: Database): Promise<void> {
  await database.knex.transaction(async (trx) => {
    await trx.raw('SET LOCAL lock_timeout = 0; SET LOCAL statement_timeout = 0');
    await trx.raw('SELECT pg_advisory_xact_lock(?)', [ONE_MIGRATOR]);
    await trx.migrate.latest({ migrationSource });
    await syncStateEdges(trx);
  });
  await installJobs(database);
}

/** Whether a shop was ever opened on this database; changes nothing. */
export function isMigrated(database: Database): Promise<boolean> {
  return database.knex.schema.hasTable('ledger_transfers');
}

async function syncStateEdges(trx: Knex.Transaction): Promise<void> {
  const edges = [PAYMENT_STATES, ORDER_STATES, FULFILMENT_STATES, REFUND_STATES, SUBSCRIPTION_STATES].flatMap((machine) =>
    machine.edges().map(([from, to]) => ({ machine: machine.name, from_state: from, to_state: to })),
  );
  await trx.raw(
    `WITH known AS (SELECT * FROM jsonb_to_recordset(?::jsonb) AS edge (machine text, from_state text, to_state text)),
      gone AS (DELETE FROM state_edges WHERE (machine, from_state, to_state) NOT IN (SELECT machine, from_state, to_state FROM known))
    INSERT INTO state_edges SELECT machine, from_state, to_state FROM known ON CONFLICT DO NOTHING`,
    [JSON.stringify(edges)],
  );
}
