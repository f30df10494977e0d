import { randomUUID } from 'node:crypto';
import { Money } from '#domain/shared/money.js';
import { topUp } from '#domain/wallet/ledger.js';
import { openDatabase } from '#adapters/outbound/postgres/connection.js';
import { migrateToLatest } from '#adapters/outbound/postgres/migrate.js';
import { PostgresUnitOfWork } from '#adapters/outbound/postgres/unit-of-work.js';
import type { Effort } from './effort.js';
import { type Duel, duel } from './stand/figures.js';
import { CUSTOMERS, openPayments } from './stand/open-payments.js';
import { pgbench } from './stand/pgbench.js';
import { scratchDatabase } from './stand/scratch-database.js';

const SCRIPT = `
\\set user 1 + :row % ${CUSTOMERS}
BEGIN;
SELECT ledger_post('bench-' || :row::text, 'topup', 'TON', 1000, 'gateway', NULL, concat('user:', 'available'), :user);
COMMIT;
`;

/** Transfers into wallets, one transaction each, through the shop's unit of work; beside it pgbench calling the same function. */
export async function ledgerTransfers({ rounds, each, clients }: Effort): Promise<Duel> {
  const data = await scratchDatabase('polaris_bench_ledger');
  const database = await openDatabase({ url: data.url, poolSize: clients });
  await migrateToLatest(database);
  await openPayments(data.client, 1);
  const unitOfWork = new PostgresUnitOfWork(database, { outbox: () => ({ enqueue: () => Promise.resolve() }), wake: () => undefined });
  const amount = Money.parse('0.001', 'TON');
  const post = (index: number): Promise<unknown> => {
    const transfer = topUp({ gateway: 'bench', chargeId: randomUUID(), userId: 1 + (index % CUSTOMERS), amount, total: amount });
    return unitOfWork.run((tx) => tx.ledger.post(transfer));
  };
  const ours = async (): Promise<number> => {
    const began = performance.now();
    const queue = Array.from({ length: each }, (_, index) => index).values();
    const work = async (): Promise<void> => {
      for (const index of queue) await post(index);
    };
    await Promise.all(Array.from({ length: clients }, work));
    return each / ((performance.now() - began) / 1000);
  };
  const theirs = (round: number): Promise<number> => pgbench({ url: data.url, script: SCRIPT, clients, transactions: each, firstRow: round * (each + clients) });
  try {
    return await duel('ledger transfers', rounds, ours, theirs);
  } finally {
    await database.close();
    await data.drop();
  }
}
