import knex, { type Knex } from 'knex';
import { StoreUnavailable } from '#use-cases/ports/persistence/persistence-error.js';
import { isStoreAway } from './database-error.js';

/** The part of Knex's client that lends connections and sends finished statements. */
interface Lender {
  acquireConnection(): Promise<object>;
  releaseConnection(connection: object): Promise<void>;
  _query(connection: object, statement: Statement): Promise<{ readonly response: Answer | readonly Answer[] }>;
}

interface Statement {
  readonly sql: string;
  readonly bindings?: readonly unknown[];
}

interface Answer {
  readonly rows: unknown[];
  readonly rowCount: number | null;
}

type AnyClient = new (config: object) => Knex.Client;

/** Models and query builders over one connection; made once for each connection and kept with it. */
const knexOf = new WeakMap<object, Knex>();

/**
 * One connection for as long as somebody holds it. Statements that run with every payment are sent as they are, prepared under a
 * name: building a query anew each time costs several times what sending it does. Everything else goes through `knex`, on the
 * same connection.
 */
export class DatabaseSession {
  private constructor(
    private readonly client: Lender,
    private readonly connection: object,
  ) {}

  /** Waits for a connection of the pool, lends it to `work` and puts it back. Throws `StoreUnavailable` where there is none, or it is lost. */
  static async lend<Result>(pool: Knex, work: (session: DatabaseSession) => Promise<Result>): Promise<Result> {
    try {
      return await DatabaseSession.borrow(pool.client as Lender, work);
    } catch (error) {
      throw isStoreAway(error) ? new StoreUnavailable(error) : error;
    }
  }

  private static async borrow<Result>(client: Lender, work: (session: DatabaseSession) => Promise<Result>): Promise<Result> {
    const connection = await client.acquireConnection();
    try {
      return await work(new DatabaseSession(client, connection));
    } finally {
      await client.releaseConnection(connection);
    }
  }

  /** The same inside a transaction, which is rolled back when `work` throws. */
  static transaction<Result>(pool: Knex, work: (session: DatabaseSession) => Promise<Result>): Promise<Result> {
    return DatabaseSession.lend(pool, (session) => session.inTransaction(() => work(session)));
  }

  get knex(): Knex {
    const known = knexOf.get(this.connection);
    if (known) return known;
    const made = knexOver(this.client, this.connection);
    knexOf.set(this.connection, made);
    return made;
  }

  /** The rows of one statement; its parameters are `$1`, `$2`, … */
  async rows<Row>(sql: string, bindings: readonly unknown[] = []): Promise<Row[]> {
    return ((await this.send(sql, bindings))?.rows ?? []) as Row[];
  }

  /** How many rows one statement has changed. */
  async change(sql: string, bindings: readonly unknown[]): Promise<number> {
    return (await this.send(sql, bindings))?.rowCount ?? 0;
  }

  /** Of several statements in one text, the last one's answer. */
  private async send(sql: string, bindings: readonly unknown[] = []): Promise<Answer | undefined> {
    const { response } = await this.client._query(this.connection, { sql, bindings });
    return Array.isArray(response) ? (response as readonly Answer[]).at(-1) : (response as Answer);
  }

  private async inTransaction<Result>(work: () => Promise<Result>): Promise<Result> {
    await this.send('BEGIN;');
    const result = await this.orRollBack(work);
    await this.send('COMMIT;');
    return result;
  }

  private async orRollBack<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      // What keeps it from being rolled back has ended the connection, and the transaction with it.
      await this.send('ROLLBACK;').catch(() => undefined);
      throw error;
    }
  }
}

function knexOver(lender: Lender, connection: object): Knex {
  const Dialect = (lender as object).constructor as AnyClient;
  class OneConnection extends Dialect {
    override acquireConnection(): Promise<object> {
      return Promise.resolve(connection);
    }

    override releaseConnection(): Promise<void> {
      return Promise.resolve();
    }

    // One way out for every statement, whoever built it.
    _query(_same: object, statement: Statement): Promise<unknown> {
      return lender._query(connection, statement);
    }
  }
  // Without a connection of its own in it, the configuration makes no pool.
  const { connection: _lent, pool: _pool, ...config } = (lender as unknown as Knex.Client).config;
  return knex({ ...config, client: OneConnection as unknown as typeof Knex.Client });
}
