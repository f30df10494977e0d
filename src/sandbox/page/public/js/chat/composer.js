import { byId, h } from '../core/dom.js';

/** The line one types in, and the menu of the bot's commands behind the "/" button. */
export class Composer {
  #form = byId('composer');
  #input = byId('text');
  #menu = byId('commands');
  #toggle = byId('commands-toggle');
  #answers = byId('answers');
  #commands = [];
  #say;

  constructor({ say }) {
    this.#say = say;
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#send(this.#input.value);
    });
    this.#input.addEventListener('input', () => this.#typed());
    this.#input.addEventListener('keydown', (event) => this.#key(event));
    this.#toggle.addEventListener('click', () => (this.#menu.hidden ? this.#open(this.#commands, true) : this.#close()));
    this.#menu.addEventListener('keydown', (event) => this.#walk(event));
    document.addEventListener('click', (event) => {
      if (!this.#form.contains(event.target)) this.#close();
    });
  }

  setCommands(commands) {
    this.#commands = commands;
    this.#toggle.hidden = commands.length === 0;
  }

  /** The keyboard a bot may show in place of typing: each button sends its own text. */
  setAnswers(rows) {
    this.#answers.hidden = rows.length === 0;
    if (JSON.stringify(rows) === this.#drawn) return;
    this.#drawn = JSON.stringify(rows);
    const key = (text) => h('button', { class: 'button', type: 'button', on: { click: () => this.#send(text) } }, text);
    this.#answers.replaceChildren(...rows.map((row) => h('div', undefined, row.map(key))));
  }

  #drawn = '';

  async #send(text) {
    const trimmed = text.trim();
    if (trimmed === '') return;
    this.#input.value = '';
    this.#fit();
    this.#close();
    try {
      await this.#say(trimmed);
    } catch (error) {
      if (this.#input.value === '') this.#input.value = text;
      document.dispatchEvent(new CustomEvent('polaris:trouble', { detail: error }));
    }
  }

  #typed() {
    this.#fit();
    const start = /^\/(\w*)$/.exec(this.#input.value);
    if (!start) return this.#close();
    this.#open(this.#commands.filter(({ command }) => command.startsWith(start[1])), false);
  }

  #key(event) {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.#send(this.#input.value);
    }
    if (event.key === 'Escape') this.#close();
    if ((event.key === 'ArrowUp' || event.key === 'ArrowDown') && !this.#menu.hidden) {
      event.preventDefault();
      const items = this.#menu.querySelectorAll('button');
      items[event.key === 'ArrowUp' ? items.length - 1 : 0]?.focus();
    }
  }

  #walk(event) {
    const items = [...this.#menu.querySelectorAll('button')];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === 'Escape') {
      this.#close();
      this.#input.focus();
    }
    if (!step) return;
    event.preventDefault();
    items[(items.indexOf(document.activeElement) + step + items.length) % items.length]?.focus();
  }

  #open(commands, focus) {
    if (commands.length === 0) return this.#close();
    const items = commands.map(({ command, description }) =>
      h(
        'li',
        undefined,
        h(
          'button',
          { type: 'button', on: { click: () => this.#choose(command) } },
          h('span', { class: 'command' }, `/${command}`),
          h('span', { class: 'command-about' }, description),
        ),
      ),
    );
    this.#menu.replaceChildren(...items);
    this.#menu.hidden = false;
    this.#toggle.setAttribute('aria-expanded', 'true');
    if (focus) this.#menu.querySelector('button')?.focus();
  }

  #choose(command) {
    this.#input.focus();
    this.#send(`/${command}`);
  }

  #close() {
    this.#menu.hidden = true;
    this.#toggle.setAttribute('aria-expanded', 'false');
  }

  #fit() {
    this.#input.rows = Math.min(5, this.#input.value.split('\n').length);
  }
}
