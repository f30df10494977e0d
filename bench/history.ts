import { Money } from '#domain/shared/money.js';
import { topUp } from '#domain/wallet/ledger.js';
import { type Database, openDatabase } from '#adapters/outbound/postgres/connection.js';
import { migrateToLatest } from '#adapters/outbound/postgres/migrate.js';
import { PostgresWalletQueries } from '#adapters/outbound/postgres/queries/postgres-wallet-queries.js';
import { PostgresUnitOfWork } from '#adapters/outbound/postgres/unit-of-work.js';
import type { Transaction } from '#use-cases/ports/persistence/unit-of-work.js';
import { median } from './stand/figures.js';
import { REGULAR, writeLongHistory } from './stand/long-history.js';
import { type ScratchDatabase, scratchDatabase } from './stand/scratch-database.js';

const ROUNDS = 300;
const A_MONTH_MS = 30 * 24 * 60 * 60_000;
const PAGE = 8;
const DEEP = 3;

/** The medians of one question, asked in turn in a young shop and in an old one. */
export interface Aged {
  readonly question: string;
  readonly youngMs: number;
  readonly oldMs: number;
}

type Question = (shop: Shop) => Promise<unknown>;

class Shop {
  private posted = 0;

  private constructor(
    readonly data: ScratchDatabase,
    readonly database: Database,
    readonly wallet: PostgresWalletQueries,
    readonly unitOfWork: PostgresUnitOfWork,
  ) {}

  static async withHistory(name: string, lines: number): Promise<Shop> {
    const data = await scratchDatabase(name);
    const database = await openDatabase({ url: data.url, poolSize: 1 });
    await migrateToLatest(database);
    await writeLongHistory(data.client, lines);
    const unitOfWork = new PostgresUnitOfWork(database, { outbox: () => ({ enqueue: () => Promise.resolve() }), wake: () => undefined });
    return new Shop(data, database, new PostgresWalletQueries(database), unitOfWork);
  }

  page(filter: object = {}) {
    return this.wallet.history(REGULAR, { since: new Date(Date.now() - A_MONTH_MS), limit: PAGE, ...filter });
  }

  async deepPage(): Promise<void> {
    let cursor: string | undefined;
    for (let page = 0; page < DEEP; page += 1) cursor = (await this.page({ cursor })).next;
  }

  /** Looks and puts everything back, so that the next look finds the same. */
  async inVain(work: (tx: Transaction) => Promise<unknown>): Promise<void> {
    const enough = new Error('enough');
    await this.unitOfWork
      .run(async (tx) => {
        await work(tx);
        throw enough;
      })
      .catch((error: unknown) => {
        if (error !== enough) throw error;
      });
  }

  async transfer(): Promise<void> {
    const amount = Money.parse('0.001', 'TON');
    this.posted += 1;
    const transfer = topUp({ gateway: 'bench', chargeId: String(this.posted), userId: REGULAR, amount, total: amount });
    await this.unitOfWork.run((tx) => tx.ledger.post(transfer));
  }

  async close(): Promise<void> {
    await this.database.close();
    await this.data.drop();
  }
}

const soon = (): Date => new Date();

const QUESTIONS: Readonly<Record<string, Question>> = {
  'history, first page': (shop) => shop.page(),
  'history, purchases': (shop) => shop.page({ type: 'purchase' }),
  'history, refunds': (shop) => shop.page({ type: 'refund' }),
  'history, three pages down': (shop) => shop.deepPage(),
  'balance': (shop) => shop.wallet.wallet(REGULAR),
  'payments that are due': (shop) => shop.inVain((tx) => tx.payments.due(soon(), 100)),
  'deliveries that are due': (shop) => shop.inVain((tx) => tx.fulfilments.due(soon(), 100)),
  'the next order in the queue': (shop) => shop.inVain((tx) => tx.fulfilments.nextQueued()),
  'refunds that are due': (shop) => shop.inVain((tx) => tx.refunds.due(soon(), 100)),
  'webhooks that are due': (shop) => shop.inVain((tx) => tx.inbox.due(['heleket'], soon(), 100)),
  'notices to be told': (shop) => shop.inVain((tx) => tx.notices.claim(soon(), soon(), 20)),
  'the payment of an invoice': (shop) => shop.inVain((tx) => tx.payments.findByInvoice('heleket', '77')),
  'a ledger transfer': (shop) => shop.transfer(),
};

/** Every question that is asked all day, in a shop with ten thousand lines of history and in one with ten million. */
export async function agedAnswers(young: number, old: number): Promise<readonly Aged[]> {
  const shops = [await Shop.withHistory('polaris_bench_young', young), await Shop.withHistory('polaris_bench_old', old)] as const;
  try {
    const aged: Aged[] = [];
    for (const [question, ask] of Object.entries(QUESTIONS)) aged.push({ question, ...(await inTurn(ask, shops)) });
    return aged;
  } finally {
    for (const shop of shops) await shop.close();
  }
}

async function inTurn(ask: Question, shops: readonly [Shop, Shop]): Promise<{ youngMs: number; oldMs: number }> {
  const times: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [side, shop] of shops.entries()) {
      const began = performance.now();
      await ask(shop);
      if (round >= ROUNDS / 10) times[side === 0 ? 0 : 1].push(performance.now() - began);
    }
  }
  return { youngMs: median(times[0]), oldMs: median(times[1]) };
}
