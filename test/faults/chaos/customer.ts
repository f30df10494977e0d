import type { Api } from '../../e2e/support/api.js';
import type { Invoice } from '../../e2e/support/outside.js';
import type { ShownButton, ShownMessage } from '../../e2e/support/person.js';
import type { History } from './history.js';

export type Random = () => number;

const WORDS = ['/start', '/balance', '/help', '/buy_stars 50', '/start'];
const NEWEST = 3;
const NEVER_PRESSED = /^(language|contact|order_friend|order_cancel|recharge_\w+_custom|custom_amount)/;
const PAYS = /^order_pay_(?:balance_|from_[A-Z]+_|via_[a-z]+_)?([0-9a-f-]{36})$/;
const BEGINS_TRIAL = 'vpn_trial';
const MAKES_INVOICE = /^(recharge_[a-z]+_\d|order_pay_via_)/;
const IN_HAND = /on the way|delivered/i;

/** Somebody who wanders through the shop, pressing what there is to press, and pays. */
export class Customer {
  private readonly paid: string[] = [];

  constructor(
    private readonly api: Api,
    private readonly id: number,
    private readonly history: History,
    private readonly random: Random,
  ) {}

  /** One deed, whatever there is to do. Nobody writes while the bot is far behind; `mayOrder` lets them press a button that pays for stars. */
  async act(mayWrite: boolean, mayOrder: () => boolean): Promise<void> {
    const again = this.paid[Math.floor(this.random() * this.paid.length)];
    if (again !== undefined && (!mayWrite || this.random() < 0.3)) return this.tellAgain(again);
    if (!mayWrite) return;
    const shown = (await this.api.get<ShownMessage[]>(`${this.chat}/messages`)).filter(({ from }) => from === 'bot').slice(-NEWEST);
    for (const message of shown) this.notePromise(message);
    const invoice = shown.flatMap(({ buttons }) => buttons.flat()).map(invoiceBehind).find((uuid) => uuid !== undefined && !this.history.paid.has(uuid));
    if (invoice !== undefined && this.random() < 0.6) return this.pay(invoice);
    const presses = shown.flatMap((message) => message.buttons.flat().flatMap(({ data }) => (data === undefined || NEVER_PRESSED.test(data) ? [] : [{ message, data }])));
    const press = presses[Math.floor(this.random() * presses.length)];
    if (!press || this.random() < 0.05) return this.say(WORDS[Math.floor(this.random() * WORDS.length)] ?? '/start');
    if (!PAYS.test(press.data) || mayOrder()) return this.tap(press.message.messageId, press.data);
    return this.say('/start');
  }

  private async say(text: string): Promise<void> {
    await this.api.post(`${this.chat}/messages`, { text, username: `person_${this.id}`, firstName: 'Vera', languageCode: 'en' });
    this.history.did('message');
  }

  private async tap(messageId: number, data: string): Promise<void> {
    const order = PAYS.exec(data)?.[1];
    if (order !== undefined) this.history.ordered.add(order);
    await this.api.post(`${this.chat}/taps`, { messageId, data });
    this.history.did(deedOf(data));
  }

  /** The webhook goes out up to three times at once. */
  private async pay(invoice: string): Promise<void> {
    this.history.paid.add(invoice);
    this.paid.push(invoice);
    const times = 1 + Math.floor(this.random() * 3);
    this.noteTaken(await this.api.post<Invoice>(`/sandbox/heleket/invoices/${invoice}/pay`, { times }));
    for (let copy = 0; copy < times; copy += 1) this.history.did('webhook');
  }

  /** The gateway repeats what it has said before. */
  private async tellAgain(invoice: string): Promise<void> {
    this.noteTaken(await this.api.post<Invoice>(`/sandbox/heleket/invoices/${invoice}/status`, { status: 'paid' }));
    this.history.did('webhook');
  }

  private noteTaken({ uuid, deliveries }: Invoice): void {
    if (deliveries.some(({ httpStatus }) => httpStatus === 200)) this.history.taken.add(uuid);
  }

  /** What is on the way names its order by the button that looks after it. */
  private notePromise({ text, buttons }: ShownMessage): void {
    if (!IN_HAND.test(text)) return;
    for (const { data } of buttons.flat()) {
      const order = /^refresh_status_([0-9a-f-]{36})$/.exec(data ?? '')?.[1];
      if (order !== undefined && this.history.ordered.has(order)) this.history.promised.add(order);
    }
  }

  private get chat(): string {
    return `/sandbox/telegram/chats/${this.id}`;
  }
}

function deedOf(data: string): string {
  if (data.startsWith(BEGINS_TRIAL)) return 'trial';
  if (MAKES_INVOICE.test(data)) return 'tap for an invoice';
  return PAYS.test(data) ? 'purchase' : 'tap';
}

function invoiceBehind({ url }: ShownButton): string | undefined {
  return /\/heleket\/pay\/([0-9a-f-]{36})/.exec(url ?? '')?.[1];
}
