const RUBLES = /^(0|[1-9]\d{0,9})\.(\d{2})$/;

/** A positive amount as the provider wants it, two decimals behind a dot, in kopecks; undefined for anything else. */
export function readRubles(text: unknown): bigint | undefined {
  const match = typeof text === 'string' ? RUBLES.exec(text) : null;
  const kopecks = BigInt(`${match?.[1] ?? ''}${match?.[2] ?? ''}` || '0');
  return kopecks > 0n ? kopecks : undefined;
}

/** Kopecks as the provider prints them. */
export function writeRubles(kopecks: bigint): string {
  const digits = kopecks.toString().padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
