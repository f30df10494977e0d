import { api } from '../core/api.js';
import { byId, h } from '../core/dom.js';
import { icon } from '../core/icons.js';
import { onLanguage, word } from '../core/words.js';
import { Choice } from './choice.js';

/** The systems outside, as people think of them; the first group is what every purchase of stars needs. */
const GROUPS = [
  { name: 'stars', open: true, systems: ['telegram', 'heleket', 'fragment', 'ton'] },
  { name: 'gateways', systems: ['yookassa', 'wata', 'cryptobot'] },
  { name: 'panels', systems: ['marzban', 'remnawave', '3x-ui'] },
];
const MODES = ['well', 'slow', 'failing', 'silent', 'lying'];
export const SYSTEM_NAMES = {
  telegram: 'Telegram',
  heleket: 'Heleket',
  fragment: 'Fragment',
  ton: 'TON',
  yookassa: 'YooKassa',
  wata: 'Wata',
  cryptobot: 'Crypto Pay',
  marzban: 'Marzban',
  remnawave: 'Remnawave',
  '3x-ui': '3x-ui',
};

/** How each outside system behaves: one row of switches a system, in groups that fold. */
export class WeatherPanel {
  #faults = [];
  #once = byId('weather-once');
  #hint = byId('weather-hint');
  #rows = new Map();
  #heads = new Map();

  constructor() {
    byId('weather').replaceChildren(...GROUPS.map((group) => this.#group(group)));
    onLanguage(() => {
      this.#drawHeads();
      this.#drawHint();
    });
  }

  draw(world) {
    this.#faults = world.faults ?? [];
    for (const [system, choice] of this.#rows) choice.draw(this.modeOf(system));
    this.#drawHeads();
    this.#drawHint();
  }

  modeOf(system) {
    return this.#faults.find((fault) => fault.target === system)?.mode ?? 'well';
  }

  #group({ name, open = false, systems }) {
    const head = { title: h('span'), chip: h('span', { class: 'chip bad', hidden: true }) };
    this.#heads.set(name, head);
    const rows = h('div', { class: 'weather-rows' }, systems.map((system) => this.#row(system)));
    return h('details', { class: 'weather-group', open, data: { group: name } }, h('summary', undefined, icon('down'), head.title, head.chip), rows);
  }

  #row(system) {
    const set = h('fieldset', { data: { system } });
    const choice = new Choice(set, {
      name: `weather-${system}`,
      options: MODES,
      wordOf: (mode) => word(`mode.${mode}`),
      aboutOf: (mode) => word(`mode.${mode}.about`),
      labelOf: () => SYSTEM_NAMES[system],
      choose: (mode) => this.#arm(system, mode),
    });
    this.#rows.set(system, choice);
    return h('div', { class: 'weather-row' }, h('span', { class: 'weather-name', 'aria-hidden': 'true' }, SYSTEM_NAMES[system]), set);
  }

  /** The sandbox clears all faults at once, so making one system well arms the others again. */
  async #arm(target, mode) {
    const once = this.#once.checked ? { times: 1 } : {};
    if (mode !== 'well') return api.arm({ target, mode, ...once });
    const others = this.#faults.filter((fault) => fault.target !== target);
    await api.clearFaults();
    for (const fault of others) await api.arm(fault);
  }

  /** A folded group says how many of its systems are struck. */
  #drawHeads() {
    for (const { name, systems } of GROUPS) {
      const { title, chip } = this.#heads.get(name);
      const struck = systems.filter((system) => this.modeOf(system) !== 'well').length;
      title.textContent = word(`weather.${name}`);
      chip.hidden = struck === 0;
      chip.textContent = word('weather.struck', { count: struck });
    }
  }

  #drawHint() {
    const struck = this.#faults.map(({ target, mode, times }) => {
      const sentence = `${SYSTEM_NAMES[target] ?? target}: ${word(`mode.${mode}.about`)}`;
      return times === undefined || times === null ? sentence : `${sentence} ${word('weather.times', { times })}`;
    });
    this.#hint.textContent = struck.length > 0 ? struck.join('\n') : word('weather.calm');
  }
}
