import { h } from '../core/dom.js';
import { icon } from '../core/icons.js';
import { money, shorten, sum } from '../core/amounts.js';
import { countdown } from '../core/moments.js';
import { hasWord, language, word } from '../core/words.js';
import { busyWhile, Newest, newestFirst } from './panel.js';
import { isOpen, ODD, pay, toneOf } from './heleket-actions.js';

/** The invoices at the payment gateway, each with its Pay button and the ways a payment can go wrong. */
export class HeleketPanel {
  #list = new Newest('invoices', {
    empty: 'heleket.empty',
    limit: 3,
    keyOf: (invoice) => invoice.uuid,
    signatureOf: (invoice) => JSON.stringify([invoice, language(), this.#notes.get(invoice.uuid)]),
    draw: (invoice) => this.#card(invoice),
  });
  #notes = new Map();
  #invoices = [];

  constructor() {
    setInterval(tick, 1000);
  }

  draw(world) {
    this.#invoices = newestFirst(world.heleket?.invoices ?? [], () => 0);
    this.#list.draw(this.#invoices);
  }

  #card(invoice) {
    const open = isOpen(invoice);
    return h(
      'li',
      { class: `invoice${open ? ' open' : ''}`, data: { uuid: invoice.uuid } },
      h(
        'div',
        { class: 'invoice-head' },
        h('span', { class: 'amount big' }, money(invoice.amount, invoice.currency)),
        h('span', { class: `chip ${toneOf(invoice.status)}` }, statusWord(invoice.status)),
        open && timer(invoice),
      ),
      h(
        'div',
        { class: 'invoice-about' },
        h('span', { class: 'mono', title: invoice.orderId }, shorten(invoice.orderId, 8, 4)),
        received(invoice),
        pageLink(invoice),
      ),
      h('div', { class: 'invoice-actions' }, open && this.#payButton(invoice), this.#oddities(invoice, open)),
      note(this.#notes.get(invoice.uuid)),
    );
  }

  #payButton(invoice) {
    return h(
      'button',
      {
        class: 'button primary small',
        type: 'button',
        data: { act: 'pay' },
        on: { click: (event) => busyWhile(event.currentTarget, () => pay(invoice)) },
      },
      word('heleket.pay', { amount: money(dueOf(invoice), invoice.currency) }),
    );
  }

  #oddities(invoice, open) {
    const buttons = ODD.filter((odd) => open || odd.closed).map((odd) =>
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
    this.#notes.set(invoice.uuid, result);
    this.#list.draw(this.#invoices);
  }
}

export function statusWord(status) {
  return hasWord(`status.${status}`) ? word(`status.${status}`) : status;
}

function timer(invoice) {
  if (!invoice.expiresAt) return undefined;
  return h('span', { class: 'timer', data: { until: String(invoice.expiresAt) } }, countdown(invoice.expiresAt) ?? '');
}

function received(invoice) {
  const paid = paidAmount(invoice);
  return paid ? h('span', undefined, word('heleket.received', { amount: money(paid, invoice.currency) })) : undefined;
}

export function paidAmount(invoice) {
  const paid = typeof invoice.paid === 'object' && invoice.paid !== null ? invoice.paid.amount : invoice.paid;
  return typeof paid === 'string' && !/^0*(\.0*)?$/.test(paid) ? paid : undefined;
}

/** What is left to pay of an invoice that was paid in part. */
export function dueOf(invoice) {
  const paid = paidAmount(invoice);
  return paid ? sum([invoice.amount, `-${paid}`]) : invoice.amount;
}

function pageLink(invoice) {
  return h(
    'a',
    { class: 'invoice-page', href: `/sandbox/heleket/pay/${encodeURIComponent(invoice.uuid)}`, target: 'polaris-pay', rel: 'opener', data: { act: 'page' } },
    word('heleket.page'),
    icon('arrowUpRight'),
  );
}

function note(result) {
  return result ? h('p', { class: `note ${result.tone}`, role: 'status' }, result.text) : undefined;
}

function tick() {
  for (const node of document.querySelectorAll('.timer')) node.textContent = countdown(Number(node.dataset.until)) ?? '';
}
