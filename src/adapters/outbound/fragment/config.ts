import { Address } from '@ton/core';
import { z } from 'zod';

const blank = (value: string | undefined): boolean => value === undefined || value.trim() === '';

const url = (fallback: string) =>
  z
    .string()
    .optional()
    .transform((value) => (blank(value) ? fallback : (value ?? '').trim().replace(/\/+$/, '')))
    .refine((value) => /^https?:\/\/[^\s?#@]+$/.test(value) && URL.canParse(value), 'must be an http or https URL');

const flag = z
  .string()
  .optional()
  .transform((value) => (blank(value) ? 'false' : (value ?? '').trim().toLowerCase()))
  .refine((value) => ['true', 'false', '1', '0'].includes(value), 'must be true or false')
  .transform((value) => value === 'true' || value === '1');

const section = z.object({
  FRAGMENT_SEED_PHRASE: z
    .string({ error: 'is required' })
    .transform((value) => value.trim().toLowerCase().replace(/\s+/g, ' '))
    .refine((value) => /^(?:[a-z]+ ){23}[a-z]+$/.test(value), 'must be the 24 words of a TON wallet'),
  FRAGMENT_WALLET_VERSION: z
    .string()
    .optional()
    .transform((value) => (blank(value) ? 'v5r1' : (value ?? '').trim().toLowerCase()))
    .pipe(z.enum(['v5r1', 'v4r2'], { error: 'must be v5r1 or v4r2' })),
  FRAGMENT_WALLET_ADDRESS: z
    .string({ error: 'is required' })
    .trim()
    .refine((value) => isAddress(value), 'must be a TON address'),
  FRAGMENT_COOKIES: z
    .string()
    .default('')
    .transform((value) => value.trim())
    .refine((value) => value === '' || (value.includes('=') && !/[\r\n]/.test(value)), 'must be a Cookie header: name=value; name=value'),
  FRAGMENT_BASE_URL: url('https://fragment.com'),
  TON_API_URL: url('https://toncenter.com/api'),
  TON_API_KEY: z
    .string()
    .optional()
    .transform((value) => (blank(value) ? undefined : (value ?? '').trim()))
    .refine((value) => value === undefined || /^[\x21-\x7e]+$/.test(value), 'must be one word'),
  FRAGMENT_SHOW_SENDER: flag,
  FRAGMENT_VOID_MARGIN_SECONDS: z
    .string()
    .optional()
    .transform((value) => (blank(value) ? '120' : (value ?? '').trim()))
    .refine((value) => /^\d{1,4}$/.test(value) && Number(value) >= 1 && Number(value) <= 3600, 'must be between 1 and 3600')
    .transform(Number),
});

export interface FragmentConfig {
  readonly seedPhrase: string;
  readonly walletVersion: 'v5r1' | 'v4r2';
  readonly walletAddress: string;
  /** A Cookie header; empty to begin without a login and with the wallet alone. */
  readonly cookies: string;
  readonly baseUrl: string;
  readonly tonApiUrl: string;
  readonly tonApiKey: string | undefined;
  readonly showSender: boolean;
  readonly voidMarginSeconds: number;
}

export interface ConfigIssue {
  readonly name: string;
  readonly message: string;
}

export type ParsedFragment = { readonly off: true } | { readonly config: FragmentConfig } | { readonly issues: readonly ConfigIssue[] };

const SWITCHES = ['FRAGMENT_SEED_PHRASE', 'FRAGMENT_WALLET_ADDRESS', 'FRAGMENT_COOKIES'] as const;

/** Reads the Fragment section: off when nothing of it is set; issues name variables and never show a value. */
export function parseFragment(env: Readonly<Record<string, string | undefined>>): ParsedFragment {
  if (SWITCHES.every((name) => blank(env[name]))) return { off: true };
  const parsed = section.safeParse(Object.fromEntries(Object.entries(env).filter(([, value]) => !blank(value))));
  if (!parsed.success) {
    return { issues: parsed.error.issues.map((issue) => ({ name: issue.path.join('.'), message: issue.message })) };
  }
  const { data } = parsed;
  return {
    config: {
      seedPhrase: data.FRAGMENT_SEED_PHRASE,
      walletVersion: data.FRAGMENT_WALLET_VERSION,
      walletAddress: data.FRAGMENT_WALLET_ADDRESS,
      cookies: data.FRAGMENT_COOKIES,
      baseUrl: data.FRAGMENT_BASE_URL,
      tonApiUrl: data.TON_API_URL,
      tonApiKey: data.TON_API_KEY,
      showSender: data.FRAGMENT_SHOW_SENDER,
      voidMarginSeconds: data.FRAGMENT_VOID_MARGIN_SECONDS,
    },
  };
}

/** Everything in it that must never be printed. */
export function secretsOfFragment(config: FragmentConfig): readonly string[] {
  const values = config.cookies.split(';').map((part) => part.slice(part.indexOf('=') + 1).trim());
  return [config.seedPhrase, config.cookies, config.tonApiKey ?? '', ...values].filter((value) => value.length >= 8);
}

function isAddress(text: string): boolean {
  try {
    Address.parse(text);
    return true;
  } catch {
    return false;
  }
}
