import { SandboxProblem, invalid } from '#sandbox/kit/problem.js';
import { wireMessage, wireUser } from '../message-wire.js';
import type { Chat, Invoice, SuccessfulPayment } from '../state/chat.js';
import type { TelegramWorld } from '../state/telegram-world.js';
import type { People } from './people.js';

export type PaymentOutcome = { readonly paid: true; readonly chargeId: string } | { readonly paid: false; readonly error: string };

/** How a payment may go wrong on Telegram's side. */
export interface PaymentMishap {
  /** How often the bot is told of it; 0 loses the news. */
  readonly told: number;
  /** The bot said yes before: a payment that was long on its way. */
  readonly asked: boolean;
}

const USUAL: PaymentMishap = { told: 1, asked: true };

/** People who pay invoices of the bot, and Telegram that takes money back. */
export class Payers {
  constructor(
    private readonly world: TelegramWorld,
    private readonly people: People,
  ) {}

  /** Pays the invoice of a message, once: the bot is asked first, as Telegram asks it. */
  async payMessage(userId: number, messageId: number, mishap = USUAL): Promise<PaymentOutcome> {
    const chat = this.people.activeChat(userId);
    const message = chat.messages.get(messageId);
    if (!message?.invoice) throw new SandboxProblem(409, 'telegram.no-invoice', 'The message is not an invoice');
    if (message.paid) throw new SandboxProblem(409, 'telegram.invoice-paid', 'The invoice is paid already');
    const outcome = await this.pay(chat, message.invoice, mishap);
    if (outcome.paid) this.markPaid(chat, messageId);
    return outcome;
  }

  /** Pays the invoice behind a link; anyone may, again and again. */
  payLink(userId: number, link: string, mishap = USUAL): Promise<PaymentOutcome> {
    return this.pay(this.people.activeChat(userId), this.invoice(link.slice(link.lastIndexOf('/') + 1)), mishap);
  }

  /** Pays whatever invoice carries this payload, the newest first. */
  payPayload(userId: number, payload: string, mishap = USUAL): Promise<PaymentOutcome> {
    const invoice = [...this.world.invoiceLinks.values()].findLast((one) => one.payload === payload);
    if (!invoice) throw invalid('telegram.payload', 'No link carries this payload');
    return this.pay(this.people.activeChat(userId), invoice, mishap);
  }

  /** The invoice a link opens, by the link's last part. */
  invoice(slug: string): Invoice {
    const invoice = this.world.invoiceLinks.get(slug);
    if (!invoice) throw invalid('telegram.link', 'No invoice has this link');
    return invoice;
  }

  /** Takes the stars of a payment back without the bot, which is not told. */
  chargeBack(chargeId: string): void {
    const payment = this.world.stars.find(chargeId);
    if (!payment) throw new SandboxProblem(404, 'telegram.no-charge', 'There is no such payment');
    this.world.stars.refund(payment.userId, chargeId);
    this.world.changed();
  }

  private async pay(chat: Chat, invoice: Invoice, { told, asked }: PaymentMishap): Promise<PaymentOutcome> {
    const answer = asked ? await this.ask(chat, invoice) : { ok: true as const };
    if (!answer.ok) return this.refused(chat, answer.error);
    const chargeId = this.world.stars.charge(chat.user.id, invoice);
    this.tell(chat, { invoice, chargeId }, told);
    return { paid: true, chargeId };
  }

  private ask(chat: Chat, invoice: Invoice) {
    return this.world.checkouts.confirm((id) => {
      this.world.tellBot('pre_checkout_query', chat.user.id, {
        id,
        from: wireUser(chat.user),
        currency: invoice.currency,
        total_amount: invoice.total,
        invoice_payload: invoice.payload,
      });
    });
  }

  /** Each telling is an update of its own. */
  private tell(chat: Chat, payment: SuccessfulPayment, times: number): void {
    const at = this.world.now().toISOString();
    const message = this.world.chats.add(chat, { from: 'user', at, formatted: { text: '', entities: [] }, payment });
    for (let time = 0; time < times; time += 1) this.world.tellBot('message', chat.user.id, wireMessage(chat, message));
    this.world.changed();
  }

  private refused(chat: Chat, error: string): PaymentOutcome {
    chat.lastToast = { text: error, alert: true, at: this.world.now().toISOString() };
    this.world.changed();
    return { paid: false, error };
  }

  private markPaid(chat: Chat, messageId: number): void {
    const message = chat.messages.get(messageId);
    if (message) chat.messages.set(messageId, { ...message, paid: true });
    this.world.changed();
  }
}
