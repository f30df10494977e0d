import { api } from '../core/api.js';
import { byId } from '../core/dom.js';
import { dateAndTime } from '../core/moments.js';
import { onLanguage, word } from '../core/words.js';
import { syncTime, worldNow } from '../core/world-time.js';
import { busyWhile } from './panel.js';

const HOUR = 3600;
const DAY = 24 * HOUR;

/** The one clock of the world and the shop, and the buttons that move it ahead. */
export class ClockPanel {
  #ahead = 0;
  #reading = byId('clock-now');
  #chip = byId('clock-ahead');

  constructor() {
    for (const button of document.querySelectorAll('#clock-steps [data-advance]')) {
      button.addEventListener('click', (event) => this.#advance(event.currentTarget));
    }
    onLanguage(() => this.#draw());
    setInterval(() => this.#draw(), 1000);
    this.#draw();
  }

  /** Asks the sandbox for the time. */
  async sync() {
    this.#ahead = await syncTime();
    this.#draw();
  }

  async #advance(button) {
    await busyWhile(button, () => api.advance(button.dataset.advance));
    await this.sync().catch(() => undefined);
  }

  #draw() {
    this.#reading.textContent = dateAndTime(worldNow());
    this.#chip.hidden = this.#ahead === 0;
    this.#chip.textContent = aheadWord(this.#ahead);
  }
}

/** `3 d 12 h ahead`: the two largest parts tell enough. */
function aheadWord(seconds) {
  const parts = [
    [Math.floor(seconds / DAY), 'clock.days'],
    [Math.floor((seconds % DAY) / HOUR), 'clock.hours'],
    [Math.floor((seconds % HOUR) / 60), 'clock.minutes'],
  ];
  const told = parts.filter(([count]) => count > 0).slice(0, 2).map(([count, key]) => word(key, { count }));
  return word('clock.ahead', { time: told.join(' ') || word('clock.moment') });
}
