import type { Money } from '#domain/shared/money.js';
import type { Allowance, Plan } from '#domain/vpn/plan.js';
import type { TextValues, Words } from '../words.js';

/** How much traffic is allowed, and how often it begins anew. */
export function trafficOf(words: Words, { traffic, trafficPeriod }: Allowance): string {
  return traffic === undefined ? words.plain('plan.traffic-free') : words.plain(`plan.traffic-${trafficPeriod}`, { size: words.size(traffic) });
}

export function devicesOf(words: Words, { devices }: Allowance): string {
  return devices === undefined ? words.plain('plan.devices-free') : words.devices(devices);
}

export function pricesOf(words: Words, prices: readonly Money[]): string {
  return prices.map((price) => words.money(price)).join(' · ');
}

/** A plan with all that it offers, as the text `plan.item` names it. */
export function planValues(words: Words, { titles, days, allowance, prices }: Plan): TextValues {
  return {
    title: titles[words.language],
    prices: pricesOf(words, prices),
    days: words.days(days),
    traffic: trafficOf(words, allowance),
    devices: devicesOf(words, allowance),
  };
}

/** What a button says of a plan: its first price stands for the others. */
export function planLabel(words: Words, { titles, prices }: Plan): string {
  const [price] = prices;
  return price ? words.plain('plan.button', { title: titles[words.language], price: words.money(price) }) : titles[words.language];
}
