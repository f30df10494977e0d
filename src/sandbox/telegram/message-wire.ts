import { BOT_ACCOUNT } from './state/bot-account.js';
import type { Chat, Invoice, Photo, StarRefund, StoredMessage, TelegramUser } from './state/chat.js';

/** The Bot API's `Message` for what is stored. */
export function wireMessage(chat: Chat, message: StoredMessage): Readonly<Record<string, unknown>> {
  return {
    message_id: message.messageId,
    from: message.from === 'bot' ? BOT_ACCOUNT : wireUser(chat.user),
    chat: wireChat(chat.user),
    date: seconds(message.at),
    ...(message.editedAt === undefined ? {} : { edit_date: seconds(message.editedAt) }),
    ...wireContent(message),
    ...(message.keyboard ? { reply_markup: { inline_keyboard: message.keyboard } } : {}),
  };
}

export function wireUser(user: TelegramUser): Readonly<Record<string, unknown>> {
  return {
    id: user.id,
    is_bot: false,
    first_name: user.firstName,
    ...(user.username === undefined ? {} : { username: user.username }),
    ...(user.languageCode === undefined ? {} : { language_code: user.languageCode }),
  };
}

export function wireChat(user: TelegramUser): Readonly<Record<string, unknown>> {
  const username = user.username === undefined ? {} : { username: user.username };
  return { id: user.id, type: 'private', first_name: user.firstName, ...username };
}

export function seconds(iso: string): number {
  return Math.floor(Date.parse(iso) / 1000);
}

function wireContent(message: StoredMessage): Readonly<Record<string, unknown>> {
  const { text, entities } = message.formatted;
  if (message.payment) return { successful_payment: wirePayment(message.payment.invoice, message.payment.chargeId) };
  if (message.refund) return { refunded_payment: wireRefund(message.refund) };
  if (message.invoice) return { invoice: wireInvoice(message.invoice) };
  const list = entities.length > 0 ? entities : undefined;
  if (!message.photo) return { text, ...(list && { entities: list }) };
  const caption = text === '' ? {} : { caption: text, ...(list && { caption_entities: list }) };
  return { photo: [wirePhoto(message.photo)], ...caption };
}

function wirePhoto(photo: Photo): Readonly<Record<string, unknown>> {
  const unique = `AQAD${photo.fileId.slice(-12)}`;
  return { file_id: photo.fileId, file_unique_id: unique, width: photo.width, height: photo.height, file_size: photo.size };
}

function wireInvoice(invoice: Invoice): Readonly<Record<string, unknown>> {
  const { title, description, currency, total } = invoice;
  return { title, description, start_parameter: '', currency, total_amount: total };
}

function wireRefund({ chargeId, payload, total }: StarRefund): Readonly<Record<string, unknown>> {
  return { currency: 'XTR', total_amount: total, invoice_payload: payload, telegram_payment_charge_id: chargeId };
}

function wirePayment(invoice: Invoice, chargeId: string): Readonly<Record<string, unknown>> {
  return {
    currency: invoice.currency,
    total_amount: invoice.total,
    invoice_payload: invoice.payload,
    telegram_payment_charge_id: chargeId,
    provider_payment_charge_id: invoice.currency === 'XTR' ? '' : `provider-${chargeId}`,
  };
}
