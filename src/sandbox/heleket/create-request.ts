import { readAmount } from './amount.js';
import { WireRefusal } from './wire-refusal.js';

export interface CreateRequest {
  readonly amount: string;
  readonly currency: string;
  readonly network: string;
  readonly orderId: string;
  readonly callbackUrl: string | null;
  readonly returnUrl: string | null;
  readonly additionalData: string | null;
  readonly lifetime: number;
  readonly multiple: boolean;
  readonly accuracy: number;
  readonly refresh: boolean;
}

export interface Service {
  readonly network: string;
  readonly currency: string;
  readonly minimum: string;
  readonly maximum: string;
}

/** The coins this provider takes, the usual network first. */
export const SERVICES: readonly Service[] = [
  { network: 'ton', currency: 'TON', minimum: '0.01', maximum: '1000000' },
  { network: 'tron', currency: 'USDT', minimum: '0.5', maximum: '1000000' },
  { network: 'ton', currency: 'USDT', minimum: '0.1', maximum: '1000000' },
];

type Body = Readonly<Record<string, unknown>>;

/** Reads a create call as strictly as the provider does: every wrong field is named at once. Throws `WireRefusal`. */
export function readCreateRequest(body: Body): CreateRequest {
  const errors = Object.fromEntries(Object.entries(RULES).flatMap(([field, rule]) => violation(field, rule, body[field])));
  if (Object.keys(errors).length > 0) throw new WireRefusal(422, { errors });
  const service = serviceFor(String(body.currency), body.network);
  refuseOutside(service, String(body.amount));
  return {
    amount: String(body.amount),
    currency: service.currency,
    network: service.network,
    orderId: String(body.order_id),
    callbackUrl: textOrNull(body.url_callback),
    returnUrl: textOrNull(body.url_return),
    additionalData: textOrNull(body.additional_data),
    lifetime: typeof body.lifetime === 'number' ? body.lifetime : 3600,
    multiple: body.is_payment_multiple !== false,
    accuracy: typeof body.accuracy_payment_percent === 'number' ? body.accuracy_payment_percent : 0,
    refresh: body.is_refresh === true,
  };
}

interface Rule {
  readonly required?: true;
  readonly code: string;
  readonly holds: (value: unknown) => boolean;
}

const RULES: Readonly<Record<string, Rule>> = {
  amount: { required: true, code: 'validation.decimal', holds: (value) => readAmount(value) !== undefined },
  currency: { required: true, code: 'validation.string', holds: (value) => typeof value === 'string' },
  order_id: { required: true, code: 'validation.regex', holds: (value) => typeof value === 'string' && /^[A-Za-z0-9_-]{1,128}$/.test(value) },
  network: { code: 'validation.string', holds: (value) => typeof value === 'string' },
  url_callback: { code: 'validation.url', holds: isUrl },
  url_return: { code: 'validation.url', holds: isUrl },
  url_success: { code: 'validation.url', holds: isUrl },
  lifetime: { code: 'validation.between', holds: (value) => isWhole(value, 300, 43_200) },
  accuracy_payment_percent: { code: 'validation.between', holds: (value) => isWhole(value, 0, 5) },
  is_payment_multiple: { code: 'validation.boolean', holds: isBoolean },
  is_refresh: { code: 'validation.boolean', holds: isBoolean },
  additional_data: { code: 'validation.max', holds: (value) => typeof value === 'string' && value.length <= 255 },
};

function violation(field: string, rule: Rule, value: unknown): [string, string[]][] {
  if (value === undefined || value === null) return rule.required ? [[field, ['validation.required']]] : [];
  return rule.holds(value) ? [] : [[field, [rule.code]]];
}

function serviceFor(currency: string, network: unknown): Service {
  const offered = SERVICES.filter((service) => service.currency === currency);
  if (offered.length === 0) throw new WireRefusal(422, { message: 'The currency was not found' });
  const service = network === undefined || network === null ? offered[0] : offered.find((one) => one.network === network);
  if (!service) throw new WireRefusal(422, { message: 'The network was not found' });
  return service;
}

function refuseOutside(service: Service, amount: string): void {
  const asked = readAmount(amount) ?? 0n;
  if (asked < (readAmount(service.minimum) ?? 0n)) throw new WireRefusal(422, { message: `Minimum amount ${service.minimum} ${service.currency}` });
  if (asked > (readAmount(service.maximum) ?? 0n)) throw new WireRefusal(422, { message: `Maximum amount ${service.maximum} ${service.currency}` });
}

function isUrl(value: unknown): boolean {
  return typeof value === 'string' && value.length >= 6 && value.length <= 255 && /^https?:\/\//.test(value) && URL.canParse(value);
}

function isWhole(value: unknown, least: number, most: number): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most;
}

function isBoolean(value: unknown): boolean {
  return typeof value === 'boolean';
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
