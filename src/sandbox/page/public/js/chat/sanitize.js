import { h } from '../core/dom.js';

const PLAIN = new Set(['b', 'strong', 'i', 'em', 'u', 'ins', 's', 'strike', 'del', 'code', 'pre', 'blockquote']);
const LINKS = /^(https?|tg|ton|tonsite|mailto|tel):/i;
const TOKEN = /<(\/?)([a-z][a-z-]*)((?:\s+[a-z-]+(?:="[^"]*")?)*)\s*\/?>|[^<]+|</gi;
const NAMED = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'", nbsp: '\u00a0' };

/**
 * The formatting Telegram allows, built element by element from a list; no markup parser is ever given the text. An unknown tag
 * leaves its text and nothing more, and of attributes only a link's address is read.
 */
export function formatted(html) {
  const root = document.createDocumentFragment();
  const stack = [{ tag: '', node: root }];
  for (const [token, closing, name, attributes] of html.matchAll(TOKEN)) {
    const { node } = stack.at(-1);
    const tag = name?.toLowerCase();
    if (!tag) node.append(unescaped(token));
    else if (closing) close(stack, tag);
    else if (tag === 'br') node.append('\n');
    else open(stack, tag, attributes);
  }
  return root;
}

function open(stack, tag, attributes) {
  const made = element(tag, attributes);
  if (!made) return;
  stack.at(-1).node.append(made.outer);
  stack.push({ tag, node: made.inner });
}

/** Closes down to the nearest such element; one that was never opened, or not kept, closes nothing. */
function close(stack, tag) {
  const depth = stack.findLastIndex((entry) => entry.tag === tag);
  if (depth > 0) stack.length = depth;
}

function element(tag, attributes) {
  const value = (name) => unescaped(new RegExp(`\\s${name}="([^"]*)"`, 'i').exec(attributes)?.[1] ?? '');
  if (tag === 'tg-spoiler' || (tag === 'span' && value('class') === 'tg-spoiler')) return spoiler();
  if (tag === 'span' && value('class') === 'bot-command') return same(h('button', { class: 'command-link', type: 'button' }));
  if (tag === 'span' && value('class') === 'mention') return same(h('span', { class: 'mention' }));
  if (tag === 'a') return link(value('href'));
  return PLAIN.has(tag) ? same(h(tag)) : undefined;
}

const same = (node) => ({ outer: node, inner: node });

function link(href) {
  return LINKS.test(href) ? same(h('a', { href, target: '_blank', rel: 'noopener noreferrer' })) : undefined;
}

function spoiler() {
  const inner = h('span', { class: 'spoiler-text' });
  const outer = h('span', { class: 'spoiler', role: 'button', tabindex: '0', 'aria-expanded': 'false' }, inner);
  const reveal = (event) => {
    if (event.type === 'keydown' && event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    outer.classList.add('open');
    outer.setAttribute('aria-expanded', 'true');
  };
  outer.addEventListener('click', reveal);
  outer.addEventListener('keydown', reveal);
  return { outer, inner };
}

function unescaped(text) {
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w+));/gi, (whole, decimal, hex, name) => {
    if (name) return Object.hasOwn(NAMED, name) ? NAMED[name] : whole;
    const code = decimal ? Number(decimal) : parseInt(hex, 16);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
