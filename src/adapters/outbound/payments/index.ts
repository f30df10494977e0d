import type { GatewayDefinition } from '../kit/define-gateway.js';
import { heleket } from './heleket/index.js';
import { wata } from './wata/index.js';

/** Every gateway the shop can take money through: one line each. */
export const gateways: readonly GatewayDefinition[] = [heleket, wata];
