import { z } from 'zod';

/** Where all money is play money. */
const TESTNET_HOST = 'testnet-pay.crypt.bot';
/** JET exists on the testnet only. */
const ASSETS = ['USDT', 'TON', 'BTC', 'ETH', 'LTC', 'BNB', 'TRX', 'USDC', 'JET'];

export interface CryptobotConfig {
  /** Authorises every call, and every webhook is signed with its hash. */
  readonly token: string;
  /** With the path in front of the methods, without a slash at the end. */
  readonly baseUrl: string;
  /** Whether play money is what the shop expects. */
  readonly testnet: boolean;
  /** Coins a fiat invoice may be paid in; undefined = all the provider has. */
  readonly assets: readonly string[] | undefined;
  /** Whether the app may transfer coins, which is how refunds are made. */
  readonly transfers: boolean;
}

export const REQUIRED = ['CRYPTO_PAY_TOKEN'] as const;

const flag = z.enum(['true', 'false'], 'must be true or false');

const assets = z
  .string()
  .transform((list) => list.split(',').map((asset) => asset.trim()).filter(Boolean))
  .refine((list) => list.length > 0 && list.every((asset) => ASSETS.includes(asset)), `must be some of ${ASSETS.join(', ')} with commas between`);

const baseUrl = z
  .url({ protocol: /^https?$/, error: 'must be an http(s) URL' })
  .refine((url) => !/[?#@]/.test(url), 'must hold no query and no credentials')
  .transform((url) => url.replace(/\/+$/, ''));

/** The gateway's own section of the environment. */
export const cryptobotConfig = z
  .object({
    CRYPTO_PAY_TOKEN: z.string().regex(/^\d{1,16}:[\w-]{20,128}$/, 'must be a number, a colon and the secret, as the bot shows it'),
    CRYPTO_PAY_BASE_URL: baseUrl.default('https://pay.crypt.bot/api'),
    CRYPTO_PAY_ASSETS: assets.optional(),
    CRYPTO_PAY_TRANSFERS: flag.default('false'),
  })
  .transform(
    (env): CryptobotConfig => ({
      token: env.CRYPTO_PAY_TOKEN,
      baseUrl: env.CRYPTO_PAY_BASE_URL,
      testnet: new URL(env.CRYPTO_PAY_BASE_URL).hostname === TESTNET_HOST,
      assets: env.CRYPTO_PAY_ASSETS,
      transfers: env.CRYPTO_PAY_TRANSFERS === 'true',
    }),
  );

/** The part behind the colon is the secret by itself. */
export function secretsOf({ token }: CryptobotConfig): readonly string[] {
  return [token, token.slice(token.indexOf(':') + 1)];
}
