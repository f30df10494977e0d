import { byId, drawList, h } from '../core/dom.js';
import { money, shorten, tidy, tonOfNano } from '../core/amounts.js';
import { clockTime } from '../core/moments.js';
import { hasWord, word } from '../core/words.js';
import { accountName } from '../world/accounts.js';
import { worldNow } from '../core/world-time.js';
import { statusWord } from '../gateways/gateway.js';
import { gatewayNamed, invoicesOf } from '../gateways/gateways.js';
import { panelEvents, starEvents } from './vpn-news.js';

const KEPT = 3;
/** The ledger's last word on an order, told after what led to it. */
const CLOSING = new Set(['capture', 'release']);

/** What happened between two looks at the world, as events for the drawing, in the order a purchase goes. */
export function happened(before, now, people) {
  const books = ledgerEvents(before.ledger?.transfers ?? [], now.ledger?.transfers ?? [], people);
  return [
    ...invoiceEvents(invoicesOf(before), invoicesOf(now)),
    ...starEvents(before, now),
    ...books.filter((event) => !CLOSING.has(event.kind)),
    ...chainEvents(before.ton?.transfers ?? [], now.ton?.transfers ?? []),
    ...deliveryEvents(before.fragment?.deliveries ?? [], now.fragment?.deliveries ?? []),
    ...panelEvents(before, now),
    ...books.filter((event) => CLOSING.has(event.kind)),
  ];
}

function invoiceEvents(before, now) {
  const old = new Map(before.map((invoice) => [invoice.key, invoice]));
  return now.flatMap((invoice) => {
    const amount = money(invoice.amount, invoice.currency);
    const gateway = gatewayNamed(invoice.gateway).name;
    const was = old.get(invoice.key);
    if (!was) return [{ edge: 'gateway', label: amount, text: word('news.invoice', { amount, gateway }) }];
    if (was.status === invoice.status && was.paid === invoice.paid) return [];
    const told = { edge: 'gateway', back: true, text: word('news.status', { gateway, status: statusWord(invoice.status) }) };
    if (!invoice.paid || invoice.paid === was.paid) return [told];
    const paid = money(invoice.paid, invoice.currency);
    return [{ edge: 'payment', label: paid, text: word('news.paid', { amount: paid, gateway }) }, told];
  });
}

function ledgerEvents(before, now, people) {
  const known = new Set(before.map((transfer) => transfer.ref));
  return now
    .filter((transfer) => !known.has(transfer.ref) && hasWord(`news.${transfer.kind}`))
    .map((transfer) => {
      const values = { amount: money(transfer.amount, transfer.currency), from: accountName(transfer.from, people), to: accountName(transfer.to, people) };
      return { node: 'shop', kind: transfer.kind, text: word(`news.${transfer.kind}`, values) };
    });
}

function chainEvents(before, now) {
  return added(before, now, (transfer) => `${transfer.from} ${transfer.to} ${transfer.at} ${transfer.comment}`).map((transfer) => {
    const amount = `${tidy(tonOfNano(transfer.amountNano))}\u00a0TON`;
    return { edge: 'chain', label: amount, text: word('news.chain', { amount, to: shorten(transfer.to) }) };
  });
}

function deliveryEvents(before, now) {
  const fresh = added(before, now, (delivery) => `${delivery.recipient} ${delivery.stars} ${delivery.at}`);
  return fresh.flatMap((delivery) => [
    { edge: 'settle' },
    { edge: 'gift', label: `★ ${delivery.stars}`, text: word('news.delivered', { stars: delivery.stars, to: delivery.recipient }) },
  ]);
}

function added(before, now, keyOf) {
  const known = new Set(before.map(keyOf));
  return now.filter((item) => !known.has(keyOf(item)));
}

/** The last few events in words, under the drawing. */
export class News {
  #list = byId('news');
  #items = [];
  #count = 0;

  tell(text) {
    this.#count += 1;
    this.#items = [{ id: this.#count, text, at: worldNow() }, ...this.#items].slice(0, KEPT);
    this.#draw();
  }

  clear() {
    this.#items = [];
    this.#draw();
  }

  #draw() {
    byId('news-empty').hidden = this.#items.length > 0;
    drawList(this.#list, this.#items, {
      keyOf: (item) => item.id,
      draw: (item) => h('li', undefined, h('time', undefined, clockTime(item.at)), h('span', undefined, item.text)),
    });
  }
}
