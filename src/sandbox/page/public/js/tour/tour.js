import { byId } from '../core/dom.js';
import { onLanguage, word } from '../core/words.js';
import { Guide, TourLost } from './guide.js';
import { Spotlight } from './spotlight.js';
import { STEPS } from './script.js';

/** The tour's card: what happens now, how far it is, and the button that stops it. */
export class Tour {
  #card = byId('tour');
  #start = byId('tour-start');
  #stop = byId('tour-stop');
  #again = byId('tour-again');
  #stage;
  #abort;
  #caption = { step: 0, key: undefined, ended: false };

  constructor(stage) {
    this.#stage = stage;
    this.#start.addEventListener('click', () => this.#run());
    this.#again.addEventListener('click', () => this.#run());
    this.#stop.addEventListener('click', () => this.stop());
    onLanguage(() => this.#draw());
    document.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && !this.#card.hidden && !document.querySelector('dialog[open]')) this.stop();
    });
  }

  stop() {
    this.#abort?.abort();
    this.#show(false);
    this.#start.disabled = false;
  }

  async #run() {
    this.#abort?.abort();
    const abort = (this.#abort = new AbortController());
    const spotlight = new Spotlight();
    const guide = new Guide({ ...this.#stage, spotlight, signal: abort.signal });
    const memory = {};
    this.#show(true);
    this.#start.disabled = true;
    try {
      for (const [step, { name, run }] of STEPS.entries()) {
        this.#say(step, name);
        await run(guide, memory);
      }
      this.#say(STEPS.length, 'finished', 'good');
      byId('world').scrollTo({ top: 0, behavior: 'smooth' });
    } catch (error) {
      if (!abort.signal.aborted) this.#say(this.#caption.step, error instanceof TourLost ? `lost.${error.key}` : 'lost.trouble', 'bad');
    } finally {
      spotlight.off();
      this.#start.disabled = abort === this.#abort && !abort.signal.aborted ? false : this.#start.disabled;
    }
  }

  /** While the card is there, the world keeps room under its last panel, so that nothing stays behind the card. */
  #show(shown) {
    this.#card.hidden = !shown;
    document.body.classList.toggle('touring', shown);
  }

  #say(step, key, ended) {
    this.#caption = { step, key, ended };
    this.#draw();
  }

  #draw() {
    const { step, key, ended } = this.#caption;
    if (!key) return;
    const name = this.#stage.conversation().person.firstName;
    this.#card.className = `tour ${ended ?? ''}`;
    byId('tour-title').textContent = word(`tour.${key}`, { name });
    byId('tour-text').textContent = word(`tour.${key}.text`, { name });
    byId('tour-count').textContent = ended ? '' : word('tour.count', { step: step + 1, of: STEPS.length });
    byId('tour-bar').value = step / STEPS.length;
    this.#stop.textContent = word(ended ? 'tour.close' : 'tour.stop');
    this.#again.hidden = !ended;
    this.#again.textContent = word('tour.again');
    if (ended) this.#stop.focus({ preventScroll: true });
  }
}
