import { BotApiError, badRequest } from '../bot-api-error.js';
import type { Chat, StoredMessage, TelegramUser } from './chat.js';

/** Older messages leave the sandbox, so that a long-lived state file stays small. */
const KEPT_MESSAGES = 500;

export interface ChatBookState {
  readonly lastMessageId: number;
  readonly chats: readonly (Omit<Chat, 'messages'> & { readonly messages: readonly StoredMessage[] })[];
}

/** Every private chat of the bot. */
export class ChatBook {
  private readonly chats = new Map<number, Chat>();
  private lastMessageId = 0;

  list(): readonly Chat[] {
    return [...this.chats.values()];
  }

  find(userId: number): Chat | undefined {
    return this.chats.get(userId);
  }

  /** The chat a bot writes to: refused as Telegram does when the person never wrote first or blocked the bot. */
  forBot(chatId: number | undefined): Chat {
    const chat = chatId === undefined ? undefined : this.chats.get(chatId);
    if (!chat) throw badRequest('chat not found');
    return chat;
  }

  /** As `forBot`, for what a blocked bot may not do any more. */
  forSending(chatId: number | undefined): Chat {
    const chat = this.forBot(chatId);
    if (chat.blocked) throw new BotApiError(403, 'Forbidden: bot was blocked by the user');
    return chat;
  }

  /** Opens the chat at the first message; later ones update what the person calls themselves. */
  open(user: TelegramUser): Chat {
    const known = this.chats.get(user.id);
    if (known) {
      known.user = user;
      return known;
    }
    const chat: Chat = { user, blocked: false, messages: new Map() };
    this.chats.set(user.id, chat);
    return chat;
  }

  add(chat: Chat, message: Omit<StoredMessage, 'messageId'>): StoredMessage {
    this.lastMessageId += 1;
    const stored = { ...message, messageId: this.lastMessageId };
    chat.messages.set(stored.messageId, stored);
    const [oldest] = chat.messages.keys();
    if (chat.messages.size > KEPT_MESSAGES && oldest !== undefined) chat.messages.delete(oldest);
    return stored;
  }

  snapshot(): ChatBookState {
    const chats = this.list().map((chat) => ({ ...chat, messages: [...chat.messages.values()] }));
    return { lastMessageId: this.lastMessageId, chats };
  }

  restore(state: ChatBookState): void {
    this.reset();
    this.lastMessageId = state.lastMessageId;
    for (const chat of state.chats) {
      const messages = new Map(chat.messages.map((message) => [message.messageId, message]));
      this.chats.set(chat.user.id, { ...chat, messages });
    }
  }

  /** Message ids go on rising, so that no old button is taken for a new one. */
  reset(): void {
    this.chats.clear();
  }
}
