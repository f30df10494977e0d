import { randomBytes } from 'node:crypto';
import { badRequest } from '../bot-api-error.js';
import { seconds, wireMessage, wireUser } from '../message-wire.js';
import { readInvoice } from '../reading/invoice.js';
import type { StarTransaction } from '../state/star-till.js';
import type { TelegramWorld } from '../state/telegram-world.js';
import { chatToPostTo, postMessage } from './post-message.js';
import type { MethodTable } from './method.js';

export const PAYMENT_METHODS: MethodTable = {
  sendInvoice: (call, world) => {
    const chat = chatToPostTo(call, world);
    const invoice = readInvoice(call);
    const pay = { text: invoice.currency === 'XTR' ? `Pay ⭐️${invoice.total}` : 'Pay', pay: true };
    const formatted = { text: '', entities: [] };
    return postMessage(call, world, chat, { formatted, invoice, keyboard: [[pay]] });
  },

  createInvoiceLink: (call, world) => {
    const slug = randomBytes(12).toString('base64url');
    world.invoiceLinks.set(slug, readInvoice(call));
    world.changed();
    // Telegram's own would open its app, which is not there.
    return `${world.origin}/sandbox/telegram/invoice/${slug}`;
  },

  answerPreCheckoutQuery: (call, world) => {
    const error = call.text('error_message') ?? '';
    const ok = call.flag('ok');
    if (!ok && error === '') throw badRequest('parameter "error_message" is required');
    world.checkouts.answer(call.text('pre_checkout_query_id'), ok ? { ok } : { ok, error });
    return true;
  },

  refundStarPayment: (call, world) => {
    const userId = call.integer('user_id') ?? 0;
    const chat = world.chats.find(userId);
    if (!chat) throw badRequest('user not found');
    const { id, payload, amount } = world.stars.refund(userId, call.required('telegram_payment_charge_id'));
    const refund = { chargeId: id, payload, total: amount };
    const message = world.chats.add(chat, { from: 'bot', at: world.now().toISOString(), formatted: { text: '', entities: [] }, refund });
    world.tellBot('message', userId, wireMessage(chat, message));
    return true;
  },

  getStarTransactions: (call, world) => {
    const offset = Math.max(0, call.integer('offset') ?? 0);
    const limit = Math.min(100, Math.max(1, call.integer('limit') ?? 100));
    const page = world.stars.list().slice(offset, offset + limit);
    return { transactions: page.map((one) => wireTransaction(one, world)) };
  },

  getMyStarBalance: (_call, world) => ({ amount: world.stars.balance() }),
};

function wireTransaction(one: StarTransaction, world: TelegramWorld): unknown {
  const user = wireUser(world.chats.find(one.userId)?.user ?? { id: one.userId, firstName: 'Deleted Account' });
  const partner = { type: 'user', transaction_type: 'invoice_payment', user, invoice_payload: one.payload };
  const side = one.kind === 'payment' ? { source: partner } : { receiver: partner };
  return { id: one.id, amount: one.amount, date: seconds(one.at), ...side };
}
