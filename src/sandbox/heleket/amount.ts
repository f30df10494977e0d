const PLACES = 9;
const PLAIN = /^(0|[1-9]\d{0,14})(?:\.(\d{1,9}))?$/;

/** A positive decimal as billionths; undefined for anything else. */
export function readAmount(text: unknown): bigint | undefined {
  const match = typeof text === 'string' ? PLAIN.exec(text) : null;
  if (!match) return undefined;
  const units = BigInt(`${match[1] ?? ''}${(match[2] ?? '').padEnd(PLACES, '0')}`);
  return units > 0n ? units : undefined;
}

/** Billionths as a decimal with a fixed number of places, as the provider prints them. */
export function writeAmount(units: bigint, places: number = PLACES): string {
  const cut = (units / 10n ** BigInt(PLACES - places)).toString().padStart(places + 1, '0');
  return `${cut.slice(0, -places)}.${cut.slice(-places)}`;
}

/** Billionths without needless zeros, as a person writes them. */
export function plainAmount(units: bigint): string {
  return writeAmount(units).replace(/\.?0+$/, '');
}
