import { api } from '../core/api.js';
import { byId, drawList, h } from '../core/dom.js';
import { icon } from '../core/icons.js';
import { shorten, tidy } from '../core/amounts.js';
import { dateAndTime, dayOf } from '../core/moments.js';
import { hasWord, language, onLanguage, word } from '../core/words.js';
import { busyWhile, Newest } from './panel.js';

const GIGABYTE = 1024 ** 3;
const KINDS = { marzban: 'Marzban', remnawave: 'Remnawave', '3x-ui': '3x-ui' };
const TONES = { active: 'good', on_hold: 'live', limited: 'warn', expired: 'bad', disabled: 'bad' };

/** The VPN panels with the accounts the shop keeps there, and what their people and operators do. */
export class VpnPanel {
  #root = byId('panels');
  #panels = [];
  #lists = new Map();

  constructor() {
    onLanguage(() => this.#redraw());
  }

  draw(world) {
    this.#panels = world.panels ?? [];
    this.#redraw();
  }

  #redraw() {
    drawList(this.#root, this.#panels, {
      keyOf: ({ id }) => id,
      signatureOf: ({ id, title, users }) => JSON.stringify([id, title, users.length === 0, language()]),
      draw: frame,
    });
    for (const panel of this.#panels) this.#fill(panel);
  }

  #fill({ id, users }) {
    const place = this.#root.querySelector(`[data-key="${id}"]`);
    place.querySelector('.place-count').textContent = users.length === 0 ? word('vpn.none') : String(users.length);
    const list = place.querySelector('ul');
    if (!list) return;
    this.#accountsOf(id, list).draw([...users].reverse());
  }

  /** One for each list that is on the page: a panel whose first account comes gets another frame. */
  #accountsOf(id, list) {
    const known = this.#lists.get(id);
    if (known?.list === list) return known.newest;
    const newest = new Newest(list, {
      limit: 3,
      keyOf: ({ key }) => key,
      // The link bears the moment it was written in.
      signatureOf: ({ link, ...user }) => JSON.stringify([user, language()]),
      draw: (user) => account(id, user),
    });
    this.#lists.set(id, { list, newest });
    return newest;
  }
}

/** A panel without accounts is one line; one with some folds. */
function frame({ title, kind, users }) {
  const head = [h('strong', undefined, title), h('span', { class: 'faint' }, KINDS[kind] ?? kind), h('span', { class: 'place-count' })];
  if (users.length === 0) return h('div', { class: 'place', data: { kind } }, h('p', { class: 'place-head' }, head));
  return h('details', { class: 'place', open: true, data: { kind } }, h('summary', { class: 'place-head' }, icon('down'), head), h('ul'));
}

function account(panel, user) {
  const run = (work) => (event) => busyWhile(event.currentTarget, work);
  const button = (name, work, about) => h('button', { class: 'button small', type: 'button', data: { act: name }, title: about, on: { click: run(work) } }, word(`vpn.${name}`));
  return h(
    'li',
    { class: 'vpn-user', data: { user: user.key } },
    h(
      'div',
      { class: 'vpn-head' },
      h('span', { class: 'mono cut', title: user.key }, shorten(user.key, 8, 4)),
      h('span', { class: `chip ${TONES[user.status] ?? 'warn'}` }, hasWord(`vpn.status.${user.status}`) ? word(`vpn.status.${user.status}`) : user.status),
      h('span', { class: 'vpn-until', title: user.expiresAt ? dateAndTime(user.expiresAt) : '' }, user.expiresAt ? word('vpn.until', { date: dayOf(user.expiresAt) }) : word('vpn.endless')),
    ),
    h('div', { class: 'vpn-use' }, bar(user), h('span', { class: 'vpn-bytes' }, usage(user)), button('use', () => api.useTraffic(panel, user.key, GIGABYTE), word('vpn.use.about'))),
    h(
      'details',
      { class: 'odd' },
      h('summary', undefined, icon('down'), word('vpn.hand')),
      h(
        'div',
        { class: 'odd-buttons' },
        button('later', () => api.driftAccount(panel, user.key, 3), word('vpn.drift.about')),
        button('sooner', () => api.driftAccount(panel, user.key, -3), word('vpn.drift.about')),
        button('remove', () => api.removeAccount(panel, user.key), word('vpn.remove.about')),
      ),
    ),
  );
}

function bar({ usedBytes, limitBytes }) {
  const [used, limit] = [Number(usedBytes), Number(limitBytes ?? 0)];
  const share = limit > 0 ? used / limit : 0;
  const tone = share >= 1 ? 'full' : share >= 0.8 ? 'nearly' : '';
  return h('progress', { class: `traffic ${tone}${limit > 0 ? '' : ' endless'}`, max: '1', value: String(Math.min(1, share)), 'aria-label': word('vpn.traffic') });
}

function usage({ usedBytes, limitBytes }) {
  const used = gigabytes(usedBytes);
  return limitBytes === null ? word('vpn.used', { used }) : word('vpn.usedOf', { used, limit: gigabytes(limitBytes) });
}

/** Two digits at most; what is less than the least of them is not nothing. */
function gigabytes(bytes) {
  const amount = Number(bytes) / GIGABYTE;
  if (amount > 0 && amount < 0.01) return '<0.01';
  return tidy(amount.toFixed(amount >= 100 ? 0 : 2));
}
