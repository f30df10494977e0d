import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { createSandbox, type Sandbox } from '#sandbox/sandbox.js';
import { Outside } from '../../e2e/support/outside.js';
import { freePort } from '../../e2e/support/shop-process.js';
import { Balancer } from './servers/balancer.js';
import { Fleet } from './fleet.js';
import { ForgetfulApi } from './history.js';
import { OwnPostgres } from './servers/own-postgres.js';
import { OwnRedis } from './servers/own-redis.js';

/** Everything that chaos is made on: servers of its own, the world outside, and the shop in five processes behind a balancer. */
export class Ground {
  private constructor(
    readonly postgres: OwnPostgres,
    readonly redis: OwnRedis,
    readonly sandbox: Sandbox,
    readonly balancer: Balancer,
    readonly fleet: Fleet,
    readonly api: ForgetfulApi,
    readonly outside: Outside,
  ) {}

  static async prepare(): Promise<Ground> {
    // Takes a moment only where nothing has changed.
    await promisify(execFile)('npm', ['run', 'build']);
    const [postgres, redis, sandbox, port] = await Promise.all([OwnPostgres.start(), OwnRedis.start(), createSandbox({ host: '127.0.0.1', port: 0 }), freePort()]);
    const fleet = await Fleet.launch({
      ...sandbox.environment,
      DATABASE_URL: postgres.url,
      REDIS_URL: redis.url,
      NODE_ENV: 'production',
      LOG_LEVEL: 'info',
      TELEGRAM_UPDATES: 'polling',
      WEBHOOK_HOST: `http://127.0.0.1:${port}`,
      RATE_LIMIT_ENABLED: 'false',
      SHUTDOWN_DRAIN_SECONDS: '0',
      // Whoever is left alone for a minute after the usual pause cannot come back within ten seconds.
      CIRCUIT_BREAKER_OPEN_SECONDS: '3',
    });
    const balancer = await Balancer.open(port, [fleet.port('webhook-1'), fleet.port('webhook-2')]);
    const api = new ForgetfulApi(sandbox.origin);
    const outside = new Outside(api);
    await outside.price(1_000_000);
    return new Ground(postgres, redis, sandbox, balancer, fleet, api, outside);
  }

  /** Updates that Telegram holds for the bot. */
  async unanswered(): Promise<number> {
    const { TELEGRAM_API_ROOT, TELEGRAM_TOKEN } = this.sandbox.environment;
    const response = await fetch(`${String(TELEGRAM_API_ROOT)}bot${String(TELEGRAM_TOKEN)}/getWebhookInfo`);
    // Under its own faults Telegram says nothing here either.
    const { result } = (await response.json()) as { result?: { pending_update_count: number } };
    return result?.pending_update_count ?? 0;
  }

  /** Answers which processes did not end well when they were told to. */
  async clear(): Promise<readonly string[]> {
    const badly = await this.fleet.stop();
    await this.balancer.close();
    await this.sandbox.stop();
    await this.redis.kill();
    await this.postgres.remove();
    return badly;
  }
}
