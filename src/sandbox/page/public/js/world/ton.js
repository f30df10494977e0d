import { api } from '../core/api.js';
import { byId, h } from '../core/dom.js';
import { nanoOfTon, shorten, tidy, tonOfNano } from '../core/amounts.js';
import { clockTime, dateOf } from '../core/moments.js';
import { language, word } from '../core/words.js';
import { busyWhile, Newest, newestFirst } from './panel.js';

/** The chain: what the shop's wallet holds and every transfer on it. */
export class TonPanel {
  #balance = byId('ton-balance');
  #list = new Newest(byId('transfers'), {
    empty: 'ton.empty',
    limit: 3,
    keyOf: (transfer) => `${transfer.from} ${transfer.to} ${transfer.amountNano} ${transfer.at} ${transfer.comment}`,
    signatureOf: (transfer) => JSON.stringify([transfer, language()]),
    draw: row,
  });

  constructor() {
    const form = byId('ton-form');
    const input = form.elements.balance;
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const nano = nanoOfTon(input.value);
      input.setCustomValidity(nano === undefined ? word('ton.badAmount') : '');
      if (!input.reportValidity()) return;
      busyWhile(event.submitter, () => api.tonBalance(nano)).then(() => form.reset());
    });
    input.addEventListener('input', () => input.setCustomValidity(''));
    byId('ton-foreign').addEventListener('click', (event) => busyWhile(event.currentTarget, () => api.foreignTransfer()));
  }

  draw(world) {
    this.#balance.textContent = tidy(tonOfNano(world.ton?.balanceNano ?? '0'));
    const transfers = world.ton?.transfers ?? [];
    this.#list.draw(newestFirst(transfers, (transfer) => dateOf(transfer.at).getTime()));
  }
}

function row(transfer) {
  const comment = String(transfer.comment ?? '').trim();
  return h(
    'li',
    { class: 'row stacked' },
    h(
      'div',
      { class: 'row-line' },
      h('span', { class: 'mono', title: transfer.from }, shorten(transfer.from)),
      h('span', { class: 'arrow', 'aria-hidden': 'true' }, '→'),
      h('span', { class: 'mono row-main', title: transfer.to }, shorten(transfer.to)),
      h('span', { class: 'amount' }, `${tidy(tonOfNano(transfer.amountNano))}\u00a0TON`),
    ),
    h('div', { class: 'row-line faint' }, h('span', { class: 'row-main cut', title: comment }, comment), h('time', { class: 'row-time' }, clockTime(transfer.at))),
  );
}
