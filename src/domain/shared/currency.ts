/** Decimal places of each currency's minor unit. */
export const CURRENCY_SCALE = { RUB: 2, USD: 2, EUR: 2, USDT: 6, TON: 9, XTR: 0 } as const;

export type Currency = keyof typeof CURRENCY_SCALE;

export function isCurrency(text: string): text is Currency {
  return Object.hasOwn(CURRENCY_SCALE, text);
}
