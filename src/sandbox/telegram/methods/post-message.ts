import { badRequest } from '../bot-api-error.js';
import { wireMessage } from '../message-wire.js';
import type { Chat, StoredMessage } from '../state/chat.js';
import type { TelegramWorld } from '../state/telegram-world.js';
import type { MethodCall } from '../reading/method-call.js';
import { readReplyMarkup } from '../reading/reply-markup.js';

type Content = Pick<StoredMessage, 'formatted' | 'photo' | 'invoice' | 'keyboard'>;

/** The chat of a new message; refuses before anything of the content is looked at. */
export function chatToPostTo(call: MethodCall, world: TelegramWorld): Chat {
  const chat = world.chats.forSending(call.chatId());
  const reply = call.structure('reply_parameters', 'reply parameters');
  if (typeof reply === 'object' && reply !== null) assertReplied(chat, reply);
  world.limits?.take(chat.user.id);
  return chat;
}

/** Puts the bot's message into the chat with the keyboard of the call. */
export function postMessage(call: MethodCall, world: TelegramWorld, chat: Chat, content: Content): unknown {
  const markup = readReplyMarkup(call);
  if (markup.kind === 'reply') chat.replyKeyboard = markup.rows;
  if (markup.kind === 'remove') delete chat.replyKeyboard;
  const keyboard = markup.kind === 'inline' ? { keyboard: markup.keyboard } : {};
  const message = world.chats.add(chat, { from: 'bot', at: world.now().toISOString(), ...content, ...keyboard });
  world.changed();
  return wireMessage(chat, message);
}

function assertReplied(chat: Chat, reply: { message_id?: unknown; allow_sending_without_reply?: unknown }): void {
  const found = chat.messages.has(Number(reply.message_id));
  if (!found && reply.allow_sending_without_reply !== true) throw badRequest('message to be replied not found');
}
