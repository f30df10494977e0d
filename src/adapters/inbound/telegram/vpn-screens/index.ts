import type { ScreenFactory } from '../screen.js';
import { changeScreen } from './change/change.screen.js';
import { configScreen } from './config/config.screen.js';
import { extendScreen } from './extend/extend.screen.js';
import { plansScreen } from './plans/plans.screen.js';
import { rotationScreen } from './rotation/rotation.screen.js';
import { setupScreen } from './setup/setup.screen.js';
import { subscriptionScreen } from './subscription/subscription.screen.js';
import { usageScreen } from './usage/usage.screen.js';
import { vpnScreen } from './vpn/vpn.screen.js';

/** The screens of the VPN half, one line each. */
export const VPN_SCREENS: readonly ScreenFactory[] = [
  vpnScreen,
  plansScreen,
  subscriptionScreen,
  extendScreen,
  changeScreen,
  configScreen,
  setupScreen,
  rotationScreen,
  usageScreen,
];
