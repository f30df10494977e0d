import type { ProviderSnapshot } from '#domain/payments/provider-snapshot.js';
import { ton } from '../../builders/ton.js';
import type { ShopInTrouble } from './shop-in-trouble.js';

export const PEOPLE = [
  { userId: 1001, username: 'vera', firstName: 'Вера', languageCode: 'ru' },
  { userId: 1002, username: 'bobby', firstName: 'Bob', languageCode: 'en' },
] as const;

/** What the people outside remember: plain maps of what they were shown and what they paid, in nanotons. */
export class Model {
  /** The price each order was shown at. */
  readonly shown = new Map<string, bigint>();
  /** What really went to the gateway, by payment. */
  readonly paid = new Map<string, bigint>();
  /** Webhooks that were sent once and may come again. */
  readonly heard: { readonly paymentId: string; readonly request: ReturnType<ShopInTrouble['world']['gateway']['webhook']> }[] = [];
}

export function nth<Item>(items: Iterable<Item>, index: number): Item | undefined {
  const all = [...items];
  return all[index % Math.max(1, all.length)];
}

/** More money reaches the gateway for this payment; the gateway counts it as it does. */
export function payIn(shop: ShopInTrouble, model: Model, paymentId: string, amount: string, final: boolean): void {
  const invoice = shop.world.gateway.invoices.get(paymentId);
  if (!invoice?.requested || ['refunded', 'refund_pending', 'refund_failed'].includes(invoice.state)) return;
  const received = (invoice.received ?? ton('0')).plus(ton(amount));
  model.paid.set(paymentId, received.minor);
  const isEnough = received.compare(invoice.requested) >= 0;
  const state: ProviderSnapshot['state'] = isEnough ? 'paid' : final ? 'underpaid' : 'partially_paid';
  shop.world.gateway.say(paymentId, { state, final: isEnough || final, received, providerStatus: `${state} ${received.toDecimal()}` });
}
