import type { Language } from '#domain/customers/customer.js';
import type { Money } from '#domain/shared/money.js';
import { type Calendar, roughMoney, shownMoney, shownPercent, sizeOf } from './figures.js';

const HOUR_SECONDS = 3600;
const DAY_SECONDS = 24 * HOUR_SECONDS;

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

  /** The whole days that are left, or the hours of the last one; what has begun counts whole. */
  left(seconds: number): string {
    if (seconds > DAY_SECONDS) return this.days(Math.ceil(seconds / DAY_SECONDS));
    return this.plain('unit.hours', { count: Math.ceil(seconds / HOUR_SECONDS) });
  }

  devices(count: number): string {
    return this.plain('unit.devices', { count });
  }

  /** `12.3 GB` */
  size(bytes: bigint): string {
    const { figure, unit } = sizeOf(bytes);
    return this.plain(`unit.${unit}`, { size: figure });
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
