import type { Context } from 'telegraf';
import type { Update, User } from 'telegraf/types';
import type { Customer, Profile } from '#domain/customers/customer.js';
import type { Dialogue } from '../screen.js';
import { isWellFormed } from './well-formed.js';

interface Sender {
  readonly updateId: number;
  readonly userId: number;
  readonly profile: Profile;
}

/** What a person did, in a private chat with the bot. The chat's id is the person's id there. */
export type Incoming = Sender &
  (
    | { readonly kind: 'button'; readonly data: string; readonly callbackId: string; readonly messageId: number; readonly hasPhoto: boolean }
    | { readonly kind: 'command'; readonly command: string; readonly argument: string }
    | { readonly kind: 'text'; readonly text: string }
    | { readonly kind: 'other' }
  );

export interface BotContext extends Context {
  incoming: Incoming;
  customer?: Customer;
  /** The question that stays open after this update, when there is one. */
  dialogue?: Dialogue | undefined;
}

const COMMAND = /^\/([a-z0-9_]{1,32})(?:@[a-z0-9_]+)?(?:\s+([\s\S]*))?$/i;

/** Reads an update; undefined for everything but a real person in a private chat: groups, channels, bots, business, inline. */
export function readIncoming(update: Update): Incoming | undefined {
  if (!isWellFormed(update)) return undefined;
  if ('callback_query' in update) return readButton(update.update_id, update.callback_query);
  if ('message' in update) return readMessage(update.update_id, update.message);
  return undefined;
}

function readButton(updateId: number, query: Update.CallbackQueryUpdate['callback_query']): Incoming | undefined {
  const { from, message } = query;
  if (!message || message.chat.type !== 'private' || message.chat.id !== from.id || from.is_bot) return undefined;
  const data = 'data' in query ? query.data : '';
  return { ...sender(updateId, from), kind: 'button', data, callbackId: query.id, messageId: message.message_id, hasPhoto: 'photo' in message };
}

function readMessage(updateId: number, message: Update.MessageUpdate['message']): Incoming | undefined {
  const from = 'from' in message ? message.from : undefined;
  if (!from || from.is_bot || message.chat.type !== 'private' || message.chat.id !== from.id) return undefined;
  if ('business_connection_id' in message || message.sender_chat) return undefined;
  const base = sender(updateId, from);
  if (!('text' in message)) return { ...base, kind: 'other' };
  const command = COMMAND.exec(message.text);
  if (!command) return { ...base, kind: 'text', text: message.text };
  return { ...base, kind: 'command', command: (command[1] ?? '').toLowerCase(), argument: (command[2] ?? '').trim() };
}

function sender(updateId: number, from: User): Sender {
  const profile = { userId: from.id, username: from.username, firstName: from.first_name, languageCode: from.language_code };
  return { updateId, userId: from.id, profile };
}
