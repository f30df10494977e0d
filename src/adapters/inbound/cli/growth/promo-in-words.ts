import type { PromoCode } from '#domain/growth/promo-code.js';

/** A code as operators read it: what it is worth, and its limits. */
export function promoInWords(promo: PromoCode): string {
  const { code, total, each, expiresAt, plans, active } = promo;
  const limits = [
    total === undefined ? undefined : `${total} uses`,
    each === undefined ? undefined : `${each} a person`,
    expiresAt && `until ${expiresAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`,
    plans.length === 0 ? undefined : `for ${plans.join(', ')}`,
    active ? undefined : 'off',
  ];
  return [`${code}: ${promoWorth(promo)}`, ...limits.filter((limit) => limit !== undefined)].join(', ');
}

function promoWorth({ benefit }: PromoCode): string {
  if (benefit.kind === 'percent') return `${benefit.percent} %`;
  return benefit.kind === 'sum' ? benefit.amount.toString() : `${benefit.days} days`;
}
