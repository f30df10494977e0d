import { setTimeout as pause } from 'node:timers/promises';
import { signRequest } from '#adapters/outbound/payments/heleket/signature.js';
import { openDatabase } from '#adapters/outbound/postgres/connection.js';
import { migrateToLatest } from '#adapters/outbound/postgres/migrate.js';
import type { Effort } from './effort.js';
import { type Child, startChild } from './stand/child.js';
import { closedLoop, type LoopResult, type Post } from './stand/closed-loop.js';
import { cpuMeter, type Duel, duel } from './stand/figures.js';
import { CREDIT_SCRIPT, openPayments, paymentId } from './stand/open-payments.js';
import { sameStatements } from './same-statements.js';
import { openLoop } from './stand/open-loop.js';
import { pgbench } from './stand/pgbench.js';
import { type ScratchDatabase, scratchDatabase } from './stand/scratch-database.js';
import { type Accounts, shopEnvironment } from './stand/shop-environment.js';

/** Signed webhooks through the whole shop until their credit is committed, beside pgbench writing the same rows. */
export async function webhooksCredited(effort: Effort, accounts: Accounts, outside: Child): Promise<Duel> {
  const { rounds, each, clients } = effort;
  const [shopData, pgbenchData] = [await preparedDatabase('polaris_bench_shop', effort), await preparedDatabase('polaris_bench_pgbench', effort)];
  const environment = shopEnvironment(accounts, outside.port, shopData.url, clients);
  await sameStatements(CREDIT_SCRIPT, environment, (port) => closedLoop(port, 1, webhooks(spareRow(effort), 1, accounts)));
  const shop = await startChild('shop', environment);
  const meter = cpuMeter(shop);
  const ours = async (round: number): Promise<number> => {
    const posts = webhooks(round * each, each, accounts);
    const began = performance.now();
    await closedLoop(shop.port, clients, posts);
    while (await someOpen(shopData, round * each, each)) await pause(10);
    const seconds = (performance.now() - began) / 1000;
    await dropUntold(shopData);
    return each / seconds;
  };
  const theirs = (round: number): Promise<number> =>
    pgbench({ url: pgbenchData.url, script: CREDIT_SCRIPT, clients, transactions: each, firstRow: round * (each + clients) });
  try {
    const measured = await duel('webhooks credited', rounds, (round) => meter.around(round, () => ours(round)), theirs);
    return { ...measured, cpuMsEach: meter.spentMs() / (rounds * each) };
  } finally {
    await shop.stop();
    await Promise.all([shopData.drop(), pgbenchData.drop()]);
  }
}

/** How long a webhook waits for its answer while the shop credits so many a second; everything else the shop does goes on beside it. */
export async function webhooksAtRate(perSecond: number, seconds: number, accounts: Accounts, outside: Child, clients: number): Promise<readonly number[]> {
  const data = await preparedDatabase('polaris_bench_rate', { rounds: 1, each: perSecond * seconds, clients });
  const shop = await startChild('shop', shopEnvironment(accounts, outside.port, data.url, clients));
  try {
    // What runs for the first time is compiled and planned; that second does not count.
    await openLoop(shop.port, perSecond, webhooks(0, perSecond, accounts));
    return await openLoop(shop.port, perSecond, webhooks(perSecond, perSecond * seconds, accounts));
  } finally {
    await shop.stop();
    await data.drop();
  }
}

export interface Received {
  readonly perSecond: readonly number[];
  readonly latencies: readonly number[];
}

/** The same webhooks into a shop that stores them and does nothing else: verified, committed, answered. */
export async function webhooksReceived(effort: Effort, accounts: Accounts, outside: Child): Promise<Received> {
  const { rounds, each, clients } = effort;
  const data = await preparedDatabase('polaris_bench_receive', effort);
  const shop = await startChild('shop', { ...shopEnvironment(accounts, outside.port, data.url, clients), BENCH_ONLY_RECEIVE: 'yes' });
  const results: LoopResult[] = [];
  try {
    for (let round = 0; round <= rounds; round++) results.push(await closedLoop(shop.port, clients, webhooks(round * each, each, accounts)));
  } finally {
    await shop.stop();
    await data.drop();
  }
  const counted = results.slice(1);
  return { perSecond: counted.map((result) => result.perSecond), latencies: counted.flatMap((result) => result.latencies).sort((a, b) => a - b) };
}

async function preparedDatabase(name: string, { rounds, each, clients }: Effort): Promise<ScratchDatabase> {
  const data = await scratchDatabase(name);
  const schema = await openDatabase({ url: data.url, poolSize: 1 });
  await migrateToLatest(schema);
  await schema.close();
  // pgbench rounds a run up to the same number for each client.
  await openPayments(data.client, spareRow({ rounds, each, clients }) + 1);
  return data;
}

/** A row that no round uses. */
function spareRow({ rounds, each, clients }: Effort): number {
  return (rounds + 1) * (each + clients);
}

/** Whether any payment of a round still waits for its credit. */
async function someOpen({ client }: ScratchDatabase, first: number, count: number): Promise<boolean> {
  const { rows } = await client.query('SELECT FROM payments WHERE id BETWEEN $1 AND $2 AND state <> $3 LIMIT 1', [paymentId(first), paymentId(first + count - 1), 'credited']);
  return rows.length > 0;
}

/** Telegram takes so few a second that the receipts would be told at pgbench's cost. */
async function dropUntold({ client }: ScratchDatabase): Promise<void> {
  await client.query(`DELETE FROM outbox WHERE state = 'pending'`);
}

function webhooks(first: number, count: number, accounts: Accounts): readonly Post[] {
  return Array.from({ length: count }, (_, index) => ({ path: '/webhook/heleket', body: signedWebhook(paymentId(first + index), accounts) }));
}

/** As the provider's documentation shows one. */
function signedWebhook(id: string, accounts: Accounts): string {
  const unsigned = JSON.stringify({
    type: 'payment',
    uuid: id,
    order_id: id,
    amount: '1.00',
    payment_amount: '1.00',
    payment_amount_usd: '3.10',
    merchant_amount: '0.98',
    commission: '0.02',
    is_final: true,
    status: 'paid',
    from: 'UQBcwVq1Jc8pV1nZcVVfb5QxAyyc7GZCzjWyCl8B5nDUqJmV',
    wallet_address_uuid: null,
    network: 'ton',
    currency: 'TON',
    payer_currency: 'TON',
    additional_data: null,
    txid: '6f0d9c8374db57cac0d806251473de754f361c83a03cd805f74aa9da3193486b',
  });
  return `${unsigned.slice(0, -1)},"sign":"${signRequest(unsigned, accounts['API_KEY'] ?? '')}"}`;
}
