import { h } from '../core/dom.js';
import { icon } from '../core/icons.js';
import { clockTime } from '../core/moments.js';
import { money, share } from '../core/amounts.js';
import { word } from '../core/words.js';
import { formatted } from './sanitize.js';
import { keyboard } from './keyboard.js';

/** One message: photo, invoice, text, the time, and its keyboard underneath. */
export function bubble(message, conversation, last) {
  const mine = message.from === 'user';
  const body = h(
    'div',
    { class: 'bubble' },
    photo(message.photo),
    message.invoice && invoice(message.invoice),
    h('div', { class: 'text' }, formatted(message.html ?? escaped(message.text ?? '')), stamp(message)),
  );
  body.addEventListener('click', copyCode);
  body.addEventListener('click', (event) => sendCommand(event, conversation));
  return h(
    'article',
    { class: `message ${mine ? 'mine' : 'theirs'}${last ? ' last' : ''}`, 'aria-label': mine ? conversation.person.firstName : 'Polaris' },
    body,
    !mine && keyboard(message, conversation),
  );
}

/** The words of a message as a screen reader should hear them. */
export function spoken(message) {
  return [message.text, ...(message.buttons ?? []).flat().map((button) => button.text)].filter(Boolean).join('. ');
}

function stamp(message) {
  return h(
    'span',
    { class: 'stamp' },
    message.editedAt ? h('span', undefined, `${word('chat.edited')} `) : undefined,
    h('time', undefined, clockTime(message.at)),
  );
}

function photo(source) {
  if (!source) return undefined;
  const { url, width, height } = typeof source === 'string' ? { url: source } : source;
  return h('img', { class: 'photo', src: url, width, height, alt: word('chat.photo') });
}

function invoice(details) {
  const stars = details.currency === 'XTR';
  // Telegram counts stars whole and every other money in hundredths.
  const amount = stars ? money(details.amount, '★') : money(share(details.amount, 1, 100), details.currency);
  return h(
    'div',
    { class: 'bill' },
    h('strong', undefined, details.title ?? ''),
    details.description ? h('span', undefined, details.description) : undefined,
    h('span', { class: 'amount' }, icon('receipt'), amount, details.paid && h('span', { class: 'chip good' }, word('status.paid'))),
  );
}

function escaped(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

/** A command written in a message is sent by a click. */
function sendCommand(event, conversation) {
  const command = event.target.closest('.command-link')?.textContent;
  if (!command) return;
  conversation.say(command).catch((error) => document.dispatchEvent(new CustomEvent('polaris:trouble', { detail: error })));
}

/** Code is copied by a click, as in Telegram. */
async function copyCode(event) {
  const code = event.target.closest('code, pre');
  if (!code || !navigator.clipboard) return;
  await navigator.clipboard.writeText(code.textContent).catch(() => undefined);
  code.classList.add('copied');
  setTimeout(() => code.classList.remove('copied'), 900);
}
