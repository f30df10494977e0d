import type { Guard } from './guard.js';
import { GUARDS_OF_CHECKOUT, GUARDS_OF_GROWTH } from './areas/money/guards-of-checkout.js';
import { GUARDS_OF_CONFIGURATION } from './areas/guards-of-configuration.js';
import { GUARDS_OF_FRAGMENT } from './areas/guards-of-fragment.js';
import { GUARDS_OF_GATEWAYS } from './areas/guards-of-gateways.js';
import { GUARDS_OF_HTTP } from './areas/guards-of-http.js';
import { GUARDS_OF_MONEY } from './areas/money/guards-of-money.js';
import { GUARDS_OF_REFUNDS } from './areas/money/guards-of-refunds.js';
import { GUARDS_OF_TELEGRAM } from './areas/guards-of-telegram.js';
import { GUARDS_OF_THE_CHAIN } from './areas/guards-of-the-chain.js';
import { GUARDS_OF_THE_DATABASE } from './areas/guards-of-the-database.js';
import { GUARDS_OF_THE_LEDGER } from './areas/money/guards-of-the-ledger.js';
import { GUARDS_OF_THE_STORES } from './areas/guards-of-the-stores.js';
import { GUARDS_OF_SCREENS } from './areas/vpn/guards-of-screens.js';
import { GUARDS_OF_SUBSCRIPTIONS } from './areas/vpn/guards-of-subscriptions.js';

export const GUARDS: readonly Guard[] = [
  ...GUARDS_OF_THE_LEDGER,
  ...GUARDS_OF_THE_DATABASE,
  ...GUARDS_OF_THE_STORES,
  ...GUARDS_OF_MONEY,
  ...GUARDS_OF_CHECKOUT,
  ...GUARDS_OF_GROWTH,
  ...GUARDS_OF_REFUNDS,
  ...GUARDS_OF_GATEWAYS,
  ...GUARDS_OF_FRAGMENT,
  ...GUARDS_OF_THE_CHAIN,
  ...GUARDS_OF_HTTP,
  ...GUARDS_OF_TELEGRAM,
  ...GUARDS_OF_CONFIGURATION,
  ...GUARDS_OF_SUBSCRIPTIONS,
  ...GUARDS_OF_SCREENS,
];
