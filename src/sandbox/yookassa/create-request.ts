import { readRubles } from './amount.js';
import { WireRefusal } from './wire-refusal.js';

export interface CreateRequest {
  readonly kopecks: bigint;
  readonly description: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly returnUrl: string | null;
  readonly saveMethod: boolean;
  /** A saved method to charge; null = a payer is to confirm. */
  readonly methodId: string | null;
}

type Body = Readonly<Record<string, unknown>>;

/** Reads a create call as strictly as the provider does. Throws `WireRefusal` about the first wrong parameter. */
export function readCreateRequest(body: Body, wantsReceipts: boolean): CreateRequest {
  const kopecks = readAmountOf(body);
  const { description = null, payment_method_id: methodId = null, save_payment_method: save = false } = body;
  require(description === null || (typeof description === 'string' && description.length <= 128), 'description');
  if (typeof save !== 'boolean') return refuse('save_payment_method');
  require(methodId === null || (typeof methodId === 'string' && body.confirmation === undefined && !save), 'payment_method_id');
  require(body.capture === true, 'capture');
  refuseReceipt(body.receipt, kopecks, wantsReceipts);
  const charged = typeof methodId === 'string' ? methodId : null;
  return {
    kopecks,
    description: typeof description === 'string' ? description : null,
    metadata: metadataOf(body.metadata),
    returnUrl: charged === null ? returnUrlOf(body.confirmation) : null,
    saveMethod: save,
    methodId: charged,
  };
}

/** The amount of a payment or a refund, in kopecks. Throws `WireRefusal`. */
export function readAmountOf({ amount }: Body): bigint {
  const { value, currency } = objectOf(amount);
  const kopecks = readRubles(value) ?? refuse('amount.value');
  require(currency === 'RUB', 'amount.currency');
  return kopecks;
}

/** A receipt must be there where the shop makes receipts, and add up to what is paid or returned. Throws `WireRefusal`. */
export function refuseReceipt(receipt: unknown, kopecks: bigint, wanted: boolean): void {
  if (receipt === undefined && !wanted) return;
  const { customer, items, tax_system_code: tax } = objectOf(receipt);
  const lines = Array.isArray(items) ? items.map(objectOf) : [];
  const total = lines.reduce((sum, line) => sum + costOf(line), 0n);
  const named = typeof objectOf(customer).email === 'string';
  const taxed = tax === undefined || (Number.isInteger(tax) && Number(tax) >= 1 && Number(tax) <= 6);
  const known = lines.every(({ vat_code: vat, description }) => Number.isInteger(vat) && typeof description === 'string' && description.length <= 128);
  if (!named || !taxed || !known || total !== kopecks) throw new WireRefusal('invalid_request', 'Receipt is missing or illegal', 'receipt');
}

/** Whole quantities are all this stand-in sells. */
function costOf({ quantity, amount }: Body): bigint {
  const count = /^([1-9]\d{0,4})(\.0+)?$/.exec(String(quantity))?.[1] ?? '0';
  return (readRubles(objectOf(amount).value) ?? 0n) * BigInt(count);
}

function returnUrlOf(confirmation: unknown): string {
  const { type, return_url: url } = objectOf(confirmation);
  require(type === 'redirect', 'confirmation.type');
  if (typeof url !== 'string' || url.length > 2048 || !URL.canParse(url)) return refuse('confirmation.return_url');
  return url;
}

function metadataOf(metadata: unknown): Readonly<Record<string, string>> {
  const entries = Object.entries(objectOf(metadata));
  const fits = entries.length <= 16 && entries.every(([key, value]) => key.length <= 32 && typeof value === 'string' && value.length <= 512);
  require(fits, 'metadata');
  return Object.fromEntries(entries) as Record<string, string>;
}

function objectOf(value: unknown): Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Body) : {};
}

function require(holds: boolean, parameter: string): void {
  if (!holds) refuse(parameter);
}

function refuse(parameter: string): never {
  throw new WireRefusal('invalid_request', `Incorrect value of ${parameter}`, parameter);
}
