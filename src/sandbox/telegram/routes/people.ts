import { SandboxProblem, invalid } from '#sandbox/kit/problem.js';
import { cleanText } from '../entities/clean-text.js';
import { withPlainEntities } from '../entities/plain-entities.js';
import { wireChat, wireMessage, wireUser } from '../message-wire.js';
import { BOT_ACCOUNT } from '../state/bot-account.js';
import type { Chat, Invoice, StoredMessage, TelegramUser } from '../state/chat.js';
import type { TelegramWorld } from '../state/telegram-world.js';

export type Introduction = Partial<Omit<TelegramUser, 'id'>>;
export type PaymentOutcome = { readonly paid: true; readonly chargeId: string } | { readonly paid: false; readonly error: string };

/** What a person does in their Telegram app; every act becomes the update the bot would get. */
export class People {
  constructor(private readonly world: TelegramWorld) {}

  /** The chat of someone who has written before. */
  chat(userId: number): Chat {
    const chat = this.world.chats.find(userId);
    if (!chat) throw new SandboxProblem(404, 'telegram.no-chat', 'This person has not written to the bot yet');
    return chat;
  }

  write(userId: number, text: string, introduction: Introduction): StoredMessage {
    const known = this.world.chats.find(userId);
    if (known?.blocked) throw blocked();
    const chat = this.world.chats.open({ firstName: `User ${userId}`, ...known?.user, ...introduction, id: userId });
    const formatted = withPlainEntities(cleanText({ text, entities: [] }));
    const message = this.world.chats.add(chat, { from: 'user', at: this.now(), formatted });
    this.tellBot('message', chat, wireMessage(chat, message));
    return message;
  }

  /** Taps a button that the message has now; `force` taps what a forged or old client might send. */
  tap(userId: number, messageId: number, data: string, force: boolean): string {
    const chat = this.activeChat(userId);
    const message = chat.messages.get(messageId);
    if (!force && !hasButton(message, data)) throw new SandboxProblem(409, 'telegram.no-button', 'The message has no such button now');
    const query = this.world.callbacks.open(userId, messageId);
    this.tellBot('callback_query', chat, {
      id: query.id,
      from: wireUser(chat.user),
      message: message ? wireMessage(chat, message) : { message_id: messageId, chat: wireChat(chat.user), date: 0 },
      chat_instance: String(userId * 7),
      data,
    });
    return query.id;
  }

  block(userId: number, isBlocked: boolean): void {
    const chat = this.chat(userId);
    if (chat.blocked === isBlocked) return;
    chat.blocked = isBlocked;
    this.tellBot('my_chat_member', chat, {
      chat: wireChat(chat.user),
      from: wireUser(chat.user),
      date: Math.floor(this.world.now().getTime() / 1000),
      old_chat_member: membership(!isBlocked),
      new_chat_member: membership(isBlocked),
    });
  }

  /** Pays the invoice of a message, once: the bot is asked first, as Telegram asks it. */
  async payMessage(userId: number, messageId: number): Promise<PaymentOutcome> {
    const chat = this.activeChat(userId);
    const message = chat.messages.get(messageId);
    if (!message?.invoice) throw new SandboxProblem(409, 'telegram.no-invoice', 'The message is not an invoice');
    if (message.paid) throw new SandboxProblem(409, 'telegram.invoice-paid', 'The invoice is paid already');
    const outcome = await this.pay(chat, message.invoice);
    if (outcome.paid) this.markPaid(chat, messageId);
    return outcome;
  }

  /** Pays the invoice behind a link; anyone may, again and again. */
  payLink(userId: number, link: string): Promise<PaymentOutcome> {
    const invoice = this.world.invoiceLinks.get(link.slice(link.lastIndexOf('/') + 1));
    if (!invoice) throw invalid('telegram.link', 'No invoice has this link');
    return this.pay(this.activeChat(userId), invoice);
  }

  private async pay(chat: Chat, invoice: Invoice): Promise<PaymentOutcome> {
    const answer = await this.world.checkouts.confirm((id) => {
      this.tellBot('pre_checkout_query', chat, {
        id,
        from: wireUser(chat.user),
        currency: invoice.currency,
        total_amount: invoice.total,
        invoice_payload: invoice.payload,
      });
    });
    if (!answer.ok) return this.refused(chat, answer.error);
    const chargeId = this.world.stars.charge(chat.user.id, invoice);
    const formatted = { text: '', entities: [] };
    const message = this.world.chats.add(chat, { from: 'user', at: this.now(), formatted, payment: { invoice, chargeId } });
    this.tellBot('message', chat, wireMessage(chat, message));
    return { paid: true, chargeId };
  }

  private refused(chat: Chat, error: string): PaymentOutcome {
    chat.lastToast = { text: error, alert: true, at: this.now() };
    this.world.changed();
    return { paid: false, error };
  }

  private markPaid(chat: Chat, messageId: number): void {
    const message = chat.messages.get(messageId);
    if (message) chat.messages.set(messageId, { ...message, paid: true });
    this.world.changed();
  }

  private activeChat(userId: number): Chat {
    const chat = this.chat(userId);
    if (chat.blocked) throw blocked();
    return chat;
  }

  private tellBot(type: Parameters<TelegramWorld['feed']['push']>[0], chat: Chat, payload: unknown): void {
    this.world.feed.push(type, chat.user.id, payload);
    this.world.changed();
  }

  private now(): string {
    return this.world.now().toISOString();
  }
}

function hasButton(message: StoredMessage | undefined, data: string): boolean {
  return message?.keyboard?.flat().some((button) => button.callback_data === data) ?? false;
}

function membership(isBlocked: boolean): unknown {
  return isBlocked ? { user: BOT_ACCOUNT, status: 'kicked', until_date: 0 } : { user: BOT_ACCOUNT, status: 'member' };
}

function blocked(): SandboxProblem {
  return new SandboxProblem(409, 'telegram.blocked', 'This person has blocked the bot');
}
