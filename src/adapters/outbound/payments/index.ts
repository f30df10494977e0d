import { heleket } from './heleket/index.js';

/** Every gateway the shop can take money through: one line each. */
export const gateways = [heleket] as const;
