import { en } from './words-en.js';
import { ru } from './words-ru.js';

const DICTIONARIES = { en, ru };
const KEY = 'polaris.language';
const listeners = new Set();
let current = remembered();

function remembered() {
  const kept = localStorage.getItem(KEY);
  return kept && Object.hasOwn(DICTIONARIES, kept) ? kept : 'en';
}

export function language() {
  return current;
}

/** The page's own words in the chosen language; `{name}` is replaced from `values`. */
export function word(key, values = {}) {
  const text = DICTIONARIES[current][key] ?? en[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/** True when the page has a word for this, so that an unknown status can be shown as the provider says it. */
export function hasWord(key) {
  return Object.hasOwn(en, key);
}

export function setLanguage(next) {
  current = next;
  localStorage.setItem(KEY, next);
  applyWords();
  for (const listener of listeners) listener();
}

export function onLanguage(listener) {
  listeners.add(listener);
}

/** Fills every element that carries `data-word` (text), `data-word-label`, `data-word-title` or `data-word-placeholder`. */
export function applyWords(root = document) {
  document.documentElement.lang = current;
  for (const node of root.querySelectorAll('[data-word]')) node.textContent = word(node.dataset.word);
  for (const node of root.querySelectorAll('[data-word-label]')) {
    node.setAttribute('aria-label', word(node.dataset.wordLabel));
    node.setAttribute('title', word(node.dataset.wordLabel));
  }
  for (const node of root.querySelectorAll('[data-word-title]')) node.setAttribute('title', word(node.dataset.wordTitle));
  for (const node of root.querySelectorAll('[data-word-placeholder]')) node.setAttribute('placeholder', word(node.dataset.wordPlaceholder));
}
