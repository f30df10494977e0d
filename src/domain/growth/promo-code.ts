import type { UserId } from '../customers/customer.js';
import { DomainError } from '../shared/domain-error.js';
import { Money } from '../shared/money.js';

export type PromoBenefit =
  | { readonly kind: 'percent'; readonly percent: number }
  | { readonly kind: 'sum'; readonly amount: Money }
  | { readonly kind: 'days'; readonly days: number };

/** A word that makes a subscription cheaper, or gives days by itself. */
export interface PromoCode {
  /** As `readPromoCode` writes it. */
  readonly code: string;
  readonly benefit: PromoBenefit;
  /** How often it can be used, by everybody and by one person; undefined = as often as they like. Days are given once a person in any case. */
  readonly total: number | undefined;
  readonly each: number | undefined;
  readonly expiresAt: Date | undefined;
  /** Plans it is for; empty = all. */
  readonly plans: readonly string[];
  readonly active: boolean;
  readonly createdAt: Date;
}

/** One use, under a reference derived from the order or the person it was for. */
export interface PromoUse {
  readonly ref: string;
  readonly code: string;
  readonly userId: UserId;
  readonly orderId: string | undefined;
  readonly at: Date;
}

/** What was typed is no code, or none that can be used any more. */
export class NoSuchPromo extends DomainError {
  constructor() {
    super('promo.not-found', 'invalid', 'there is no such promo code');
  }
}

/** `over`: its time or its uses are over; `used`: this person has used it up; `not-for-plan`: it makes this plan no cheaper. */
export type PromoRefusal = 'over' | 'used' | 'not-for-plan';

/** There is such a code and it does nothing here. Where a price was shown with it, `orderId` is a new draft without it. Nothing was charged. */
export class PromoRefused extends DomainError {
  constructor(
    readonly why: PromoRefusal,
    details: { readonly orderId?: string; readonly shown?: string; readonly price?: string; readonly currency?: string } = {},
  ) {
    super(`promo.${why}`, 'conflict', 'this promo code does nothing here', details);
  }
}

/** What is wrong with a code an operator wrote. */
export class InvalidPromo extends DomainError {
  constructor(message: string) {
    super('promo.invalid', 'invalid', message);
  }
}

// Without the flag for case: letters of other alphabets fold into these.
const CODE = /^[A-Za-z0-9_-]{3,32}$/;
const LONGEST_DAYS = 366;

/** The code somebody typed, in capitals; throws `NoSuchPromo` for what no code can be. */
export function readPromoCode(text: string): string {
  const code = text.trim();
  if (!CODE.test(code)) throw new NoSuchPromo();
  return code.toUpperCase();
}

/** Throws `InvalidPromo` for the first thing that is wrong. */
export function checkPromo(promo: PromoCode): PromoCode {
  const { code, benefit, total, each } = promo;
  if (!CODE.test(code) || code !== code.toUpperCase()) throw new InvalidPromo('a code has 3 to 32 letters of the Latin alphabet, digits, dashes and underscores');
  if (benefit.kind === 'percent' && !isCount(benefit.percent, 99)) throw new InvalidPromo('a discount is 1 to 99 percent');
  if (benefit.kind === 'days' && !isCount(benefit.days, LONGEST_DAYS)) throw new InvalidPromo(`a code gives 1 to ${LONGEST_DAYS} days`);
  if (benefit.kind === 'sum' && !benefit.amount.isPositive()) throw new InvalidPromo('a discount is more than nothing');
  if ([total, each].some((limit) => limit !== undefined && !isCount(limit, Number.MAX_SAFE_INTEGER))) throw new InvalidPromo('a code can be used once or more');
  return promo;
}

function isCount(value: number, most: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= most;
}

export interface PromoUsage {
  readonly total: number;
  /** By the person who asks. */
  readonly own: number;
}

/** Throws `NoSuchPromo`, `PromoRefused` where this person cannot use it now. */
export function requireUsable(promo: PromoCode | undefined, usage: PromoUsage, now: Date): PromoCode {
  if (!promo?.active) throw new NoSuchPromo();
  const each = promo.benefit.kind === 'days' ? 1 : promo.each;
  if (each !== undefined && usage.own >= each) throw new PromoRefused('used');
  const over = promo.expiresAt !== undefined && promo.expiresAt <= now;
  if (over || (promo.total !== undefined && usage.total >= promo.total)) throw new PromoRefused('over');
  return promo;
}

/** Whether it makes anything of this price cheaper. */
export function appliesTo({ benefit }: PromoCode, price: Money): boolean {
  return benefit.kind === 'percent' || (benefit.kind === 'sum' && benefit.amount.currency === price.currency);
}

/** The price with it, rounded up for the shop: nothing is sold for nothing. */
export function discounted(promo: PromoCode, price: Money): Money {
  const { benefit } = promo;
  if (benefit.kind === 'percent') return price.portion(BigInt(100 - benefit.percent), 100n, 'up');
  if (benefit.kind !== 'sum' || !appliesTo(promo, price)) return price;
  const rest = price.minus(benefit.amount);
  return rest.isPositive() ? rest : Money.of(1n, price.currency);
}
