import { z } from 'zod';

export interface StarsConfig {
  /** Authorises every call, as part of the address. */
  readonly token: string;
  /** Without a slash at the end. */
  readonly apiRoot: string;
}

/** The bot is the till: there is nothing to set beyond its own token. BOT_TOKEN is its older name. */
export const REQUIRED = ['TELEGRAM_TOKEN', 'BOT_TOKEN'] as const;

const text = z.string().optional();

/** The bot's own variables, which the service has checked: what is wrong with them is said there. */
export const starsConfig = z.object({ TELEGRAM_TOKEN: text, BOT_TOKEN: text, TELEGRAM_API_ROOT: text }).transform(
  (env): StarsConfig => ({
    token: env.TELEGRAM_TOKEN ?? env.BOT_TOKEN ?? '',
    apiRoot: (env.TELEGRAM_API_ROOT ?? 'https://api.telegram.org').replace(/\/+$/, ''),
  }),
);
