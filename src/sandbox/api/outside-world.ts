import { FragmentSimulator } from '#sandbox/fragment/fragment-simulator.js';
import { HeleketSimulator } from '#sandbox/heleket/heleket-simulator.js';
import type { FaultBoard } from '#sandbox/kit/fault-board.js';
import type { Simulator, SimulatorContext } from '#sandbox/kit/simulator.js';
import { TelegramSimulator } from '#sandbox/telegram/telegram-simulator.js';
import { TonSimulator } from '#sandbox/ton/ton-simulator.js';

/** Made up and printed here, so worthless: they open nothing but the sandbox. */
const MERCHANT = {
  merchant: '5a4d0b0c-0000-4000-8000-706f6c617269',
  apiKey: 'sandbox-heleket-payment-key-0000',
  payoutKey: 'sandbox-heleket-payout-key-00000',
};
/** Short, so that a failed purchase is known to be void while somebody watches. */
const VOID_MARGIN_SECONDS = '3';

/** All stand-ins together. */
export interface OutsideWorld {
  readonly faults: FaultBoard;
  readonly telegram: TelegramSimulator;
  readonly heleket: HeleketSimulator;
  readonly fragment: FragmentSimulator;
  readonly ton: TonSimulator;
}

export async function createOutsideWorld(context: SimulatorContext): Promise<OutsideWorld> {
  const ton = await TonSimulator.create(context);
  return {
    faults: context.faults,
    telegram: new TelegramSimulator(context),
    heleket: new HeleketSimulator(context, MERCHANT),
    fragment: new FragmentSimulator(context, ton),
    ton,
  };
}

export function simulatorsOf(outside: OutsideWorld): readonly Simulator[] {
  return [outside.telegram, outside.heleket, outside.fragment, outside.ton];
}

/** The variables that make a shop use this world instead of the real one. */
export function environmentOf(outside: OutsideWorld, origin: string): Readonly<Record<string, string>> {
  const { telegram, fragment, ton } = outside;
  return Object.freeze({
    TELEGRAM_TOKEN: telegram.token,
    TELEGRAM_API_ROOT: telegram.apiRoot,
    HELEKET_BASE_URL: `${origin}/sandbox/heleket/api`,
    MERCHANT_UUID: MERCHANT.merchant,
    API_KEY: MERCHANT.apiKey,
    HELEKET_PAYOUT_KEY: MERCHANT.payoutKey,
    FRAGMENT_BASE_URL: `${origin}/sandbox/fragment/site`,
    FRAGMENT_SEED_PHRASE: ton.seedPhrase,
    FRAGMENT_WALLET_VERSION: ton.walletVersion,
    FRAGMENT_WALLET_ADDRESS: ton.walletAddress,
    FRAGMENT_COOKIES: fragment.initialCookies,
    FRAGMENT_VOID_MARGIN_SECONDS: VOID_MARGIN_SECONDS,
    TON_API_URL: `${origin}/sandbox/ton/api`,
    WEBHOOK_HOST: origin,
  });
}
