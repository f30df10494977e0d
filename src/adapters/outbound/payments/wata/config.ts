import { z } from 'zod';

/** Wata takes no link that ends within ten minutes of its own clock, and none beyond thirty days. */
const SHORTEST_MINUTES = 15;
const LONGEST_MINUTES = 29 * 24 * 60;

export interface WataConfig {
  /** The JWT of one terminal; it names the terminal, no request does. */
  readonly token: string;
  /** Without a slash at the end. Play money has a host of its own, and nothing on the wire says which money it is. */
  readonly baseUrl: string;
  /** In lower case; what is said for another terminal is not believed. Undefined = whichever the token names. */
  readonly terminalId: string | undefined;
  readonly lifetimeSeconds: number;
}

export const REQUIRED = ['WATA_TOKEN'] as const;

const lifetime = z
  .string()
  .regex(/^\d{1,6}$/, 'must be whole minutes')
  .transform(Number)
  .refine((minutes) => minutes >= SHORTEST_MINUTES && minutes <= LONGEST_MINUTES, `must lie between ${SHORTEST_MINUTES} and ${LONGEST_MINUTES}`);

const baseUrl = z
  .url({ protocol: /^https?$/, error: 'must be an http(s) URL' })
  .refine((url) => !/[?#@]/.test(url), 'must hold no query and no credentials')
  .transform((url) => url.replace(/\/+$/, ''));

/** The gateway's own section of the environment. */
export const wataConfig = z
  .object({
    WATA_TOKEN: z.string().regex(/^[\w-]+\.[\w-]+\.[\w-]+$/, 'must be a JWT: three parts with dots between'),
    WATA_BASE_URL: baseUrl.default('https://api.wata.pro/api/h2h'),
    WATA_TERMINAL_ID: z.guid('must be a UUID').optional(),
    WATA_LINK_MINUTES: lifetime.default(60),
  })
  .transform(
    (env): WataConfig => ({
      token: env.WATA_TOKEN,
      baseUrl: env.WATA_BASE_URL,
      terminalId: env.WATA_TERMINAL_ID?.toLowerCase(),
      lifetimeSeconds: env.WATA_LINK_MINUTES * 60,
    }),
  );

export function secretsOf(config: WataConfig): readonly string[] {
  return [config.token];
}

/** When the token stops working, as it says itself; undefined when it does not say. */
export function tokenExpiry(token: string): Date | undefined {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
    const { exp } = claims as { readonly exp?: unknown };
    const expiry = new Date(typeof exp === 'number' ? exp * 1000 : Number.NaN);
    return Number.isNaN(expiry.getTime()) ? undefined : expiry;
  } catch {
    return undefined;
  }
}
