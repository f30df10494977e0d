import { CURRENCY_SCALE, type Currency } from '#domain/shared/currency.js';
import { Money, type Rounding } from '#domain/shared/money.js';

/** An unsigned decimal as the wire wrote it: `digits` shifted right by `scale` places. */
export interface Decimal {
  readonly digits: bigint;
  readonly scale: number;
}

const PLAIN = /^(0|[1-9]\d{0,29})(?:\.(\d{1,30}))?$/;

/** Reads an unsigned plain decimal of any fineness; undefined for anything else: a sign, an exponent, a space. */
export function readDecimal(text: string): Decimal | undefined {
  const match = PLAIN.exec(text);
  if (!match) return undefined;
  const fraction = match[2] ?? '';
  return { digits: BigInt(`${match[1] ?? ''}${fraction}`), scale: fraction.length };
}

/** The decimal in a currency that may be coarser than the wire; what its minor unit cannot hold is rounded in the named direction. */
export function toMoney(decimal: Decimal, currency: Currency, rounding: Rounding): Money {
  return Money.of(decimal.digits, currency).portion(tenTo(CURRENCY_SCALE[currency]), tenTo(decimal.scale), rounding);
}

/** `part / whole * value` in a currency, rounded down; undefined when the whole is nothing. */
export function shareOf(part: Decimal, whole: Decimal, value: Decimal, currency: Currency): Money | undefined {
  if (whole.digits === 0n) return undefined;
  const numerator = part.digits * tenTo(whole.scale) * tenTo(CURRENCY_SCALE[currency]);
  const denominator = whole.digits * tenTo(part.scale) * tenTo(value.scale);
  return Money.of(value.digits, currency).portion(numerator, denominator, 'down');
}

function tenTo(exponent: number): bigint {
  return 10n ** BigInt(exponent);
}
