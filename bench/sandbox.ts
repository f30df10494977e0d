import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Buyer, deliveries, until } from './stand/buyer.js';
import { median } from './stand/figures.js';
import { SandboxProcess } from './stand/sandbox-process.js';
import { scratchDatabase } from './stand/scratch-database.js';

const TAPS = 60;
const STOCKPILE_MS = 30 * 60_000;

export interface SandboxFigures {
  readonly database: 'embedded' | 'server';
  readonly firstPageMs: number;
  readonly openMs: number;
  readonly reopenedFirstPageMs: number;
  readonly reopenedMs: number;
  readonly tapMedianMs: number;
  readonly tapWorstMs: number;
  readonly megabytesOpen: number;
  readonly megabytesAfterPurchases: number;
  readonly purchases: number;
}

/** The compiled sandbox from an empty folder to `purchases` delivered orders, and once more on the folder it left. */
export async function sandboxFigures(database: SandboxFigures['database'], purchases: number): Promise<SandboxFigures> {
  const folder = await mkdtemp(join(tmpdir(), 'polaris-bench-'));
  const data = database === 'server' ? await scratchDatabase('polaris_bench_sandbox') : undefined;
  const environment = { DATA_DIR: folder, ...(data && { DATABASE_URL: data.url }) };
  try {
    const fresh = await useFreshly(environment, purchases);
    const reopened = await SandboxProcess.start(environment);
    await reopened.stop();
    return { database, ...fresh, reopenedFirstPageMs: reopened.firstPageMs, reopenedMs: reopened.openMs, purchases };
  } finally {
    await data?.drop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function useFreshly(environment: Readonly<Record<string, string>>, purchases: number) {
  const shop = await SandboxProcess.start(environment);
  try {
    const megabytesOpen = await shop.megabytes();
    const buyer = new Buyer(shop, 1001);
    await buyer.says('/start');
    const taps: number[] = [];
    for (let tap = 0; tap < TAPS; tap++) taps.push(await buyer.taps(tap % 2 === 0 ? 'help' : 'home'));
    await buyer.topsUp();
    for (let order = 0; order < purchases; order++) await buyer.orders();
    await until(async () => (await deliveries(shop)) >= purchases, STOCKPILE_MS);
    const { firstPageMs, openMs } = shop;
    const figures = { firstPageMs, openMs, megabytesOpen, megabytesAfterPurchases: await shop.megabytes() };
    return { ...figures, tapMedianMs: median(taps), tapWorstMs: Math.max(...taps) };
  } finally {
    await shop.stop();
  }
}
