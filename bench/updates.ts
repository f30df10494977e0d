import type { Effort } from './effort.js';
import { openDatabase } from '#adapters/outbound/postgres/connection.js';
import { migrateToLatest } from '#adapters/outbound/postgres/migrate.js';
import { forgetAll } from '#adapters/outbound/redis/forget-all.js';
import { openRedis } from '#adapters/outbound/redis/open-redis.js';
import { type Child, startChild } from './stand/child.js';
import { closedLoop, type Post } from './stand/closed-loop.js';
import { cpuMeter, type Duel, duel } from './stand/figures.js';
import { scratchDatabase } from './stand/scratch-database.js';
import { type Accounts, REDIS_URL, shopEnvironment, telegramSecret } from './stand/shop-environment.js';

export interface UpdatesAnswered {
  readonly duel: Duel;
  /** Share of the cache's answers that knew, in each round: the median of the rounds is what an active shop lives with. */
  readonly hitRates: readonly number[];
}

/** Off, the shop does what is compared: lock, once-only, dialogue state. On, they cost what they cost and let this crowd pass. */
const LIMITS = {
  off: { RATE_LIMIT_ENABLED: 'false' },
  on: { RATE_LIMIT_GLOBAL_PER_SECOND: '10000', RATE_LIMIT_MESSAGES_PER_MINUTE: '1000' },
} as const;

/** What people write, in the order they take turns in. */
const MIX = ['/start', '/balance', '/start', '/help', '/start'] as const;

/** Commands of many people, one of each in a round, answered through the whole shop; beside it a Telegraf of one handler behind Koa. */
export async function updatesAnswered(limits: keyof typeof LIMITS, effort: Effort, accounts: Accounts, outside: Child): Promise<UpdatesAnswered> {
  const { rounds, each, clients } = effort;
  const data = await scratchDatabase('polaris_bench_updates');
  const schema = await openDatabase({ url: data.url, poolSize: 1 });
  await migrateToLatest(schema);
  await schema.close();
  const environment = { ...shopEnvironment(accounts, outside.port, data.url, clients), ...LIMITS[limits], REDIS_URL };
  await emptyRedis();
  const [shop, bare] = [await startChild('shop', environment), await startChild('bare-telegraf', environment)];
  const [meter, bareMeter] = [cpuMeter(shop), cpuMeter(bare)];
  const secret = telegramSecret(accounts['TELEGRAM_TOKEN'] ?? '');
  const throughput = async (port: number, round: number): Promise<number> => (await closedLoop(port, clients, updates(round * each, each, secret))).perSecond;
  try {
    const hitRates: number[] = [];
    const ours = async (round: number): Promise<number> => {
      const before = await cacheAnswers(shop.port);
      const perSecond = await meter.around(round, () => throughput(shop.port, round));
      const after = await cacheAnswers(shop.port);
      if (round > 0) hitRates.push((after.hit - before.hit) / (after.hit + after.miss - before.hit - before.miss));
      return perSecond;
    };
    const theirs = (round: number): Promise<number> => bareMeter.around(round, () => throughput(bare.port, round));
    const measured = await duel(limits === 'on' ? 'telegram updates, rate limits on' : 'telegram updates', rounds, ours, theirs);
    const answered = rounds * each;
    return { duel: { ...measured, cpuMsEach: meter.spentMs() / answered, theirCpuMsEach: bareMeter.spentMs() / answered }, hitRates };
  } finally {
    await Promise.all([shop.stop(), bare.stop()]);
    await Promise.all([data.drop(), emptyRedis()]);
  }
}

/** What the shop's own figures say about its cache. */
async function cacheAnswers(port: number): Promise<{ readonly hit: number; readonly miss: number }> {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  const counted = (result: string): number =>
    [...text.matchAll(new RegExp(`^polaris_cache_requests_total\\{[^}]*result="${result}"[^}]*\\} (\\d+)$`, 'gm'))].reduce((sum, [, count]) => sum + Number(count), 0);
  return { hit: counted('hit'), miss: counted('miss') };
}

async function emptyRedis(): Promise<void> {
  const redis = await openRedis(REDIS_URL);
  await forgetAll(redis);
  await redis.close();
}

function updates(first: number, count: number, secret: string): readonly Post[] {
  const headers = { 'X-Telegram-Bot-Api-Secret-Token': secret };
  return Array.from({ length: count }, (_, index) => ({ path: '/webhook/telegram', headers, body: command(first + index, 1_000 + index) }));
}

function command(index: number, id: number): string {
  const text = MIX[index % MIX.length] ?? '/start';
  const person = { id, first_name: 'Person', username: `person_${id}` };
  return JSON.stringify({
    update_id: index + 1,
    message: {
      message_id: index + 1,
      date: 1_700_000_000,
      from: { ...person, is_bot: false, language_code: 'en' },
      chat: { ...person, type: 'private' },
      text,
      entities: [{ type: 'bot_command', offset: 0, length: text.length }],
    },
  });
}
