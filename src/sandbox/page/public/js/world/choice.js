import { h } from '../core/dom.js';
import { onLanguage } from '../core/words.js';

/** A row of choices as radio buttons: arrows move, one is always chosen. */
export class Choice {
  value;
  #root;
  #options;
  #drawn = '';

  constructor(root, options) {
    this.#root = root;
    this.#options = options;
    root.classList.add('choice');
    onLanguage(() => this.draw(this.value));
  }

  draw(value) {
    this.value = value;
    const { name, options, wordOf, labelOf, aboutOf } = this.#options;
    const drawn = options.map((option) => wordOf(option)).join('|');
    if (drawn !== this.#drawn) {
      this.#drawn = drawn;
      const legend = h('legend', { class: 'visually-hidden' }, labelOf());
      this.#root.replaceChildren(legend, ...options.map((option) => this.#radio(name, option, wordOf(option), aboutOf?.(option))));
    }
    for (const input of this.#root.querySelectorAll('input')) input.checked = input.value === value;
  }

  #radio(name, option, text, about) {
    const change = () => this.#choose(option);
    const input = h('input', { type: 'radio', name, value: option, class: 'visually-hidden', on: { change } });
    return h('label', { class: `choice-option ${option}`, title: about }, input, h('span', undefined, text));
  }

  async #choose(option) {
    const before = this.value;
    this.draw(option);
    try {
      await this.#options.choose(option);
    } catch (error) {
      this.draw(before);
      document.dispatchEvent(new CustomEvent('polaris:trouble', { detail: error }));
    }
  }
}
