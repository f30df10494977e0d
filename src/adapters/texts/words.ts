import type { Language } from '#domain/customers/customer.js';
import type { Money } from '#domain/shared/money.js';
import { type Calendar, roughMoney, shownMoney, shownPercent } from './figures.js';

/** What a text is filled with. Strings are taken as text from outside; a number is shown grouped, and `count` picks the plural. */
export type TextValues = Readonly<Record<string, string | number>>;

/** Texts by language and key. */
export interface Wording {
  html(language: Language, key: string, values?: TextValues): string;
  plain(language: Language, key: string, values?: TextValues): string;
  has(language: Language, key: string): boolean;
}

/** The texts in one person's language. */
export class Words {
  constructor(
    readonly language: Language,
    private readonly texts: Wording,
    private readonly calendar: Calendar,
  ) {}

  html(key: string, values?: TextValues): string {
    return this.texts.html(this.language, key, values);
  }

  plain(key: string, values?: TextValues): string {
    return this.texts.plain(this.language, key, values);
  }

  /** The text of `prefix.name`, or of `prefix.other` when that name has none of its own. */
  named(prefix: string, name: string, values?: TextValues): string {
    const key = `${prefix}.${name}`;
    return this.plain(this.texts.has(this.language, key) ? key : `${prefix}.other`, values);
  }

  days(count: number): string {
    return this.plain('unit.days', { count });
  }

  stars(count: number): string {
    return this.plain('unit.stars', { count });
  }

  money(money: Money): string {
    return shownMoney(money);
  }

  /** For amounts that only inform. */
  about(money: Money): string {
    return roughMoney(money);
  }

  percent(percent: number): string {
    return shownPercent(percent, this.language);
  }

  moment(date: Date): string {
    return this.calendar.moment(date, this.language);
  }

  day(date: Date): string {
    return this.calendar.day(date, this.language);
  }

  second(date: Date): string {
    return this.calendar.second(date, this.language);
  }
}
