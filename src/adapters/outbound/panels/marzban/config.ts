import { z } from 'zod';

export interface MarzbanSettings {
  /** Without a slash at the end. */
  readonly baseUrl: string;
  readonly username: string;
  readonly password: string;
  /** Where people reach a subscription link that the panel writes without a host; without a slash at the end. */
  readonly subscriptionUrl: string;
  /** What new accounts get as their VLESS flow; empty for none. */
  readonly flow: string;
  /** What the panel's webhooks carry in clear; they are refused without it. */
  readonly webhookSecret: string | undefined;
}

export const REQUIRED = ['BASE_URL', 'USERNAME', 'PASSWORD'] as const;

const address = z
  .url({ protocol: /^https?$/, error: 'must be an http(s) URL' })
  .refine((url) => !/[?#@]/.test(url), 'must hold no query and no credentials')
  .transform((url) => url.replace(/\/+$/, ''));

/** The settings of one panel, by their names without its prefix. */
export const marzbanSettings = z
  .object({
    BASE_URL: address,
    USERNAME: z.string().max(64, 'is too long for a name'),
    PASSWORD: z.string().max(200, 'is too long for a password'),
    SUBSCRIPTION_URL: address.optional(),
    FLOW: z.enum(['xtls-rprx-vision', 'none'], 'must be xtls-rprx-vision or none').default('xtls-rprx-vision'),
    WEBHOOK_SECRET: z.string().min(8, 'is too short for a secret').optional(),
  })
  .transform(
    (given): MarzbanSettings => ({
      baseUrl: given.BASE_URL,
      username: given.USERNAME,
      password: given.PASSWORD,
      subscriptionUrl: given.SUBSCRIPTION_URL ?? given.BASE_URL,
      flow: given.FLOW === 'none' ? '' : given.FLOW,
      webhookSecret: given.WEBHOOK_SECRET,
    }),
  );

export function secretsOf(settings: MarzbanSettings): readonly string[] {
  return [settings.password, settings.webhookSecret].filter((secret) => secret !== undefined);
}
