import { api } from '../core/api.js';
import { byId, h } from '../core/dom.js';
import { clockTime, dateOf } from '../core/moments.js';
import { language, word } from '../core/words.js';
import { Newest, newestFirst } from './panel.js';
import { Choice } from './choice.js';

const SESSIONS = ['valid', 'expired', 'need_verify'];

/** The stars Fragment delivered, and the state of the shop's session there. */
export class FragmentPanel {
  #list = new Newest(byId('deliveries'), {
    empty: 'fragment.empty',
    keyOf: (delivery) => `${delivery.recipient} ${delivery.stars} ${delivery.at}`,
    signatureOf: (delivery) => JSON.stringify([delivery, language()]),
    draw: row,
  });
  #session = new Choice(byId('fragment-session'), {
    name: 'fragment-session',
    options: SESSIONS,
    wordOf: (state) => word(`session.${state}`),
    labelOf: () => word('fragment.session'),
    choose: (state) => api.fragmentSession(state),
  });

  draw(world) {
    const deliveries = world.fragment?.deliveries ?? [];
    this.#list.draw(newestFirst(deliveries, (delivery) => dateOf(delivery.at).getTime()));
    this.#session.draw(world.fragment?.session ?? this.#session.value ?? 'valid');
  }
}

function row(delivery) {
  return h(
    'li',
    { class: 'row' },
    h('span', { class: 'stars' }, h('img', { src: '/assets/icons/star.svg', alt: '', width: '18', height: '18' }), h('span', { class: 'amount' }, String(delivery.stars))),
    h('span', { class: 'arrow', 'aria-hidden': 'true' }, '→'),
    h('span', { class: 'row-main' }, recipient(delivery.recipient)),
    h('time', { class: 'row-time' }, clockTime(delivery.at)),
  );
}

function recipient(name) {
  const plain = String(name);
  return /^\w{4,32}$/.test(plain) ? `@${plain}` : plain;
}
