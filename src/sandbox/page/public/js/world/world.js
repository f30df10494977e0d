import { Flow } from '../sky/flow.js';
import { happened, News } from '../sky/news.js';
import { ClockPanel } from './clock.js';
import { FragmentPanel } from './fragment.js';
import { InvoicesPanel } from './invoices.js';
import { LedgerPanel } from './ledger.js';
import { StarsPanel } from './stars.js';
import { TonPanel } from './ton.js';
import { VpnPanel } from './vpn.js';
import { WeatherPanel } from './weather.js';

/** The right side of the page: everything outside the chat, redrawn from one answer of the sandbox. */
export class World {
  #people;
  #flow = new Flow();
  #news = new News();
  #weather = new WeatherPanel();
  #clock = new ClockPanel();
  #panels;
  #before;

  constructor(people) {
    this.#people = people;
    this.#panels = [new InvoicesPanel(), new StarsPanel(), new VpnPanel(), new FragmentPanel(), new TonPanel(), new LedgerPanel(people), this.#weather];
  }

  /** The last answer of the sandbox, for those who wait for something in it. */
  get seen() {
    return this.#before;
  }

  draw(world) {
    const events = this.#before ? happened(this.#before, world, this.#people) : [];
    this.#before = world;
    this.redraw();
    for (const event of events) {
      this.#flow.play(event);
      if (event.text) this.#news.tell(event.text);
    }
    return events.length > 0;
  }

  redraw() {
    if (!this.#before) return;
    for (const panel of this.#panels) panel.draw(this.#before);
    this.#flow.weather((system) => this.#weather.modeOf(system));
  }

  /** Time may have been moved. */
  syncTime() {
    return this.#clock.sync();
  }

  /** A message on its way: to the shop, or back to the buyer. */
  message(back) {
    this.#flow.play({ edge: 'telegram', back });
  }

  forget() {
    this.#before = undefined;
    this.#news.clear();
  }
}
