import { Money } from '#domain/shared/money.js';
import type { Allowance, Plan } from '#domain/vpn/plan.js';
import { ton } from './ton.js';

export const FREELY: Allowance = { traffic: undefined, trafficPeriod: 'none', devices: undefined, panels: [], spans: false };

/** Sells a month in three currencies. */
export function aPlan(changes: Partial<Plan> = {}): Plan {
  const prices = [ton('2'), Money.parse('299', 'RUB'), Money.of(250n, 'XTR')];
  return { id: 'month', titles: { ru: 'Месяц', en: 'A month' }, days: 30, allowance: FREELY, prices, state: 'active', position: 1, ...changes };
}
