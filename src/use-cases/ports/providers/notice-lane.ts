import type { Notice } from './notifier.js';

/** In the order in which they are served; a lane is stored as its place in this list. */
export const NOTICE_LANES = ['receipt', 'bulk'] as const;

export type NoticeLane = (typeof NOTICE_LANES)[number];

/** What tells of money, of an order or to an operator is a receipt. That an invoice ran out unpaid concerns nobody's money and may wait. */
export function laneOf({ kind }: Notice): NoticeLane {
  return kind === 'payment-expired' ? 'bulk' : 'receipt';
}
