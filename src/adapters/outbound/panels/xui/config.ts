import { z } from 'zod';

export interface XuiSettings {
  /** With the panel's secret path, without a slash at the end. */
  readonly baseUrl: string;
  /** An API token with the admin scope. */
  readonly token: string;
  /** What a subscription link is behind: ends with a slash. */
  readonly subscriptionUrl: string;
  /** What VLESS over REALITY wants; the panel drops it where an inbound has no use for it. */
  readonly flow: string | undefined;
}

export const REQUIRED = ['BASE_URL', 'TOKEN', 'SUBSCRIPTION_URL'] as const;

const address = z
  .url({ protocol: /^https?$/, error: 'must be an http(s) URL' })
  .refine((url) => !/[?#@]/.test(url), 'must hold no query and no credentials')
  .transform((url) => url.replace(/\/+$/, ''));

/** The panel's own settings. */
export const xuiSettings = z
  .object({
    BASE_URL: address,
    TOKEN: z.string().min(16, 'is too short for a token').regex(/^[\x21-\x7e]+$/, 'holds a character no token has'),
    SUBSCRIPTION_URL: address,
    FLOW: z.enum(['xtls-rprx-vision', 'xtls-rprx-vision-udp443'], 'must be xtls-rprx-vision or nothing').optional(),
  })
  .transform(
    (settings): XuiSettings => ({
      baseUrl: settings.BASE_URL,
      token: settings.TOKEN,
      subscriptionUrl: `${settings.SUBSCRIPTION_URL}/`,
      flow: settings.FLOW,
    }),
  );

/** The panel's address counts: whoever knows its path stands before its login. */
export function secretsOf({ token, baseUrl }: XuiSettings): readonly string[] {
  return [token, baseUrl];
}
