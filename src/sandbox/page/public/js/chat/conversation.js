import { api } from '../core/api.js';
import { coalesce, until } from '../core/live.js';

const ANSWER_WITHIN = 20_000;

/** One person's chat with the bot, as the sandbox holds it now. Nothing is remembered here that the sandbox does not say. */
export class Conversation {
  messages = [];
  commands = [];
  /** Texts the bot offers in place of typing, row by row. */
  replyKeyboard = [];
  blocked = false;
  /** The button that was tapped and has no answer yet. */
  pending = undefined;
  loaded = false;

  #person;
  #seenToast;
  #listeners = { update: new Set(), toast: new Set(), tapped: new Set() };

  constructor(person) {
    this.#person = person;
  }

  get person() {
    return this.#person;
  }

  on(type, listener) {
    this.#listeners[type].add(listener);
    return this;
  }

  refresh = coalesce(async () => {
    this.messages = await api.messages(this.#person.userId);
    // Telegram knows a chat only once the person has written; asking earlier would be answered with an error.
    const chat = this.messages.length > 0 ? await api.chat(this.#person.userId) : undefined;
    this.replyKeyboard = chat?.replyKeyboard ?? [];
    this.commands = chat?.commands ?? [];
    this.blocked = chat?.blocked ?? false;
    this.awaited = Boolean(chat?.pendingCallback);
    // As soon as any look finds it answered: the buttons that came with the answer may be tapped at once.
    if (this.pending?.sent && !this.awaited) this.pending = undefined;
    this.#noticeToast(chat?.lastToast);
    this.loaded = true;
    this.#tell('update');
  });

  async say(text) {
    await api.say(this.#person, text);
    await this.refresh();
  }

  /** Taps a button and keeps it spinning until the bot has answered the callback, as Telegram does. */
  async tap(messageId, data) {
    const tapped = { messageId, data, sent: false };
    this.pending = tapped;
    this.#tell('tapped');
    this.#tell('update');
    try {
      await api.tap(this.#person.userId, messageId, data);
      tapped.sent = true;
      await until(() => this.refresh().then(() => !this.awaited), { within: ANSWER_WITHIN, every: 500 });
    } finally {
      if (this.pending === tapped) this.pending = undefined;
      this.#tell('update');
    }
  }

  async payInvoice(messageId) {
    this.pending = { messageId, data: 'pay' };
    this.#tell('update');
    try {
      await api.payTelegramInvoice(this.#person.userId, messageId);
    } finally {
      this.pending = undefined;
      await this.refresh();
    }
  }

  async block(blocked) {
    await api.block(this.#person.userId, blocked);
    await this.refresh();
  }

  #noticeToast(toast) {
    const mark = toast ? `${toast.at} ${toast.text}` : '';
    const fresh = this.loaded && mark !== this.#seenToast && toast?.text;
    this.#seenToast = mark;
    if (fresh) for (const listener of this.#listeners.toast) listener(toast);
  }

  #tell(type) {
    for (const listener of this.#listeners[type]) listener(this);
  }
}
