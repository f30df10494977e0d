import { isDeepStrictEqual } from 'node:util';
import { badRequest } from '../bot-api-error.js';
import { wireMessage } from '../message-wire.js';
import type { Chat, StoredMessage } from '../state/chat.js';
import type { TelegramWorld } from '../state/telegram-world.js';
import { MethodCall } from '../reading/method-call.js';
import type { MethodTable } from './method.js';
import { readPhoto } from '../reading/photo-source.js';
import { readInlineKeyboard } from '../reading/reply-markup.js';
import { readCaption, readText } from '../reading/text-content.js';

type Change = Partial<Pick<StoredMessage, 'formatted' | 'photo'>>;

const NOT_MODIFIED =
  'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message';
const DELETABLE_MILLISECONDS = 48 * 3600 * 1000;

export const EDIT_METHODS: MethodTable = {
  editMessageText: (call, world) => {
    const { chat, message } = messageToEdit(call, world);
    const formatted = readText(call);
    if (message.photo || message.invoice) throw badRequest('there is no text in the message to edit');
    return edit(call, world, chat, message, { formatted });
  },

  editMessageCaption: (call, world) => {
    const { chat, message } = messageToEdit(call, world);
    const formatted = readCaption(call);
    if (!message.photo) throw badRequest('there is no caption in the message to edit');
    return edit(call, world, chat, message, { formatted });
  },

  editMessageMedia: async (call, world) => {
    const { chat, message } = messageToEdit(call, world);
    const media = call.structure('media', 'media');
    if (typeof media !== 'object' || media === null) throw badRequest('there is no media in the request');
    const fields = new MethodCall(call.method, { ...media });
    if (fields.text('type') !== 'photo') throw badRequest('unsupported media type specified');
    const formatted = readCaption(fields);
    const photo = await readPhoto(call, world, fields.text('media'), 'media');
    return edit(call, world, chat, message, { formatted, photo });
  },

  editMessageReplyMarkup: (call, world) => {
    const { chat, message } = messageToEdit(call, world);
    return edit(call, world, chat, message, {});
  },

  deleteMessage: (call, world) => {
    const chat = world.chats.forBot(call.chatId());
    const message = chat.messages.get(call.integer('message_id') ?? 0);
    if (!message) throw badRequest('message to delete not found');
    assertDeletable(message, world);
    chat.messages.delete(message.messageId);
    world.changed();
    return true;
  },

  deleteMessages: (call, world) => {
    const chat = world.chats.forBot(call.chatId());
    const ids = call.structure('message_ids', 'message identifiers');
    if (!Array.isArray(ids) || ids.length === 0) throw badRequest('message identifiers are not specified');
    for (const id of ids) chat.messages.delete(Number(id));
    world.changed();
    return true;
  },
};

function messageToEdit(call: MethodCall, world: TelegramWorld): { chat: Chat; message: StoredMessage } {
  const chat = world.chats.forBot(call.chatId());
  const messageId = call.integer('message_id');
  if (messageId === undefined) throw badRequest('message identifier is not specified');
  const message = chat.messages.get(messageId);
  if (!message) throw badRequest('message to edit not found');
  if (message.from !== 'bot') throw badRequest("message can't be edited");
  world.limits?.take(chat.user.id);
  return { chat, message };
}

/** Changes the content and replaces the keyboard: one that is not given again disappears. */
function edit(call: MethodCall, world: TelegramWorld, chat: Chat, message: StoredMessage, change: Change): unknown {
  const { keyboard: before, ...bare } = message;
  const keyboard = readInlineKeyboard(call);
  const changed = { ...bare, ...change };
  if (isDeepStrictEqual(bare, changed) && isDeepStrictEqual(before, keyboard)) throw badRequest(NOT_MODIFIED);
  const edited = { ...changed, ...(keyboard && { keyboard }), editedAt: world.now().toISOString() };
  chat.messages.set(edited.messageId, edited);
  world.changed();
  return wireMessage(chat, edited);
}

function assertDeletable(message: StoredMessage, world: TelegramWorld): void {
  const age = world.now().getTime() - Date.parse(message.at);
  if (age > DELETABLE_MILLISECONDS) throw badRequest("message can't be deleted for everyone");
}
