import type { Language } from '../customers/customer.js';
import type { Currency } from '../shared/currency.js';
import { DomainError } from '../shared/domain-error.js';
import type { Money } from '../shared/money.js';

/** How often the used traffic begins at nothing again. */
export type TrafficPeriod = 'none' | 'day' | 'week' | 'month';

/** What a subscription allows, whatever it costs. */
export interface Allowance {
  /** In bytes; undefined = as much as one likes. */
  readonly traffic: bigint | undefined;
  readonly trafficPeriod: TrafficPeriod;
  readonly devices: number | undefined;
  /** Panels it may live on; empty = any that takes newcomers. */
  readonly panels: readonly string[];
  /** Whether it lives on all of them, with a link each, or on one. */
  readonly spans: boolean;
}

/** Something the shop sells time on a VPN by. Operators edit it; what was bought keeps the terms it was offered with. */
export interface Plan {
  /** Part of buttons: `^[a-z0-9-]{1,16}$`. */
  readonly id: string;
  readonly titles: Readonly<Record<Language, string>>;
  readonly days: number;
  readonly allowance: Allowance;
  /** One a currency; a plan without any cannot be bought. */
  readonly prices: readonly Money[];
  readonly state: 'active' | 'hidden';
  /** Its place among the others. */
  readonly position: number;
}

/** There is no such plan, or it is not sold any more. */
export class PlanNotFound extends DomainError {
  constructor(plan: string) {
    super('vpn.plan-not-found', 'not-found', 'there is no such plan', { plan: plan.slice(0, 40) });
  }
}

/** What is wrong with a plan an operator wrote. */
export class PlanRefused extends DomainError {
  constructor(field: string, message: string) {
    super('vpn.plan-refused', 'invalid', message, { field });
  }
}

const ID = /^[a-z0-9-]{1,16}$/;
const LONGEST_DAYS = 3_660;

export function priceIn(plan: Plan, currency: Currency): Money | undefined {
  return plan.prices.find((price) => price.currency === currency);
}

/** Two plans without a price in a common currency cannot be weighed against each other. */
export class NotComparable extends DomainError {
  constructor(from: string, to: string) {
    super('vpn.not-comparable', 'conflict', 'these plans have no price in a common currency', { from, to });
  }
}

/** How long time of one plan lasts on another at the same value, cut to whole seconds. Throws `NotComparable`. */
export function convertedSeconds(seconds: number, from: Plan, to: Plan): number {
  if (hasSameTerms(from.allowance, to.allowance)) return seconds;
  for (const paid of from.prices) {
    const asked = priceIn(to, paid.currency);
    if (asked) return Number((BigInt(seconds) * paid.minor * BigInt(to.days)) / (BigInt(from.days) * asked.minor));
  }
  throw new NotComparable(from.id, to.id);
}

/** Whether one allows what the other does, so that time on them is worth the same. */
export function hasSameTerms(one: Allowance, other: Allowance): boolean {
  const samePanels = one.panels.length === other.panels.length && one.panels.every((panel) => other.panels.includes(panel));
  return samePanels && one.spans === other.spans && one.traffic === other.traffic && one.trafficPeriod === other.trafficPeriod && one.devices === other.devices;
}

/** Throws `PlanRefused` for the first thing that is wrong. */
export function checkPlan(plan: Plan): Plan {
  if (!ID.test(plan.id)) throw new PlanRefused('id', 'an id has up to 16 small letters, digits and dashes');
  if (!Number.isInteger(plan.days) || plan.days < 1 || plan.days > LONGEST_DAYS) throw new PlanRefused('days', `a plan lasts 1 to ${LONGEST_DAYS} days`);
  if (Object.values(plan.titles).some((title) => title.trim() === '')) throw new PlanRefused('titles', 'a plan has a title in every language');
  if (plan.prices.some((price) => !price.isPositive())) throw new PlanRefused('prices', 'a price is more than nothing');
  if (new Set(plan.prices.map(({ currency }) => currency)).size < plan.prices.length) throw new PlanRefused('prices', 'there is one price a currency');
  const { traffic, devices } = plan.allowance;
  if (traffic !== undefined && traffic <= 0n) throw new PlanRefused('traffic', 'traffic is limited to more than nothing, or not at all');
  if (devices !== undefined && (!Number.isInteger(devices) || devices < 1)) throw new PlanRefused('devices', 'devices are limited to one or more, or not at all');
  return plan;
}
