import { api } from '../core/api.js';
import { byId, h } from '../core/dom.js';
import { onLanguage, word } from '../core/words.js';
import { Choice } from './choice.js';

export const SYSTEMS = ['telegram', 'heleket', 'fragment', 'ton'];
const MODES = ['well', 'slow', 'failing', 'silent', 'lying'];
export const SYSTEM_NAMES = { telegram: 'Telegram', heleket: 'Heleket', fragment: 'Fragment', ton: 'TON' };

/** How each outside system behaves: one row of switches a system. */
export class WeatherPanel {
  #faults = [];
  #once = byId('weather-once');
  #hint = byId('weather-hint');
  #rows = new Map();

  constructor() {
    const rows = SYSTEMS.map((system) => {
      const set = h('fieldset', { data: { system } });
      this.#rows.set(
        system,
        new Choice(set, {
          name: `weather-${system}`,
          options: MODES,
          wordOf: (mode) => word(`mode.${mode}`),
          aboutOf: (mode) => word(`mode.${mode}.about`),
          labelOf: () => SYSTEM_NAMES[system],
          choose: (mode) => this.#arm(system, mode),
        }),
      );
      return h('div', { class: 'weather-row' }, h('span', { class: 'weather-name', 'aria-hidden': 'true' }, SYSTEM_NAMES[system]), set);
    });
    byId('weather').replaceChildren(...rows);
    onLanguage(() => this.#drawHint());
  }

  draw(world) {
    this.#faults = world.faults ?? [];
    for (const [system, choice] of this.#rows) choice.draw(this.modeOf(system));
    this.#drawHint();
  }

  modeOf(system) {
    return this.#faults.find((fault) => fault.target === system)?.mode ?? 'well';
  }

  /** The sandbox clears all faults at once, so making one system well arms the others again. */
  async #arm(target, mode) {
    const once = this.#once.checked ? { times: 1 } : {};
    if (mode !== 'well') return api.arm({ target, mode, ...once });
    const others = this.#faults.filter((fault) => fault.target !== target);
    await api.clearFaults();
    for (const fault of others) await api.arm(fault);
  }

  #drawHint() {
    const struck = this.#faults.map(({ target, mode, times }) => {
      const sentence = `${SYSTEM_NAMES[target] ?? target}: ${word(`mode.${mode}.about`)}`;
      return times === undefined || times === null ? sentence : `${sentence} ${word('weather.times', { times })}`;
    });
    this.#hint.textContent = struck.length > 0 ? struck.join('\n') : word('weather.calm');
  }
}
