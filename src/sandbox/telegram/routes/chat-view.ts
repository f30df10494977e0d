import type { FormattedText } from '../entities/message-entity.js';
import { renderHtml } from '../entities/render-html.js';
import type { Chat, InlineButton, Invoice, StoredMessage } from '../state/chat.js';
import type { TelegramWorld } from '../state/telegram-world.js';

/** A chat as the person sees it above and around the messages. */
export function viewChat(world: TelegramWorld, chat: Chat): Readonly<Record<string, unknown>> {
  return {
    user: chat.user,
    blocked: chat.blocked,
    pendingCallback: world.callbacks.isPending(chat.user.id),
    ...(chat.lastToast && { lastToast: chat.lastToast }),
    ...(chat.replyKeyboard && { replyKeyboard: chat.replyKeyboard }),
    commands: world.profile.commandsSeenBy(chat.user.languageCode),
  };
}

/** A message in its present state; `html` is made of the entities only and safe to show. */
export function viewMessage(message: StoredMessage): Readonly<Record<string, unknown>> {
  const { formatted, photo, invoice, payment, refund } = message;
  const shown = payment ? plain(paymentText(payment.invoice)) : refund ? plain(`↩️ ⭐️${refund.total}`) : formatted;
  return {
    messageId: message.messageId,
    from: message.from,
    at: message.at,
    ...(message.editedAt === undefined ? {} : { editedAt: message.editedAt }),
    text: shown.text,
    html: renderHtml(shown),
    ...(photo && { photo: { url: `/sandbox/telegram/files/${photo.fileId}`, width: photo.width, height: photo.height } }),
    ...(invoice && { invoice: { ...invoice, amount: String(invoice.total), paid: message.paid ?? false } }),
    ...(payment && { payment: { chargeId: payment.chargeId, currency: payment.invoice.currency, total: payment.invoice.total } }),
    ...(refund && { refund: { chargeId: refund.chargeId, total: refund.total } }),
    buttons: (message.keyboard ?? []).map((row) => row.map(viewButton)),
  };
}

function plain(text: string): FormattedText {
  return { text, entities: [] };
}

function viewButton(button: InlineButton): Readonly<Record<string, unknown>> {
  const url = button.url ?? button.web_app?.url;
  return {
    text: button.text,
    ...(button.callback_data === undefined ? {} : { data: button.callback_data }),
    ...(url === undefined ? {} : { url }),
    ...(button.pay ? { pay: true } : {}),
    ...(button.copy_text ? { copyText: button.copy_text.text } : {}),
  };
}

function paymentText(invoice: Invoice): string {
  const amount = invoice.currency === 'XTR' ? `⭐️${invoice.total}` : `${invoice.total} ${invoice.currency}`;
  return `${invoice.title}: ${amount}`;
}
