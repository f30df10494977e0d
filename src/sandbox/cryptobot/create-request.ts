import { ASSETS, FIATS, readAmount } from './amount.js';
import type { CreateRequest } from './invoice.js';
import { type Parameters, textOf } from './parameters.js';
import { WireRefusal } from './wire-refusal.js';

const BUTTONS: readonly unknown[] = ['viewItem', 'openChannel', 'openBot', 'callback'];
const LONGEST_LIFETIME = 2_678_400;

/**
 * Reads a createInvoice call; the first thing that is wrong is refused by name. Of the names only EXPIRES_IN_INVALID is documented, the
 * others follow its pattern. Throws `WireRefusal`.
 */
export function readCreateRequest(given: Parameters, testnet: boolean): CreateRequest {
  const assets = testnet ? [...ASSETS, 'JET'] : ASSETS;
  const currencyType = given.currency_type ?? 'crypto';
  if (currencyType !== 'crypto' && currencyType !== 'fiat') throw invalid('CURRENCY_TYPE');
  const [name, known] = currencyType === 'crypto' ? (['asset', assets] as const) : (['fiat', FIATS] as const);
  const currency = given[name];
  if (typeof currency !== 'string' || !known.includes(currency)) throw invalid(name);
  if (readAmount(given.amount) === undefined) throw invalid('amount');
  return {
    currencyType,
    currency,
    amount: textOf(given.amount),
    acceptedAssets: acceptedFrom(given.accepted_assets, currencyType === 'fiat' ? assets : []),
    description: textFrom(given, 'description', 1024),
    payload: textFrom(given, 'payload', 4096),
    button: buttonFrom(given),
    expiresIn: lifetimeFrom(given.expires_in),
  };
}

function acceptedFrom(list: unknown, assets: readonly string[]): readonly string[] {
  if (list === undefined) return assets;
  const accepted = typeof list === 'string' ? list.split(',') : [];
  if (accepted.length === 0 || !accepted.every((asset) => assets.includes(asset))) throw invalid('accepted_assets');
  return accepted;
}

function textFrom(given: Parameters, name: string, longest: number): string | null {
  const value = given[name];
  if (value === undefined) return null;
  if (typeof value !== 'string' || Buffer.byteLength(value) > longest) throw invalid(name);
  return value;
}

function buttonFrom({ paid_btn_name: name, paid_btn_url: url }: Parameters): CreateRequest['button'] {
  if (name === undefined) return null;
  if (typeof name !== 'string' || !BUTTONS.includes(name)) throw invalid('paid_btn_name');
  if (typeof url !== 'string' || !/^https?:\/\//.test(url) || !URL.canParse(url)) throw invalid('paid_btn_url');
  return { name, url };
}

function lifetimeFrom(value: unknown): number | null {
  if (value === undefined) return null;
  const seconds = /^\d{1,8}$/.test(textOf(value)) ? Number(value) : 0;
  if (seconds < 1 || seconds > LONGEST_LIFETIME) throw invalid('expires_in');
  return seconds;
}

function invalid(parameter: string): WireRefusal {
  return new WireRefusal(400, `${parameter.toUpperCase()}_INVALID`);
}
