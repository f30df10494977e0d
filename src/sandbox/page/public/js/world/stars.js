import { byId, h } from '../core/dom.js';
import { clockTime, dateOf } from '../core/moments.js';
import { language, word } from '../core/words.js';
import { Newest, newestFirst } from './panel.js';

/** Telegram Stars that people paid the bot, and those it gave back; out of sight until there are any. */
export class StarsPanel {
  #section = byId('stars');
  #list = new Newest(byId('star-transactions'), {
    empty: 'stars.empty',
    limit: 3,
    keyOf: ({ id, kind }) => `${id} ${kind}`,
    signatureOf: (transaction) => JSON.stringify([transaction, language()]),
    draw: row,
  });

  draw(world) {
    const transactions = world.stars?.transactions ?? [];
    this.#section.hidden = transactions.length === 0;
    this.#list.draw(newestFirst(transactions, ({ at }) => dateOf(at).getTime()));
  }
}

function row({ kind, amount, userId, at }) {
  const isRefund = kind === 'refund';
  return h(
    'li',
    { class: 'row' },
    h('span', { class: 'stars' }, h('img', { src: '/assets/icons/star.svg', alt: '', width: '18', height: '18' }), h('span', { class: 'amount' }, `${isRefund ? '−' : ''}${amount}`)),
    h('span', { class: 'row-main' }, `#${userId}`),
    h('span', { class: `chip ${isRefund ? 'warn' : 'good'}` }, word(isRefund ? 'stars.refund' : 'stars.payment')),
    h('time', { class: 'row-time' }, clockTime(at)),
  );
}
