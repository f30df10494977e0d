import { hundredths, printed, readAmount } from '../wire-json.js';
import { invalid } from '../wire-refusal.js';

export interface CreateRequest {
  readonly amount: string;
  readonly currency: string;
  readonly orderId: string | null;
  readonly description: string | null;
  readonly successUrl: string | null;
  readonly type: 'OneTime' | 'ManyTime';
  readonly expiresAt: Date;
}

const MINIMUM: Readonly<Record<string, bigint>> = { RUB: 1_000n, USD: 100n, EUR: 100n };
const MAXIMUM = hundredths('999999.99') ?? 0n;
const MINUTE_MS = 60_000;
const LEAST_MS = 10 * MINUTE_MS;
const MOST_MS = 30 * 24 * 60 * MINUTE_MS;
const USUAL_MS = 3 * 24 * 60 * MINUTE_MS;

type Body = Readonly<Record<string, unknown>>;

/** Reads the body of a new link as strictly as the provider does. Throws `WireRefusal` that names each wrong field. */
export function readCreateRequest(body: Body, now: Date): CreateRequest {
  const amount = readAmount(body.amount);
  const currency = typeof body.currency === 'string' ? body.currency : '';
  const expiresAt = body.expirationDateTime === undefined ? now.getTime() + USUAL_MS : Date.parse(textOrNull(body.expirationDateTime) ?? '');
  const faults = { ...amountFault(amount, currency), ...lifetimeFault(expiresAt - now.getTime()), ...textFaults(body) };
  if (amount === undefined || Object.keys(faults).length > 0) throw invalid(faults);
  return {
    amount: printed(amount),
    currency,
    orderId: textOrNull(body.orderId),
    description: textOrNull(body.description),
    successUrl: textOrNull(body.successRedirectUrl),
    type: body.type === 'ManyTime' ? 'ManyTime' : 'OneTime',
    expiresAt: new Date(expiresAt),
  };
}

function amountFault(amount: bigint | undefined, currency: string): Record<string, string> {
  const minimum = MINIMUM[currency];
  if (minimum === undefined) return { currency: 'The currency is not supported.' };
  if (amount === undefined) return { amount: "'Amount' must be a number with at most two decimals." };
  return amount < minimum || amount > MAXIMUM ? { amount: "'Amount' is outside the limits." } : {};
}

/** Ten minutes exactly is too short already. */
function lifetimeFault(life: number): Record<string, string> {
  return life > LEAST_MS && life <= MOST_MS ? {} : { expirationDateTime: "'Expiration Date Time' must lie between 10 minutes and 30 days." };
}

function textFaults(body: Body): Record<string, string> {
  const wrong = ['orderId', 'description', 'successRedirectUrl', 'failRedirectUrl'].filter((field) => body[field] !== undefined && typeof body[field] !== 'string');
  const type = body.type === undefined || body.type === 'OneTime' || body.type === 'ManyTime' ? [] : ['type'];
  return Object.fromEntries([...wrong, ...type].map((field) => [field, `'${field}' is not valid.`]));
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
