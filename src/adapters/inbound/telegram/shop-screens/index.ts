import type { ScreenFactory } from '../screen.js';
import { balanceScreen } from './balance/balance.screen.js';
import { checkoutScreen } from './checkout/checkout.screen.js';
import { promoScreen } from './growth/promo.screen.js';
import { referralScreen } from './growth/referral.screen.js';
import { helpScreen } from './help/help.screen.js';
import { historyScreen } from './history/history.screen.js';
import { homeScreen } from './home/home.screen.js';
import { languageScreen } from './language/language.screen.js';
import { orderScreen } from './order/order.screen.js';
import { paymentScreen } from './payment/payment.screen.js';
import { recipientScreen } from './order/recipient.screen.js';
import { starsScreen } from './stars/stars.screen.js';
import { topUpScreen } from './top-up/top-up.screen.js';

/** The screens of the shop, one line each. */
export const SHOP_SCREENS: readonly ScreenFactory[] = [
  homeScreen,
  balanceScreen,
  topUpScreen,
  paymentScreen,
  starsScreen,
  recipientScreen,
  checkoutScreen,
  orderScreen,
  historyScreen,
  helpScreen,
  languageScreen,
  referralScreen,
  promoScreen,
];
