import { isIP } from 'node:net';
import { z } from 'zod';

/** The address Heleket's documentation names as the only source of its webhooks. */
const DOCUMENTED_WEBHOOK_IPS = '31.133.220.8';
const SHORTEST_LIFETIME = 300;
const LONGEST_LIFETIME = 43_200;

export interface HeleketConfig {
  readonly merchant: string;
  readonly apiKey: string;
  /** The second key, which only refunds are signed with; refunds are off without it. */
  readonly payoutKey: string | undefined;
  /** Without a slash at the end. */
  readonly baseUrl: string;
  readonly lifetimeSeconds: number;
  /** Addresses webhooks may come from; undefined = the signature alone decides. */
  readonly webhookIps: readonly string[] | undefined;
  /** Key of the shop's own simplified webhook; such webhooks are refused without it. */
  readonly simplifiedSecret: string | undefined;
}

export const REQUIRED = ['MERCHANT_UUID', 'API_KEY'] as const;

const flag = z.enum(['true', 'false'], 'must be true or false');

const lifetime = z
  .string()
  .regex(/^\d{1,6}$/, 'must be whole seconds')
  .transform(Number)
  .refine((seconds) => seconds >= SHORTEST_LIFETIME && seconds <= LONGEST_LIFETIME, `must lie between ${SHORTEST_LIFETIME} and ${LONGEST_LIFETIME}`);

const addresses = z
  .string()
  .transform((list) => list.split(',').map((address) => address.trim()).filter(Boolean))
  .refine((list) => list.length > 0 && list.every((address) => isIP(address) !== 0), 'must be IP addresses with commas between');

const baseUrl = z
  .url({ protocol: /^https?$/, error: 'must be an http(s) URL' })
  .refine((url) => !/[?#@]/.test(url), 'must hold no query and no credentials')
  .transform((url) => url.replace(/\/+$/, ''));

/** The gateway's own section of the environment. */
export const heleketConfig = z
  .object({
    MERCHANT_UUID: z.guid('must be a UUID'),
    API_KEY: z.string().min(8, 'is too short for a key'),
    HELEKET_PAYOUT_KEY: z.string().min(8, 'is too short for a key').optional(),
    HELEKET_BASE_URL: baseUrl.default('https://api.heleket.com'),
    HELEKET_WEBHOOK_IPS: addresses.default([DOCUMENTED_WEBHOOK_IPS]),
    HELEKET_CHECK_WEBHOOK_IP: flag.default('false'),
    WEBHOOK_SECRET: z.string().min(16, 'is too short for a secret').optional(),
    PAYMENT_TIMEOUT: lifetime.default(3600),
  })
  .transform(
    (env): HeleketConfig => ({
      merchant: env.MERCHANT_UUID,
      apiKey: env.API_KEY,
      payoutKey: env.HELEKET_PAYOUT_KEY,
      baseUrl: env.HELEKET_BASE_URL,
      lifetimeSeconds: env.PAYMENT_TIMEOUT,
      webhookIps: env.HELEKET_CHECK_WEBHOOK_IP === 'true' ? env.HELEKET_WEBHOOK_IPS : undefined,
      simplifiedSecret: env.WEBHOOK_SECRET,
    }),
  );

export function secretsOf(config: HeleketConfig): readonly string[] {
  return [config.apiKey, config.payoutKey, config.simplifiedSecret].filter((secret) => secret !== undefined);
}
