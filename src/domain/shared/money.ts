import { CURRENCY_SCALE, type Currency } from './currency.js';
import { DomainError } from './domain-error.js';

/** Text that is no amount of the currency: not a plain decimal, or finer than its minor unit. */
export class InvalidAmount extends DomainError {
  constructor(text: string, currency: Currency) {
    super('money.invalid-amount', 'invalid', `not an amount of ${currency}`, { text: text.slice(0, 40), currency });
  }
}

export class CurrencyMismatch extends DomainError {
  constructor(left: Currency, right: Currency) {
    super('money.currency-mismatch', 'conflict', `${left} is not ${right}`, { left, right });
  }
}

export type Rounding = 'down' | 'up';

/** JSON form: minor units as a decimal string, so that no number ever carries money. */
export interface MoneyJson {
  readonly minor: string;
  readonly currency: Currency;
}

const PLAIN_DECIMAL = /^-?(?:0|[1-9]\d{0,24})(?:\.(\d{1,18}))?$/;
const BASIS = 10_000n;

/** An amount in bigint minor units of one currency. Immutable; mixing currencies throws `CurrencyMismatch`. */
export class Money {
  private constructor(
    readonly minor: bigint,
    readonly currency: Currency,
  ) {}

  static of(minor: bigint, currency: Currency): Money {
    return new Money(minor, currency);
  }

  static zero(currency: Currency): Money {
    return new Money(0n, currency);
  }

  /** Reads a plain decimal ("10", "0.5"); throws `InvalidAmount` for anything else or for digits the currency cannot hold. */
  static parse(text: string, currency: Currency): Money {
    const match = PLAIN_DECIMAL.exec(text);
    if (!match) throw new InvalidAmount(text, currency);
    const scale = CURRENCY_SCALE[currency];
    const fraction = (match[1] ?? '').replace(/0+$/, '');
    if (fraction.length > scale) throw new InvalidAmount(text, currency);
    const negative = text.startsWith('-');
    const whole = text.replace('-', '').split('.')[0] ?? '0';
    const minor = BigInt(whole + fraction.padEnd(scale, '0'));
    return new Money(negative ? -minor : minor, currency);
  }

  static fromJson(json: MoneyJson): Money {
    return new Money(BigInt(json.minor), json.currency);
  }

  plus(other: Money): Money {
    return new Money(this.minor + this.same(other).minor, this.currency);
  }

  minus(other: Money): Money {
    return new Money(this.minor - this.same(other).minor, this.currency);
  }

  times(count: bigint): Money {
    return new Money(this.minor * count, this.currency);
  }

  /** The amount multiplied by numerator/denominator (both positive), rounded to the minor unit in the named direction. */
  portion(numerator: bigint, denominator: bigint, rounding: Rounding): Money {
    const product = this.minor * numerator;
    const floor = product >= 0n || product % denominator === 0n ? product / denominator : product / denominator - 1n;
    const exact = floor * denominator === product;
    return new Money(rounding === 'up' && !exact ? floor + 1n : floor, this.currency);
  }

  /** Adds basis points (100 = 1 %), rounded in the named direction. */
  plusBasisPoints(points: number, rounding: Rounding): Money {
    return this.portion(BASIS + BigInt(points), BASIS, rounding);
  }

  compare(other: Money): -1 | 0 | 1 {
    const right = this.same(other).minor;
    if (this.minor === right) return 0;
    return this.minor < right ? -1 : 1;
  }

  equals(other: Money): boolean {
    return this.currency === other.currency && this.minor === other.minor;
  }

  isPositive(): boolean {
    return this.minor > 0n;
  }

  isZero(): boolean {
    return this.minor === 0n;
  }

  /** Plain decimal without trailing zeros, the exact inverse of `parse`. */
  toDecimal(): string {
    const scale = CURRENCY_SCALE[this.currency];
    const digits = (this.minor < 0n ? -this.minor : this.minor).toString().padStart(scale + 1, '0');
    const whole = digits.slice(0, digits.length - scale);
    const fraction = scale === 0 ? '' : digits.slice(-scale).replace(/0+$/, '');
    return `${this.minor < 0n ? '-' : ''}${whole}${fraction ? `.${fraction}` : ''}`;
  }

  toString(): string {
    return `${this.toDecimal()} ${this.currency}`;
  }

  toJSON(): MoneyJson {
    return { minor: this.minor.toString(), currency: this.currency };
  }

  private same(other: Money): Money {
    if (other.currency !== this.currency) throw new CurrencyMismatch(this.currency, other.currency);
    return other;
  }
}
