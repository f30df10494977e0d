import { SandboxProblem } from '#sandbox/kit/problem.js';
import { cleanText } from '../entities/clean-text.js';
import { withPlainEntities } from '../entities/plain-entities.js';
import { wireChat, wireMessage, wireUser } from '../message-wire.js';
import { BOT_ACCOUNT } from '../state/bot-account.js';
import type { Chat, StoredMessage, TelegramUser } from '../state/chat.js';
import type { TelegramWorld } from '../state/telegram-world.js';

export type Introduction = Partial<Omit<TelegramUser, 'id'>>;

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
    this.world.tellBot('message', userId, wireMessage(chat, message));
    return message;
  }

  /** Taps a button that the message has now; `force` taps what a forged or old client might send. */
  tap(userId: number, messageId: number, data: string, force: boolean): string {
    const chat = this.activeChat(userId);
    const message = chat.messages.get(messageId);
    if (!force && !hasButton(message, data)) throw new SandboxProblem(409, 'telegram.no-button', 'The message has no such button now');
    const query = this.world.callbacks.open(userId, messageId);
    this.world.tellBot('callback_query', userId, {
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
    this.world.tellBot('my_chat_member', userId, {
      chat: wireChat(chat.user),
      from: wireUser(chat.user),
      date: Math.floor(this.world.now().getTime() / 1000),
      old_chat_member: membership(!isBlocked),
      new_chat_member: membership(isBlocked),
    });
  }

  /** The chat of someone the bot can be told of. */
  activeChat(userId: number): Chat {
    const chat = this.chat(userId);
    if (chat.blocked) throw blocked();
    return chat;
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
