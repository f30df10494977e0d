import { drawList, h } from '../core/dom.js';
import { word } from '../core/words.js';

const SHORT = 4;

/** A list that shows its newest few and unfolds to all of them. */
export class Newest {
  #all = false;
  #list;
  #more;
  #options;
  #items = [];
  #first = true;

  constructor(list, options) {
    this.#list = list;
    this.#options = options;
    this.#more = h('button', { class: 'button quiet small more', type: 'button', on: { click: () => this.#unfold() } });
    this.#list.after(this.#more);
  }

  draw(items) {
    this.#items = items;
    const { limit = SHORT, empty, ...options } = this.#options;
    const shown = this.#all ? items : items.slice(0, limit);
    if (items.length === 0) this.#list.replaceChildren(h('li', { class: 'empty' }, word(empty)));
    else {
      this.#list.querySelector('.empty')?.remove();
      drawList(this.#list, shown, { ...options, touched: (node, _, isNew) => !this.#first && node.classList.add(isNew ? 'fresh' : 'changed') });
    }
    this.#first = false;
    this.#more.hidden = items.length <= limit;
    this.#more.textContent = this.#all ? word('world.less') : word('world.more', { count: items.length - limit });
  }

  #unfold() {
    this.#all = !this.#all;
    this.draw(this.#items);
  }
}

/** Newest first; what has no time keeps the order it came in, the last being the newest. */
export function newestFirst(items, timeOf) {
  return items
    .map((item, index) => ({ item, index, time: timeOf(item) }))
    .sort((left, right) => right.time - left.time || right.index - left.index)
    .map(({ item }) => item);
}

/** Runs what a button does, with the button disabled meanwhile; trouble is shown, not swallowed. */
export async function busyWhile(button, work) {
  button.disabled = true;
  try {
    return await work();
  } catch (error) {
    document.dispatchEvent(new CustomEvent('polaris:trouble', { detail: error }));
    return undefined;
  } finally {
    button.disabled = false;
  }
}
