import { MemoryUnitOfWork } from '#adapters/outbound/memory/persistence/memory-unit-of-work.js';
import { MemoryLedgerAudit } from '#adapters/outbound/memory/persistence/queries/memory-ledger-audit.js';
import type { Transaction, UnitOfWork } from '#use-cases/ports/persistence/unit-of-work.js';
import type { Job } from '#use-cases/ports/runtime/job-queue.js';
import { aShop } from '../../builders/shop/a-shop.js';
import { aKeepingWorld, MemoryOutside } from '../flows/memory-outside.js';
import { gatewayBehind, notifierBehind, panelBehind, starsBehind } from '../sweep/behind-line.js';
import type { CutLine } from '../sweep/cut-line.js';
import type { Scenery, Stage } from '../sweep/stage.js';
import { tick, workOff } from './worker.js';

/** Everything in this process's memory; a point is a transaction or a call of a provider's port. Thousands of plays in seconds. */
export const memoryStage = async (): Promise<Stage> => {
  const open = async (): Promise<Scenery> => {
    const books = new MemoryUnitOfWork();
    const world = aKeepingWorld();
    const outside = new MemoryOutside(world);
    return {
      clock: world.clock,
      outside,
      books,
      audit: new MemoryLedgerAudit(books),
      owedWords: async () => owedWords(books),
      begin: async (line) => {
        const jobs: Job[] = [];
        const shop = aShop({
          world,
          unitOfWork: transactionsBehind(line, books, jobs),
          gateway: gatewayBehind(line, world.gateway),
          moreGateways: [gatewayBehind(line, outside.starTill)],
          stars: starsBehind(line, world.stars),
          panel: panelBehind(line, world.panel),
          notifier: notifierBehind(line, world.notifier),
        });
        return { shop, work: (mayFail) => workOff(shop, async () => jobs.splice(0), mayFail), tick: () => tick(shop), end: async () => undefined };
      },
    };
  };
  return { open };
};

/** Each transaction is one call; the jobs of those that committed go into the bag, which dies with the process. */
function transactionsBehind(line: CutLine, real: UnitOfWork, bag: Job[]): UnitOfWork {
  const run = async <Result>(work: (tx: Transaction) => Promise<Result>): Promise<Result> => {
    const enqueued: Job[] = [];
    const commit = (): Promise<Result> =>
      real.run((tx) => {
        enqueued.length = 0;
        return work({ ...tx, jobs: { enqueue: async (job) => void enqueued.push(job) } });
      });
    const result = await line.pass('transaction', commit, () => Promise.reject(new Error('Connection terminated unexpectedly')));
    bag.push(...enqueued);
    return result;
  };
  return { run };
}

function owedWords(books: MemoryUnitOfWork): ReadonlyMap<number, number> {
  const words = new Map<number, Set<string>>();
  for (const { userId, notice } of books.committed.notices.all()) words.set(userId, (words.get(userId) ?? new Set()).add(JSON.stringify(notice)));
  return new Map([...words].map(([userId, { size }]) => [userId, size]));
}
