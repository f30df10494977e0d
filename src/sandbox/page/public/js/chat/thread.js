import { byId, drawList, h } from '../core/dom.js';
import { dayKey, dayOf } from '../core/moments.js';
import { language } from '../core/words.js';
import { bubble, spoken } from './bubbles.js';

const NEAR_END = 120;

/** The scroll of messages: day by day, keyed, so that an edit changes one bubble and flashes it. */
export class Thread {
  #scroll = byId('scroll');
  #list = byId('messages');
  #latest = byId('to-latest');
  #edits = byId('edits');
  #shown;
  #stick = true;
  #marks = new Map();

  constructor() {
    this.#scroll.addEventListener('scroll', () => this.#toggleLatest());
    this.#latest.addEventListener('click', () => this.toEnd(true));
    new ResizeObserver(() => this.#stick && this.toEnd()).observe(this.#scroll);
  }

  draw(conversation) {
    const other = this.#shown !== conversation.person.userId;
    this.#shown = conversation.person.userId;
    if (other) this.#forget();
    const count = this.#list.childElementCount;
    const stick = other || this.#atEnd();
    drawList(this.#list, entries(conversation), {
      keyOf: (entry) => entry.key,
      signatureOf: (entry) => entry.signature,
      draw: (entry) => (entry.day ? h('div', { class: 'day' }, h('span', undefined, entry.day)) : bubble(entry.message, conversation, entry.last)),
      touched: (node, entry, isNew) => entry.message && this.#greet(node, entry.message, isNew, other),
    });
    const mineLast = conversation.messages.at(-1)?.from === 'user';
    if (stick || (mineLast && this.#list.childElementCount > count)) this.toEnd(!other);
    this.#toggleLatest();
  }

  #forget() {
    this.#list.replaceChildren();
    this.#marks.clear();
  }

  /** Empties the thread, for another person's chat. */
  clear() {
    this.#shown = undefined;
    this.#forget();
  }

  toEnd(smooth = false) {
    this.#stick = true;
    this.#scroll.scrollTo({ top: this.#scroll.scrollHeight, behavior: smooth ? 'smooth' : 'auto' });
  }

  /** A new message slides in; an edited one flashes and is read out, since a live log tells additions only. */
  #greet(node, message, isNew, quietly) {
    const mark = JSON.stringify(message);
    const before = this.#marks.get(message.messageId);
    this.#marks.set(message.messageId, mark);
    if (quietly || before === mark) return;
    if (isNew) return node.classList.add('arrived');
    node.classList.add('edited');
    this.#edits.textContent = spoken(message);
  }

  #atEnd() {
    const { scrollTop, clientHeight, scrollHeight } = this.#scroll;
    return scrollHeight - scrollTop - clientHeight < NEAR_END;
  }

  #toggleLatest() {
    this.#stick = this.#atEnd();
    this.#latest.hidden = this.#stick;
  }
}

function entries(conversation) {
  const { messages, pending } = conversation;
  return messages.flatMap((message, index) => {
    const before = messages[index - 1];
    const newDay = !before || dayKey(before.at) !== dayKey(message.at);
    const last = messages[index + 1]?.from !== message.from;
    const busy = pending?.messageId === message.messageId ? pending.data : '';
    const entry = { key: `m${message.messageId}`, message, last, signature: JSON.stringify([message, busy, language(), last]) };
    return newDay ? [{ key: `d${dayKey(message.at)}`, day: dayOf(message.at), signature: dayOf(message.at) }, entry] : [entry];
  });
}
