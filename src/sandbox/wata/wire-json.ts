/** A number as it stands in JSON text: Wata prints amounts as `500.00`, which no JavaScript number does. */
export class NumberToken {
  constructor(readonly token: string) {}
}

export type WireValue = string | boolean | null | NumberToken | readonly WireValue[] | { readonly [key: string]: WireValue };

const AMOUNT_MEMBER = /("amount"\s*:\s*)(-?\d[\d.eE+-]*)/g;
const NUMBER_MARK = '#';
const TWO_PLACES = /^(0|[1-9]\d{0,8})(?:\.(\d{1,2}))?$/;

export function writeJson(value: WireValue): string {
  if (value instanceof NumberToken) return value.token;
  if (Array.isArray(value)) return `[${value.map((item: WireValue) => writeJson(item)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value as Readonly<Record<string, WireValue>>);
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${writeJson(member)}`).join(',')}}`;
}

/** Marks bare amounts before the text is parsed, so that they reach `readAmount` digit for digit and are told from strings. */
export function markAmounts(text: string): string {
  return text.replace(AMOUNT_MEMBER, `$1"${NUMBER_MARK}$2"`);
}

/** Hundredths of a marked amount; undefined for a string, for what is finer, and for what is no plain number. */
export function readAmount(marked: unknown): bigint | undefined {
  if (typeof marked !== 'string' || !marked.startsWith(NUMBER_MARK)) return undefined;
  return hundredths(marked.slice(NUMBER_MARK.length));
}

export function hundredths(text: string): bigint | undefined {
  const match = TWO_PLACES.exec(text);
  return match ? BigInt(`${match[1] ?? ''}${(match[2] ?? '').padEnd(2, '0')}`) : undefined;
}

/** Hundredths as the provider prints them, such as `500.00`. */
export function printed(units: bigint): string {
  const digits = units.toString().padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
