import type { Flow } from './flow.js';
import { GROWTH_FLOWS } from './growth-flows.js';
import { PAYMENT_FLOWS } from './payment-flows.js';
import { PURCHASE_FLOWS } from './purchase-flows.js';
import { REFUND_FLOWS } from './refund-flows.js';
import { VPN_FLOWS } from './vpn-flows.js';

/** Everything the shop does with money; a flow in this list is swept in memory, on Postgres and as a process. */
export const ALL_FLOWS: readonly Flow[] = [...PAYMENT_FLOWS, ...PURCHASE_FLOWS, ...REFUND_FLOWS, ...VPN_FLOWS, ...GROWTH_FLOWS];
