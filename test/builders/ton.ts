import { Money } from '#domain/shared/money.js';

/** So much TON, written as a plain decimal. */
export function ton(decimal: string): Money {
  return Money.parse(decimal, 'TON');
}
