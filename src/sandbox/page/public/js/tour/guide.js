import { pause, until } from '../core/live.js';
import { nextButton } from './buttons.js';

const LOOK = 1100;
const READ = 2600;
const MOST_TAPS = 9;

/** The tour cannot go on: the shop did not come to the point named by `key`. */
export class TourLost extends Error {
  constructor(key) {
    super(key);
    this.key = key;
  }
}

/** The hands of the tour: it says, taps, waits and points, through the same doors as a person. */
export class Guide {
  #stage;

  constructor(stage) {
    this.#stage = stage;
  }

  get conversation() {
    return this.#stage.conversation();
  }

  get world() {
    return this.#stage.world() ?? {};
  }

  /** Points at `find()` on the `tab` of a narrow page and gives the person time to read. */
  async point(tab, find, time = READ) {
    this.#stage.showTab(tab);
    this.#stage.spotlight.on(find);
    await this.rest(time);
  }

  async rest(time = LOOK) {
    await pause(time, this.#stage.signal);
    if (this.#stage.signal.aborted) throw new DOMException('stopped', 'AbortError');
  }

  async wait(look, lost, within = 45_000) {
    const found = await until(look, { within, signal: this.#stage.signal });
    await this.rest(0);
    if (!found) throw new TourLost(lost);
    return found;
  }

  async say(text) {
    const before = this.#answers();
    await this.conversation.say(text);
    await this.wait(() => this.#answers() !== before, 'silent');
  }

  /** Taps from screen to screen until one of the first `aim` buttons of `wanted` was tapped. */
  async seek(wanted, aim = 1) {
    for (let taps = 0; taps < MOST_TAPS; taps += 1) {
      const button = await this.wait(() => nextButton(this.conversation.messages, wanted), 'button', 15_000);
      await this.#tap(button);
      if (wanted.indexOf(button.wanted) < aim) return button;
    }
    throw new TourLost('button');
  }

  async #tap({ messageId, data }) {
    const find = () => document.querySelector(`[data-key="m${messageId}"] [data-act="${CSS.escape(data)}"]`);
    await this.point('chat', find, LOOK);
    find()?.classList.add('pressed');
    const before = this.#answers();
    await this.conversation.tap(messageId, data);
    await until(() => this.#answers() !== before, { within: 8_000, signal: this.#stage.signal });
    await this.rest(500);
  }

  #answers() {
    return JSON.stringify(this.conversation.messages.filter((message) => message.from === 'bot'));
  }
}
