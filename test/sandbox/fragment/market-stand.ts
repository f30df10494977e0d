import { Address, Cell } from '@ton/core';
import { FragmentSimulator } from '#sandbox/fragment/fragment-simulator.js';
import { TonSimulator } from '#sandbox/ton/ton-simulator.js';
import { Signer, Stand } from '../ton/ton-stand.js';
import { accountOf, Browser, DEVICE, type Json } from './browser.js';

export interface Order {
  readonly to: string;
  readonly nano: bigint;
  readonly note: Cell;
}

/** The market, the chain and a shop's browser that is logged in with the wallet connected. */
export class MarketStand {
  private constructor(
    readonly world: Stand,
    readonly ton: TonSimulator,
    readonly market: FragmentSimulator,
    readonly owner: Signer,
    readonly origin: string,
    readonly shop: Browser,
  ) {}

  static async start(): Promise<MarketStand> {
    const world = new Stand();
    const ton = await TonSimulator.create(world.context);
    const market = new FragmentSimulator(world.context, ton);
    const origin = await world.open(ton, market);
    const shop = new Browser(`${origin}/sandbox/fragment/site`, market.initialCookies);
    await shop.open();
    return new MarketStand(world, ton, market, await Signer.of(ton.seedPhrase), origin, shop);
  }

  get site(): string {
    return `${this.origin}/sandbox/fragment/site`;
  }

  async guest(): Promise<Browser> {
    const browser = new Browser(this.site);
    await browser.open();
    return browser;
  }

  async control(path: string, body: Json): Promise<void> {
    await fetch(`${this.origin}/sandbox/fragment${path}`, { method: 'POST', body: JSON.stringify(body) });
  }

  get parties(): { account: string; device: string } {
    return { account: JSON.stringify(accountOf(this.owner)), device: DEVICE };
  }

  async recipient(username: string): Promise<string> {
    const { found } = (await this.shop.call('searchStarsRecipient', { query: username, quantity: '' })) as { found: { recipient: string } };
    return found.recipient;
  }

  async init(username: string, stars: number): Promise<Json> {
    await this.shop.call('updateStarsBuyState', { mode: 'new', lv: 'false', dh: '1' });
    const fields = { recipient: await this.recipient(username), quantity: String(stars), payment_method: 'ton' };
    return this.shop.call('initBuyStarsRequest', fields);
  }

  link(id: unknown): Promise<Json> {
    return this.shop.call('getBuyStarsLink', { id: String(id), show_sender: '0', transaction: '1', ...this.parties });
  }

  confirm(id: unknown, boc: string): Promise<Json> {
    return this.shop.call('confirmReq', { id: String(id), boc, ...this.parties });
  }

  sign({ to, nano, note }: Order): string {
    const { second } = this.world;
    return this.owner.sign({ to: Address.parse(to), nano, body: note, seqno: this.ton.seqno(), validUntil: second + 120 });
  }

  async pay(boc: string): Promise<void> {
    await fetch(`${this.origin}/sandbox/ton/api/v2/sendBoc`, { method: 'POST', body: JSON.stringify({ boc }) });
    this.world.tick();
  }
}

export function orderIn(link: Json): Order {
  const { messages } = link['transaction'] as { messages: readonly { address: string; amount: string; payload: string }[] };
  const [message] = messages;
  if (!message) throw new Error('the link asks for nothing');
  return { to: message.address, nano: BigInt(message.amount), note: Cell.fromBase64(message.payload) };
}

export function noteIn({ note }: Order): string {
  const slice = note.beginParse();
  slice.loadUint(32);
  return slice.loadStringTail();
}
