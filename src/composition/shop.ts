import type { RequestListener } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { Container } from 'inversify';
import type { Stage } from '#adapters/inbound/http/health/health-routes.js';
import type { JobWorker } from '#adapters/inbound/jobs/job-worker.js';
import type { Bot } from '#adapters/inbound/telegram/bot.js';
import { reasonOf } from '#adapters/inbound/telegram/api/messenger.js';
import { forgetAll } from '#adapters/outbound/redis/forget-all.js';
import type { Config } from './config/config.js';
import { createJobWorker } from './parts/create-job-worker.js';
import { createShopBot } from './parts/create-shop-bot.js';
import { openContainer } from './parts/open-container.js';
import { createWebSide } from './parts/create-web-side.js';
import { ROLES } from './config/roles.js';
import { telegramSecret } from './parts/telegram-secret.js';
import { type Edge, openResources, type Resources } from './resources.js';
import { TOKENS as T } from './tokens.js';

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
/** A store that does not even answer a farewell is left behind. */
const FAREWELL_MS = 3_000;

/** The running shop, or the roles of it that this process has, without a listener of its own: whoever owns the port hands requests to `handle`. */
export class Shop {
  private stage: Stage = 'starting';
  private finishing: Promise<unknown> | undefined;
  private readonly stopping = new AbortController();
  private readonly bot: Bot | undefined;
  private readonly worker: JobWorker | undefined;
  readonly handle: RequestListener;

  private constructor(
    readonly container: Container,
    private readonly resources: Resources,
  ) {
    const { roles } = resources.config;
    this.bot = roles.includes('bot') ? createShopBot(container) : undefined;
    this.worker = roles.includes('worker') ? createJobWorker(container) : undefined;
    const respond = createWebSide(container, this.bot, () => this.stage).callback();
    this.handle = (request, response) => void respond(request, response);
  }

  /** Opens everything and gets ready to work; throws what keeps it from starting. */
  static async open(config: Config, edge: Edge = {}): Promise<Shop> {
    const resources = await openResources(config, edge);
    try {
      const container = await openContainer(resources);
      await container.get(T.shopPlans).seed();
      return new Shop(container, resources);
    } catch (error) {
      await resources.close();
      throw error;
    }
  }

  /** Begins to take updates and jobs. Call it once the address in `WEBHOOK_HOST` reaches `handle`. */
  async start(): Promise<void> {
    const { config, logger, database } = this.resources;
    await this.worker?.start();
    this.stage = 'ready';
    if (this.bot) await this.takeUpdates(this.bot);
    if (config.roles.length < ROLES.length && !config.redis) {
      logger.warn({}, 'without Redis, processes share neither limits nor the order of what one person does; set REDIS_URL');
    }
    logger.info({ roles: config.roles, updates: config.telegram.updates, database: database.kind, redis: config.redis !== undefined }, 'the shop is open');
  }

  /** Looks for due work at once: its clock has leapt. */
  wake(): void {
    this.worker?.wake();
  }

  /** From now on `/health` says that no new traffic should come, and no new job is begun. What runs has `graceMs`. */
  beginStop(graceMs: number): void {
    this.stage = 'stopping';
    this.stopping.abort();
    this.finishing ??= Promise.allSettled([this.bot?.stop(), this.worker?.stop(graceMs)]);
  }

  /** Finishes what runs, at most `graceMs`, and closes everything. `wipe` forgets all data on the way out. */
  async stop(graceMs: number, options: { readonly wipe?: boolean } = {}): Promise<void> {
    this.beginStop(graceMs);
    await Promise.race([this.finishing, pause(graceMs, undefined, { ref: false })]);
    if (options.wipe) await this.wipe();
    await Promise.race([this.resources.close(), pause(FAREWELL_MS, undefined, { ref: false })]);
    this.resources.logger.info({}, 'the shop is closed');
  }

  /** What Redis remembers is about people and prices that are gone. */
  private async wipe(): Promise<void> {
    const { database, redis, logger } = this.resources;
    await database.wipe();
    if (redis) await forgetAll(redis).catch((error: unknown) => logger.warn({ err: error }, 'Redis could not be emptied'));
  }

  private async takeUpdates(bot: Bot): Promise<void> {
    const { publicUrl, telegram } = this.resources.config;
    if (telegram.updates === 'polling') await bot.startPolling();
    else void this.pointTelegramHere(bot, `${publicUrl ?? ''}${telegram.webhookPath}`);
  }

  /** Keeps at it: payments and deliveries do not wait for a Telegram that is away while the shop opens. */
  private async pointTelegramHere(bot: Bot, url: string): Promise<void> {
    const { config, logger } = this.resources;
    for (let wait = FIRST_PAUSE_MS; !this.stopping.signal.aborted; wait = Math.min(LONGEST_PAUSE_MS, wait * 2)) {
      try {
        return await bot.setWebhook(url, telegramSecret(config.telegram.token));
      } catch (error) {
        logger.warn({ reason: reasonOf(error), wait }, 'telegram does not take the webhook yet');
      }
      await pause(wait, undefined, { signal: this.stopping.signal }).catch(() => undefined);
    }
  }
}
