import { h } from '../core/dom.js';
import { icon } from '../core/icons.js';
import { word } from '../core/words.js';
import { showNote } from './toast.js';

/** The inline keyboard of a message; the button waiting for its answer spins. */
export function keyboard(message, conversation) {
  const rows = (message.buttons ?? []).filter((row) => row.length > 0);
  const unpaid = message.invoice && !message.invoice.paid;
  const keys = unpaid && rows.length === 0 ? [[{ text: word('chat.pay'), pay: true }]] : rows;
  if (keys.length === 0) return undefined;
  return h(
    'div',
    { class: 'keyboard', role: 'group', 'aria-label': word('chat.buttons') },
    keys.map((row) => h('div', { class: 'keyboard-row' }, row.map((button) => key(button, message, conversation)))),
  );
}

function key(button, message, conversation) {
  if (button.url) return linkKey(button);
  if (button.copyText) return copyKey(button);
  if (button.data === undefined && message.invoice?.paid) return undefined;
  const data = button.data ?? 'pay';
  const busy = conversation.pending?.messageId === message.messageId && conversation.pending.data === data;
  return h(
    'button',
    {
      class: `key${busy ? ' busy' : ''}`,
      type: 'button',
      'aria-busy': busy ? 'true' : undefined,
      data: { act: data, data },
      on: { click: () => press(button, message, conversation) },
    },
    h('span', undefined, button.text),
    busy && h('span', { class: 'spinner' }),
  );
}

function press(button, message, conversation) {
  if (conversation.pending) return;
  const work =
    button.data === undefined ? conversation.payInvoice(message.messageId) : conversation.tap(message.messageId, button.data);
  work.catch((error) => document.dispatchEvent(new CustomEvent('polaris:trouble', { detail: error })));
}

function copyKey({ text, copyText }) {
  const copy = () => navigator.clipboard?.writeText(copyText).then(() => showNote(word('chat.copied')), () => undefined);
  return h('button', { class: 'key', type: 'button', data: { act: `copy ${copyText}` }, on: { click: copy } }, h('span', undefined, text));
}

/** A link opens beside this page; our own payment page keeps its opener, so that it can lead back here. */
function linkKey(button) {
  const address = safeAddress(button.url);
  const ours = address?.origin === location.origin;
  return h(
    'a',
    {
      class: 'key',
      href: address?.href,
      target: ours ? 'polaris-pay' : '_blank',
      rel: ours ? 'opener' : 'noopener noreferrer',
      data: { act: button.url },
    },
    h('span', undefined, button.text),
    icon('arrowUpRight'),
  );
}

function safeAddress(url) {
  try {
    const address = new URL(url, location.origin);
    return /^(https?|tg):$/.test(address.protocol) ? address : undefined;
  } catch {
    return undefined;
  }
}
