import { byId } from '../core/dom.js';
import { onLanguage, word } from '../core/words.js';
import { Guide, TourLost } from './guide.js';
import { Spotlight } from './spotlight.js';
import { STEPS } from './script.js';
import { VPN_STEPS } from './vpn-script.js';

/** The tour's card: what happens now, how far it is, and the button that stops it. */
export class Tour {
  #card = byId('tour');
  #starts = [byId('tour-start'), byId('tour-vpn')];
  #script = STEPS;
  #stop = byId('tour-stop');
  #again = byId('tour-again');
  #stage;
  #abort;
  #caption = { step: 0, key: undefined, ended: false };

  constructor(stage) {
    this.#stage = stage;
    byId('tour-start').addEventListener('click', () => this.#run(STEPS));
    byId('tour-vpn').addEventListener('click', () => this.#run(VPN_STEPS));
    this.#again.addEventListener('click', () => this.#run(this.#script));
    this.#stop.addEventListener('click', () => this.stop());
    onLanguage(() => this.#draw());
    document.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && !this.#card.hidden && !document.querySelector('dialog[open]')) this.stop();
    });
  }

  stop() {
    this.#abort?.abort();
    this.#show(false);
    this.#busy(false);
  }

  async #run(script) {
    this.#script = script;
    this.#abort?.abort();
    const abort = (this.#abort = new AbortController());
    const spotlight = new Spotlight();
    const guide = new Guide({ ...this.#stage, spotlight, signal: abort.signal });
    const memory = {};
    this.#show(true);
    this.#busy(true);
    try {
      for (const [step, { name, run }] of script.entries()) {
        this.#say(step, name);
        await run(guide, memory);
      }
      this.#say(script.length, script === STEPS ? 'finished' : 'vpn-finished', 'good');
      byId('world').scrollTo({ top: 0, behavior: 'smooth' });
    } catch (error) {
      if (!abort.signal.aborted) this.#say(this.#caption.step, error instanceof TourLost ? `lost.${error.key}` : 'lost.trouble', 'bad');
    } finally {
      spotlight.off();
      if (abort === this.#abort && !abort.signal.aborted) this.#busy(false);
    }
  }

  #busy(busy) {
    for (const start of this.#starts) start.disabled = busy;
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
    byId('tour-count').textContent = ended ? '' : word('tour.count', { step: step + 1, of: this.#script.length });
    byId('tour-bar').value = step / this.#script.length;
    this.#stop.textContent = word(ended ? 'tour.close' : 'tour.stop');
    this.#again.hidden = !ended;
    this.#again.textContent = word('tour.again');
    if (ended) this.#stop.focus({ preventScroll: true });
  }
}
