import { setImmediate as turn } from 'node:timers/promises';
import type { CallSeam } from '#adapters/outbound/kit/call-seam.js';
import { MemoryLogger } from '#adapters/outbound/memory/runtime/memory-logger.js';
import { type Database, openDatabase } from '#adapters/outbound/postgres/connection.js';
import { PgBossJobQueue } from '#adapters/outbound/postgres/pg-boss-job-queue.js';
import { PostgresUnitOfWork } from '#adapters/outbound/postgres/unit-of-work.js';
import type { UnitOfWork } from '#use-cases/ports/persistence/unit-of-work.js';
import type { LedgerAudit } from '#use-cases/queries/ledger-audit.js';
import { aShop, type ShopParts } from '../../builders/shop/a-shop.js';
import { CutLine } from '../sweep/cut-line.js';
import type { Life } from '../sweep/stage.js';
import { type Books, openBooks } from './books.js';
import { takeJobs, tick, workOff } from './worker.js';

interface Pool {
  numUsed(): number;
  numPendingAcquires(): number;
}

/** A real database that many short lives of the shop use, one after another: each statement of theirs crosses their line. */
export class ShopFloor {
  private line = new CutLine();

  private constructor(
    private readonly room: Books,
    readonly database: Database,
  ) {}

  /** With one connection the calls of a life come in the same order each time; with more, they overlap as in a busy shop. */
  static async open(serverUrl: string, connections = 1): Promise<ShopFloor> {
    const room = await openBooks(serverUrl);
    const place: { floor?: ShopFloor } = {};
    const seam: CallSeam = { around: (call, work) => (place.floor ? place.floor.line.around(call, work) : work()) };
    const database = await openDatabase({ url: room.url, poolSize: connections, seam });
    after(async () => {
      await database.close();
      await room.close();
    });
    place.floor = new ShopFloor(room, database);
    return place.floor;
  }

  /** Where the books are kept, for whoever tampers with them. */
  get url(): string {
    return this.room.url;
  }

  get books(): UnitOfWork {
    return this.room.books;
  }

  get audit(): LedgerAudit {
    return this.room.audit;
  }

  owedWords(): Promise<ReadonlyMap<number, number>> {
    return this.room.owedWords();
  }

  clear(): Promise<void> {
    return this.room.clear();
  }

  /** The shop as it is assembled in a process, over this database and the providers it is given. */
  begin(line: CutLine, parts: (unitOfWork: UnitOfWork) => ShopParts): Life {
    this.line = line;
    const unitOfWork = new PostgresUnitOfWork(this.database, new PgBossJobQueue(this.database, new MemoryLogger()));
    const shop = aShop({ ...parts(unitOfWork), unitOfWork });
    return {
      shop,
      work: (mayFail) => workOff(shop, () => takeJobs(this.database), mayFail),
      tick: () => tick(shop),
      end: () => this.quiet(line),
    };
  }

  /** What a dead life still had under way finds the line cut; then its connection is free for the next. */
  private async quiet(line: CutLine): Promise<void> {
    const { pool } = this.database.knex.client as { readonly pool: Pool };
    while (line.isBusy || pool.numUsed() + pool.numPendingAcquires() > 0) await turn();
  }
}
