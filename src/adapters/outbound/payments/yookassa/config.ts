import { z } from 'zod';

const TEST_KEY = 'test_';

/** What a fiscal receipt says beside the purchase itself. */
export interface YookassaReceipt {
  /** Where receipts are sent. */
  readonly email: string;
  readonly vatCode: number;
  readonly taxSystem: number | undefined;
}

export interface YookassaConfig {
  readonly shopId: string;
  readonly secretKey: string;
  /** Without a slash at the end. */
  readonly baseUrl: string;
  /** Whether the provider's play money is what this shop is to be paid with. */
  readonly testMode: boolean;
  /** Whether notifications are taken from the provider's addresses only. */
  readonly checksWebhookIp: boolean;
  readonly receipt: YookassaReceipt | undefined;
  /** Whether what a payer has paid with may be kept and charged again. */
  readonly saveMethods: boolean;
}

export const REQUIRED = ['YOOKASSA_SHOP_ID', 'YOOKASSA_SECRET_KEY'] as const;

const flag = z.enum(['true', 'false'], 'must be true or false').transform((text) => text === 'true');

const baseUrl = z
  .url({ protocol: /^https?$/, error: 'must be an http(s) URL' })
  .refine((url) => !/[?#@]/.test(url), 'must hold no query and no credentials')
  .transform((url) => url.replace(/\/+$/, ''));

/** The gateway's own section of the environment. */
export const yookassaConfig = z
  .object({
    YOOKASSA_SHOP_ID: z.string().regex(/^\d{1,20}$/, 'must be digits'),
    YOOKASSA_SECRET_KEY: z.string().regex(/^[\x21-\x7e]{8,}$/, 'must be a key of 8 characters or more'),
    YOOKASSA_BASE_URL: baseUrl.default('https://api.yookassa.ru/v3'),
    YOOKASSA_TEST_MODE: flag.optional(),
    YOOKASSA_CHECK_WEBHOOK_IP: flag.default(true),
    YOOKASSA_RECEIPT_EMAIL: z.email('must be an e-mail address').optional(),
    // Newer rates have codes of their own; which ones the account's contract says.
    YOOKASSA_VAT_CODE: z.string().regex(/^([1-9]|1[0-2])$/, 'must be a code from 1 to 12').default('1'),
    YOOKASSA_TAX_SYSTEM: z.string().regex(/^[1-6]$/, 'must be a code from 1 to 6').optional(),
    YOOKASSA_SAVE_METHODS: flag.default(false),
  })
  .transform(
    (env): YookassaConfig => ({
      shopId: env.YOOKASSA_SHOP_ID,
      secretKey: env.YOOKASSA_SECRET_KEY,
      baseUrl: env.YOOKASSA_BASE_URL,
      testMode: env.YOOKASSA_TEST_MODE ?? env.YOOKASSA_SECRET_KEY.startsWith(TEST_KEY),
      checksWebhookIp: env.YOOKASSA_CHECK_WEBHOOK_IP,
      receipt: receiptFrom(env.YOOKASSA_RECEIPT_EMAIL, env.YOOKASSA_VAT_CODE, env.YOOKASSA_TAX_SYSTEM),
      saveMethods: env.YOOKASSA_SAVE_METHODS,
    }),
  );

/** The key, and the header that carries it on every call. */
export function secretsOf(config: YookassaConfig): readonly string[] {
  return [config.secretKey, credentialsOf(config)];
}

/** Shop and key as HTTP Basic wants them. */
export function credentialsOf({ shopId, secretKey }: YookassaConfig): string {
  return Buffer.from(`${shopId}:${secretKey}`, 'utf8').toString('base64');
}

function receiptFrom(email: string | undefined, vatCode: string, taxSystem: string | undefined): YookassaReceipt | undefined {
  if (email === undefined) return undefined;
  return { email, vatCode: Number(vatCode), taxSystem: taxSystem === undefined ? undefined : Number(taxSystem) };
}
