import { z } from 'zod';

export interface RemnawaveSettings {
  /** Without `/api` and without a slash at the end. */
  readonly baseUrl: string;
  /** An API token of the dashboard; it has an end. */
  readonly token: string;
  /** What a Caddy with auth in front of the panel wants. */
  readonly apiKey: string | undefined;
  /** What any other front door wants, by lower-case name. */
  readonly extraHeaders: Readonly<Record<string, string>>;
  /** The panel's WEBHOOK_SECRET_HEADER; webhooks are refused without it. */
  readonly webhookSecret: string | undefined;
}

export const REQUIRED = ['BASE_URL', 'TOKEN'] as const;

/** Ours to send: another value would lock the shop out or let requests be read wrongly. */
const RESERVED = /^(?:authorization|x-api-key|x-forwarded-.*|host|connection|content-.*|transfer-encoding|accept-encoding)$/;
const VISIBLE = /^[\x21-\x7e]+$/;

const baseUrl = z
  .url({ protocol: /^https?$/, error: 'must be an http(s) URL' })
  .refine((url) => !/[?#@]/.test(url), 'must hold no query and no credentials')
  .transform((url) => url.replace(/\/+$/, '').replace(/\/api$/, ''));

const extraHeaders = z
  .string()
  .transform((text) => text.split(';').map((pair) => pair.trim()).filter(Boolean).map(headerOf))
  .refine((headers) => headers.every((header) => header !== undefined), 'must be "name: value" pairs with ; between')
  .transform((headers) => headers.filter((header) => header !== undefined))
  .refine((headers) => headers.every(([name]) => !RESERVED.test(name)), 'names a header that is already sent')
  .transform((headers) => Object.fromEntries(headers));

/** The panel's own settings. */
export const remnawaveConfig = z
  .object({
    BASE_URL: baseUrl,
    TOKEN: z.string().min(16, 'is too short for a token').regex(VISIBLE, 'holds a character no token has'),
    API_KEY: z.string().regex(VISIBLE, 'holds a character no key has').optional(),
    EXTRA_HEADERS: extraHeaders.optional(),
    WEBHOOK_SECRET: z.string().regex(/^[A-Za-z0-9]{64}$/, 'must be 64 letters and digits').optional(),
  })
  .transform(
    (settings): RemnawaveSettings => ({
      baseUrl: settings.BASE_URL,
      token: settings.TOKEN,
      apiKey: settings.API_KEY,
      extraHeaders: settings.EXTRA_HEADERS ?? {},
      webhookSecret: settings.WEBHOOK_SECRET,
    }),
  );

export function secretsOf(settings: RemnawaveSettings): readonly string[] {
  const { token, apiKey, webhookSecret, extraHeaders: headers } = settings;
  return [token, apiKey, webhookSecret, ...Object.values(headers)].filter((secret) => secret !== undefined);
}

function headerOf(pair: string): readonly [string, string] | undefined {
  const match = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+)\s*:\s*([\x20-\x7e]+)$/.exec(pair);
  return match?.[1] === undefined || match[2] === undefined ? undefined : [match[1].toLowerCase(), match[2]];
}
