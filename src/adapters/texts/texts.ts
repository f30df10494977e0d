import { readFileSync } from 'node:fs';
import { createInstance, type i18n } from 'i18next';
import type { Language } from '#domain/customers/customer.js';
import { Calendar, grouped } from './figures.js';
import { escapeHtml } from './html.js';
import { cleanText } from './plain-text.js';
import { type TextValues, Words, type Wording } from './words.js';

export const LANGUAGES: readonly Language[] = ['ru', 'en'];

/** Everything people read, in every language. */
export class Texts implements Wording {
  private readonly catalogue: i18n = createInstance();
  /** Plain texts without a gap are the same each time. */
  private readonly whole = new Map<string, string>();
  private readonly words: Readonly<Record<Language, Words>>;

  constructor(options: { readonly timeZone: string } = { timeZone: 'UTC' }) {
    void this.catalogue.init({
      lng: 'ru',
      fallbackLng: 'en',
      initAsync: false,
      resources: Object.fromEntries(LANGUAGES.map((language) => [language, { translation: read(language) }])),
      interpolation: { escapeValue: false, skipOnVariables: true },
    });
    const calendar = new Calendar(options.timeZone);
    this.words = { ru: new Words('ru', this, calendar), en: new Words('en', this, calendar) };
  }

  in(language: Language): Words {
    return this.words[language];
  }

  /** The text as HTML for Telegram; every value in it is escaped, so that nothing from outside becomes a tag. */
  html(language: Language, key: string, values: TextValues = {}): string {
    return this.fill(language, key, values, escapeHtml);
  }

  /** The text as plain characters, for buttons and menus. */
  plain(language: Language, key: string, values?: TextValues): string {
    if (values) return this.fill(language, key, values, (text) => text);
    const name = `${language} ${key}`;
    const known = this.whole.get(name);
    if (known !== undefined) return known;
    const text = this.fill(language, key, {}, (same) => same);
    // Only what the catalogue has: a key made up of something from outside would be kept for ever.
    if (this.catalogue.exists(key)) this.whole.set(name, text);
    return text;
  }

  has(language: Language, key: string): boolean {
    return this.catalogue.exists(key, { lng: language, fallbackLng: [] });
  }

  private fill(language: Language, key: string, values: TextValues, protect: (text: string) => string): string {
    const options: Record<string, string | number | boolean> = { lng: language, nest: false };
    for (const [name, value] of Object.entries(values)) options[name] = typeof value === 'number' ? grouped(String(value)) : protect(cleanText(value));
    if (typeof values.count === 'number') Object.assign(options, { n: grouped(String(values.count)), count: values.count });
    const text: unknown = this.catalogue.t(key, options);
    return typeof text === 'string' ? text : key;
  }
}

function read(language: Language): Record<string, unknown> {
  return JSON.parse(readFileSync(new URL(`./${language}.json`, import.meta.url), 'utf8')) as Record<string, unknown>;
}
