import { createHash } from 'node:crypto';
import { createSandbox } from '#sandbox/sandbox.js';

/** The made-up accounts of the sandbox. */
export type Accounts = Readonly<Record<string, string>>;

export async function sandboxAccounts(): Promise<Accounts> {
  const sandbox = await createSandbox({ host: '127.0.0.1', port: 0 });
  await sandbox.stop();
  return sandbox.environment;
}

/** A shop in production's clothes whose outside world is the bench's own. */
export function shopEnvironment(accounts: Accounts, outsidePort: number, databaseUrl: string, poolSize: number): Record<string, string> {
  return {
    ...accounts,
    NODE_ENV: 'production',
    DATABASE_URL: databaseUrl,
    DATABASE_POOL_SIZE: String(poolSize),
    TELEGRAM_API_ROOT: `http://127.0.0.1:${outsidePort}/telegram`,
    HELEKET_BASE_URL: `http://127.0.0.1:${outsidePort}/heleket`,
    WEBHOOK_HOST: 'http://127.0.0.1',
  };
}

/** A Redis the bench may fill; what belongs to the shop in it is removed. */
export const REDIS_URL = process.env['BENCH_REDIS_URL'] ?? 'redis://127.0.0.1:6379/1';

/** What Telegram would send in its secret header. */
export function telegramSecret(token: string): string {
  return createHash('sha256').update(`polaris telegram webhook ${token}`).digest('hex');
}
