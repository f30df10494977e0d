import { SEED_PHRASE, V5R1_ADDRESS } from '../adapters/fragment/fixtures.js';

/** The least a shop needs to sell for real, with what a test changes; undefined leaves a variable out. */
export function anEnvironment(changes: Readonly<Record<string, string | undefined>> = {}): Readonly<Record<string, string | undefined>> {
  return {
    TELEGRAM_TOKEN: '4200000000:token-of-a-shop-that-is-no-shop',
    MERCHANT_UUID: '5a4d0b0c-0000-4000-8000-000000000001',
    API_KEY: 'payment-key-of-the-merchant',
    FRAGMENT_SEED_PHRASE: SEED_PHRASE,
    FRAGMENT_WALLET_ADDRESS: V5R1_ADDRESS,
    FRAGMENT_COOKIES: 'stel_ssid=cookie-of-the-market; stel_token=login-at-the-market',
    ...changes,
  };
}
