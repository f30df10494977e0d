import { Socket } from 'node:net';
import type { Knex } from 'knex';
import PostgresDialect from 'knex/lib/dialects/postgres/index.js';
import type { CallSeam } from '../../kit/call-seam.js';
import { isOutdatedPlan } from './database-error.js';
import { StatementBook } from './statement-book.js';

const BEGIN = /^BEGIN;?$/i;
const ENDS_TRANSACTION = /^(COMMIT|ROLLBACK);?$/i;

interface Statement {
  readonly sql: string;
  readonly bindings?: readonly unknown[];
  readonly options?: object;
}

/**
 * Knex's Postgres client with every statement that is sent passing through the seam, BEGIN and COMMIT included. A transaction
 * begins with its first statement that needs one: until then it reads without, and one that only read is never begun.
 */
export function seamedDialect(seam: CallSeam): typeof Knex.Client {
  const book = new StatementBook();
  const unbegun = new WeakSet<object>();

  return class SeamedDialect extends PostgresDialect {
    override async _query(connection: object, query: Statement): Promise<unknown> {
      if (BEGIN.test(query.sql)) {
        unbegun.add(connection);
        return unsent(query);
      }
      if (!unbegun.has(connection) || book.of(query.sql).plainRead) return this.pass(connection, query);
      unbegun.delete(connection);
      if (ENDS_TRANSACTION.test(query.sql)) return unsent(query);
      // In one go: nothing is learned from the answer to BEGIN.
      const [, answered] = await Promise.all([this.pass(connection, { sql: 'BEGIN;' }), this.pass(connection, query)]);
      return answered;
    }

    private async pass(connection: object, query: Statement): Promise<unknown> {
      const { name, step } = book.of(query.sql);
      const sent = query.bindings?.length ? Object.assign(query, { options: { ...query.options, name } }) : query;
      try {
        return await seam.around({ system: 'database', step }, () => {
          gather(connection);
          return super._query(connection, sent);
        });
      } catch (error) {
        if (isOutdatedPlan(error)) book.renew();
        if (ENDS_TRANSACTION.test(query.sql)) await this.leaveTransaction(connection);
        throw error;
      }
    }

    // A COMMIT without an answer leaves open whether the session is still inside its transaction; back in the pool,
    // that session would swallow the next one. After a COMMIT that did arrive this does nothing.
    private async leaveTransaction(connection: object): Promise<void> {
      try {
        await super._query(connection, { sql: 'ROLLBACK' });
      } catch {
        // The connection is gone, and its transaction with it; the pool drops it by itself.
      }
    }
  };
}

/** What is sent in the same moment leaves in one packet. */
function gather(connection: object): void {
  const { stream } = (connection as { connection: { stream: unknown } }).connection;
  // The embedded database has none: it is called, not written to.
  if (!(stream instanceof Socket)) return;
  stream.cork();
  process.nextTick(() => stream.uncork());
}

/** What Knex expects of a statement that was carried out. */
function unsent(query: Statement): unknown {
  return Object.assign(query, { response: { command: '', rowCount: 0, rows: [], fields: [] } });
}
