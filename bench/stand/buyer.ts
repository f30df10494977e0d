import { setTimeout as pause } from 'node:timers/promises';
import type { SandboxProcess } from './sandbox-process.js';

interface Message {
  readonly messageId: number;
  readonly from: 'bot' | 'user';
  readonly html: string;
  readonly buttons: readonly (readonly { readonly data?: string }[])[];
}

interface World {
  readonly heleket: { readonly invoices: readonly { readonly uuid: string; readonly status: string }[] };
  readonly fragment: { readonly deliveries: readonly unknown[] };
}

const PATIENCE_MS = 60_000;

/** Somebody at the sandbox's Telegram. */
export class Buyer {
  private readonly chat: string;

  constructor(
    private readonly shop: SandboxProcess,
    private readonly id: number,
  ) {
    this.chat = `/sandbox/telegram/chats/${id}`;
  }

  async says(text: string): Promise<void> {
    const before = (await this.newest())?.messageId ?? 0;
    await this.shop.post(`${this.chat}/messages`, { text, firstName: 'Anna', username: `buyer_${this.id}`, languageCode: 'en' });
    await until(async () => ((await this.newest())?.messageId ?? 0) > before);
  }

  /** Taps the newest button whose data begins so; answers the milliseconds until the chat showed something else. */
  async taps(data: string): Promise<number> {
    let message: Message | undefined;
    await until(async () => (message = await this.newestWith(data)) !== undefined);
    const shown = fingerprint(await this.messages());
    const began = performance.now();
    await this.shop.post(`${this.chat}/taps`, { messageId: message?.messageId, data: buttonIn(message?.buttons ?? [], data) });
    await until(async () => fingerprint(await this.messages()) !== shown);
    return performance.now() - began;
  }

  /** Puts 100 TON on the balance through an invoice. */
  async topsUp(): Promise<void> {
    await this.says('/start');
    for (const data of ['balance', 'recharge', 'recharge_heleket', 'recharge_heleket_100']) await this.taps(data);
    const { heleket } = await this.shop.get<World>('/sandbox/world');
    const open = heleket.invoices.find(({ status }) => status === 'check');
    await this.shop.post(`/sandbox/heleket/invoices/${open?.uuid ?? 'none'}/pay`);
    await until(async () => (await this.messages()).some(({ html }) => html.includes('added to your balance')));
  }

  /** Orders 100 stars from the balance; they are delivered later. */
  async orders(): Promise<void> {
    await this.says('/buy_stars 100');
    await this.taps('order_self_');
    await this.taps('order_pay_');
  }

  private async newest(): Promise<Message | undefined> {
    return (await this.messages()).findLast(({ from }) => from === 'bot');
  }

  private async newestWith(data: string): Promise<Message | undefined> {
    return (await this.messages()).findLast(({ buttons }) => buttonIn(buttons, data) !== undefined);
  }

  private messages(): Promise<readonly Message[]> {
    return this.shop.get(`${this.chat}/messages`);
  }
}

export async function deliveries(shop: SandboxProcess): Promise<number> {
  return (await shop.get<World>('/sandbox/world')).fragment.deliveries.length;
}

export async function until(condition: () => Promise<boolean>, patienceMs = PATIENCE_MS): Promise<void> {
  const began = performance.now();
  while (!(await condition())) {
    if (performance.now() - began > patienceMs) throw new Error('it never came');
    await pause(2);
  }
}

function buttonIn(buttons: Message['buttons'], start: string): string | undefined {
  return buttons.flat().find(({ data }) => data?.startsWith(start))?.data;
}

function fingerprint(messages: readonly Message[]): string {
  return JSON.stringify(messages.filter(({ from }) => from === 'bot').slice(-5));
}
