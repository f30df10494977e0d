import type { ProviderSnapshot, ProviderState } from '#domain/payments/provider-snapshot.js';
import { isCurrency } from '#domain/shared/currency.js';
import type { Money } from '#domain/shared/money.js';
import { readDecimal, toMoney } from '../../kit/decimal.js';
import { readPayload } from './payload.js';
import type { WireInvoice } from './wire.js';

const STATES: ReadonlyMap<string, ProviderState> = new Map([
  ['active', 'awaiting'],
  ['paid', 'paid'],
  ['expired', 'expired'],
]);

/** Invoices of the testnet lead to its own bot. */
const TESTNET_BOT = /\/\/t\.me\/CryptoTestnetBot\b/i;

/**
 * The invoice in the shop's terms, in the invoice's own currency whatever coin it was paid in: the provider debits exactly its sum, so
 * what arrived is what was asked. A status nobody has documented yet is "still waiting".
 */
export function snapshotOf(invoice: WireInvoice, testnet: boolean): ProviderSnapshot {
  const state = STATES.get(invoice.status) ?? 'awaiting';
  const requested = requestedBy(invoice);
  return {
    invoiceId: invoice.invoice_id,
    paymentId: readPayload(invoice.payload)?.paymentId,
    state,
    final: state !== 'awaiting',
    requested,
    received: state === 'paid' ? requested : undefined,
    providerStatus: invoice.status,
    test: !testnet && TESTNET_BOT.test(invoice.bot_invoice_url ?? ''),
  };
}

/** Compared to the minor unit with what was asked, so an amount finer than the currency is no amount at all. */
function requestedBy({ currency_type, asset, fiat, amount }: WireInvoice): Money | undefined {
  const currency = (currency_type === 'fiat' ? fiat : asset) ?? '';
  const decimal = readDecimal(amount);
  if (!isCurrency(currency) || !decimal) return undefined;
  const money = toMoney(decimal, currency, 'down');
  return money.equals(toMoney(decimal, currency, 'up')) ? money : undefined;
}
