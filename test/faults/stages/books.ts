import { PostgresLedgerAudit } from '#adapters/outbound/postgres/queries/postgres-ledger-audit.js';
import { PostgresUnitOfWork } from '#adapters/outbound/postgres/unit-of-work.js';
import type { UnitOfWork } from '#use-cases/ports/persistence/unit-of-work.js';
import type { LedgerAudit } from '#use-cases/queries/ledger-audit.js';
import { noJobs } from '../../adapters/postgres/kit/no-jobs.js';
import { openMigrated, scratchDatabase } from '../../support/database.js';

/** A database of its own on the server, and an eye on it that crosses no shop's line. */
export interface Books {
  readonly url: string;
  readonly books: UnitOfWork;
  readonly audit: LedgerAudit;
  owedWords(): Promise<ReadonlyMap<number, number>>;
  clear(): Promise<void>;
  close(): Promise<void>;
}

export async function openBooks(serverUrl: string): Promise<Books> {
  const { url, drop } = await scratchDatabase(serverUrl);
  const database = await openMigrated({ url, poolSize: 1 });
  const close = async (): Promise<void> => {
    await database.close();
    await drop();
  };
  const owedWords = async (): Promise<ReadonlyMap<number, number>> => {
    const rows = await database.knex<{ user_id: string }>('outbox').select('user_id').countDistinct<{ user_id: string; words: string }[]>('notice as words').groupBy('user_id');
    return new Map(rows.map(({ user_id, words }) => [Number(user_id), Number(words)]));
  };
  return { url, owedWords, books: new PostgresUnitOfWork(database, noJobs), audit: new PostgresLedgerAudit(database), clear: () => database.reset(), close };
}
