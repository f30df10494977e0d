import { createHash } from 'node:crypto';

/** What Telegram sends along with each update. Derived from the token, so that there is one secret less to keep. */
export function telegramSecret(token: string): string {
  return createHash('sha256').update(`polaris telegram webhook ${token}`).digest('hex');
}
