import type { Money } from '../shared/money.js';
import { CURRENCY_SCALE } from '../shared/currency.js';
import { DomainError } from '../shared/domain-error.js';

export interface StarPackage {
  readonly stars: number;
  readonly bonus: number;
  readonly discountPercent: number;
}

/** How the operator prices one star: a fixed price, or the provider's quote plus a margin in basis points. */
export type StarPricing = { readonly mode: 'fixed'; readonly perStar: Money } | { readonly mode: 'quote'; readonly marginBasisPoints: number };

export interface StarCatalog {
  readonly packages: readonly StarPackage[];
  readonly minimumStars: number;
  readonly maximumStars: number;
  readonly pricing: StarPricing;
}

/** What is sold at which price: `price` is charged, `stars + bonus` are delivered, `saving` is off the undiscounted price. */
export interface StarOffer {
  readonly stars: number;
  readonly bonus: number;
  readonly discountPercent: number;
  readonly price: Money;
  readonly saving: Money;
}

export class StarsOutOfRange extends DomainError {
  constructor(asked: string, minimum: number, maximum: number) {
    super('catalog.stars-out-of-range', 'invalid', `between ${minimum} and ${maximum} stars are sold`, { asked: asked.slice(0, 20), minimum, maximum });
  }
}

const WHOLE_NUMBER = /^\d{1,9}$/;

/** Reads a count of stars a person typed; throws `StarsOutOfRange` for anything but a whole number that is sold. */
export function parseStars(text: string, catalog: StarCatalog): number {
  const trimmed = text.trim();
  if (!WHOLE_NUMBER.test(trimmed)) throw new StarsOutOfRange(trimmed, catalog.minimumStars, catalog.maximumStars);
  return requireSellable(Number(trimmed), catalog);
}

export function requireSellable(stars: number, catalog: StarCatalog): number {
  if (!Number.isInteger(stars) || stars < catalog.minimumStars || stars > catalog.maximumStars) {
    throw new StarsOutOfRange(String(stars), catalog.minimumStars, catalog.maximumStars);
  }
  return stars;
}

/** Prices have at most so many decimals: people can read them, and every gateway can print them. */
const DECIMALS = { ofOrder: 4, ofStar: 6 } as const;

/** The selling price of one star, given what the provider asks for it now. */
export function pricePerStar(pricing: StarPricing, costPerStar: Money): Money {
  if (pricing.mode === 'fixed') return pricing.perStar;
  return readable(costPerStar.plusBasisPoints(pricing.marginBasisPoints, 'up'), DECIMALS.ofStar);
}

function readable(price: Money, decimals: number): Money {
  const spare = CURRENCY_SCALE[price.currency] - decimals;
  const step = 10n ** BigInt(Math.max(0, spare));
  return price.portion(1n, step, 'up').times(step);
}

/** The offer for a count of stars: a package's bonus and discount where one matches exactly. Rounded up, for the shop. */
export function offerStars(stars: number, catalog: StarCatalog, perStar: Money): StarOffer {
  const match = catalog.packages.find((candidate) => candidate.stars === stars);
  const full = perStar.times(BigInt(stars));
  const discountPercent = match?.discountPercent ?? 0;
  const price = readable(full.portion(BigInt(100 - discountPercent), 100n, 'up'), DECIMALS.ofOrder);
  return { stars, bonus: match?.bonus ?? 0, discountPercent, price, saving: readable(full, DECIMALS.ofOrder).minus(price) };
}
