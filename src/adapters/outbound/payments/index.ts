import type { GatewayDefinition } from '../kit/define-gateway.js';
import { cryptobot } from './cryptobot/index.js';
import { heleket } from './heleket/index.js';
import { stars } from './stars/index.js';
import { wata } from './wata/index.js';
import { yookassa } from './yookassa/index.js';

/** Every gateway the shop can take money through: one line each. */
export const gateways: readonly GatewayDefinition[] = [heleket, yookassa, wata, cryptobot, stars];
