import { byId } from '../core/dom.js';

const MARGIN = 6;

/** The ring around what the tour speaks of. It follows `find()`, since the page redraws what is under it. */
export class Spotlight {
  #ring = byId('spotlight');
  #find;
  #last;

  on(find) {
    const idle = this.#find === undefined;
    this.#find = find;
    this.#last = undefined;
    if (idle) requestAnimationFrame(() => this.#follow());
  }

  off() {
    this.#find = undefined;
    this.#ring.hidden = true;
  }

  #follow() {
    if (!this.#find) return;
    const target = this.#find();
    this.#ring.hidden = !target || target.getClientRects().length === 0;
    if (target && target !== this.#last) target.scrollIntoView({ block: target.closest('.scroll') ? 'nearest' : 'center', behavior: 'smooth' });
    this.#last = target;
    if (!this.#ring.hidden) this.#place(target.getBoundingClientRect());
    requestAnimationFrame(() => this.#follow());
  }

  #place({ left, top, width, height }) {
    const { style } = this.#ring;
    style.transform = `translate(${left - MARGIN}px, ${top - MARGIN}px)`;
    style.width = `${width + 2 * MARGIN}px`;
    style.height = `${height + 2 * MARGIN}px`;
  }
}
