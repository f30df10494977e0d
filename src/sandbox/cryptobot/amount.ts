import { textOf } from './parameters.js';

const PLACES = 9;
const PLAIN = /^(0|[1-9]\d{0,14})(?:\.(\d{1,9}))?$/;

/** What one of each is worth in US dollars, in billionths. */
const DOLLARS: Readonly<Record<string, bigint>> = {
  ...{ USDT: 1_000_000_000n, TON: 3_000_000_000n, BTC: 90_000_000_000_000n, ETH: 3_000_000_000_000n, LTC: 80_000_000_000n },
  ...{ BNB: 900_000_000_000n, TRX: 300_000_000n, USDC: 1_000_000_000n, JET: 1_000_000_000n },
  ...{ USD: 1_000_000_000n, EUR: 1_200_000_000n, RUB: 12_500_000n },
};

export const ASSETS: readonly string[] = ['USDT', 'TON', 'BTC', 'ETH', 'LTC', 'BNB', 'TRX', 'USDC'];
export const FIATS: readonly string[] = ['USD', 'EUR', 'RUB'];

/** A positive decimal, in text or as a JSON number, as billionths; undefined for anything else. */
export function readAmount(value: unknown): bigint | undefined {
  const match = PLAIN.exec(textOf(value));
  if (!match) return undefined;
  const units = BigInt(`${match[1] ?? ''}${(match[2] ?? '').padEnd(PLACES, '0')}`);
  return units > 0n ? units : undefined;
}

/** Billionths as a plain decimal without needless zeros. */
export function writeAmount(units: bigint): string {
  const digits = units.toString().padStart(PLACES + 1, '0');
  return `${digits.slice(0, -PLACES)}.${digits.slice(-PLACES)}`.replace(/\.?0+$/, '');
}

/** So much of one currency in another, rounded up. */
export function exchange(units: bigint, from: string, to: string): bigint {
  const divisor = DOLLARS[to] ?? 1n;
  return (units * (DOLLARS[from] ?? 0n) + divisor - 1n) / divisor;
}
