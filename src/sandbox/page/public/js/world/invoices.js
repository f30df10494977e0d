import { byId, h } from '../core/dom.js';
import { icon } from '../core/icons.js';
import { money, shorten } from '../core/amounts.js';
import { countdown } from '../core/moments.js';
import { language, word } from '../core/words.js';
import { dueOf, statusWord } from '../gateways/gateway.js';
import { gatewayNamed, invoicesOf, oddOf } from '../gateways/gateways.js';
import { busyWhile, Newest } from './panel.js';

/** The invoices at all payment gateways, each with its Pay button and the ways a payment can go wrong there. */
export class InvoicesPanel {
  #list = new Newest(byId('invoices'), {
    empty: 'invoices.empty',
    limit: 3,
    keyOf: (invoice) => invoice.key,
    signatureOf: (invoice) => JSON.stringify([invoice.raw, language(), this.#notes.get(invoice.key)]),
    draw: (invoice) => this.#card(invoice),
  });
  #notes = new Map();
  #invoices = [];

  constructor() {
    setInterval(tick, 1000);
  }

  draw(world) {
    this.#invoices = invoicesOf(world);
    this.#list.draw(this.#invoices);
  }

  #card(invoice) {
    return h(
      'li',
      { class: `invoice${invoice.isOpen ? ' open' : ''}`, data: { uuid: invoice.id, gateway: invoice.gateway } },
      h(
        'div',
        { class: 'invoice-head' },
        h('span', { class: 'amount big' }, money(invoice.amount, invoice.currency)),
        h('span', { class: `chip ${invoice.tone}` }, statusWord(invoice.status)),
        invoice.isOpen && timer(invoice),
      ),
      h(
        'div',
        { class: 'invoice-about' },
        h('span', { class: `brand-name ${invoice.gateway}` }, gatewayNamed(invoice.gateway).name),
        h('span', { class: 'mono', title: invoice.orderId }, shorten(invoice.orderId, 8, 4)),
        received(invoice),
        pageLink(invoice),
      ),
      h('div', { class: 'invoice-actions' }, invoice.isOpen && payButton(invoice), this.#oddities(invoice)),
      note(this.#notes.get(invoice.key)),
    );
  }

  #oddities(invoice) {
    const buttons = oddOf(invoice).map((odd) =>
      h(
        'button',
        { class: 'button small', type: 'button', title: word(`odd.${odd.name}.about`), data: { act: odd.name }, on: { click: (event) => this.#run(odd, invoice, event.currentTarget) } },
        word(`odd.${odd.name}`),
      ),
    );
    return h('details', { class: 'odd' }, h('summary', undefined, icon('down'), word('odd.title')), h('div', { class: 'odd-buttons' }, buttons));
  }

  async #run(odd, invoice, button) {
    const result = await busyWhile(button, () => odd.run(invoice));
    if (!result?.text) return;
    this.#notes.set(invoice.key, result);
    this.#list.draw(this.#invoices);
  }
}

function payButton(invoice) {
  const pay = () => gatewayNamed(invoice.gateway).pay(invoice);
  return h(
    'button',
    { class: 'button primary small', type: 'button', data: { act: 'pay' }, on: { click: (event) => busyWhile(event.currentTarget, pay) } },
    word('pay.button', { amount: money(dueOf(invoice), invoice.currency) }),
  );
}

function timer(invoice) {
  if (!invoice.expiresAt) return undefined;
  return h('span', { class: 'timer', data: { until: String(invoice.expiresAt) } }, countdown(invoice.expiresAt) ?? '');
}

function received({ paid, currency }) {
  return paid ? h('span', undefined, word('invoices.received', { amount: money(paid, currency) })) : undefined;
}

function pageLink({ gateway, id }) {
  const href = `/sandbox/${gateway}/pay/${encodeURIComponent(id)}`;
  return h('a', { class: 'invoice-page', href, target: 'polaris-pay', rel: 'opener', data: { act: 'page' } }, word('invoices.page'), icon('arrowUpRight'));
}

function note(result) {
  return result ? h('p', { class: `note ${result.tone}`, role: 'status' }, result.text) : undefined;
}

function tick() {
  for (const node of document.querySelectorAll('.timer')) node.textContent = countdown(Number(node.dataset.until)) ?? '';
}
