import type { Language } from '#domain/customers/customer.js';
import type { Money } from '#domain/shared/money.js';

const THIN = '\u00a0';
const LOCALE: Readonly<Record<Language, string>> = { ru: 'ru-RU', en: 'en-GB' };

/** A plain decimal or count in groups of three: `1 234.5`. The point is kept in every language, because it is what people type back. */
export function grouped(decimal: string): string {
  const [whole = '', fraction] = decimal.split('.');
  const groups = whole.replace(/\B(?=(?:\d{3})+$)/g, THIN);
  return fraction === undefined ? groups : `${groups}.${fraction}`;
}

/** The exact amount with its currency, held together on one line. */
export function shownMoney(money: Money): string {
  return `${grouped(money.toDecimal())}${THIN}${money.currency}`;
}

/** An amount that only informs, such as a saving: at most three decimals, cut and never rounded up. */
export function roughMoney(money: Money): string {
  const [whole = '', fraction = ''] = money.toDecimal().split('.');
  const kept = fraction.slice(0, 3).replace(/0+$/, '');
  return `${grouped(kept === '' ? whole : `${whole}.${kept}`)}${THIN}${money.currency}`;
}

export function shownPercent(percent: number, language: Language): string {
  return language === 'ru' ? `${percent}${THIN}%` : `${percent}%`;
}

/** Dates in one time zone, named wherever a time of day is shown. */
export class Calendar {
  /** Making one takes far longer than using it. */
  private readonly formats = new Map<string, Intl.DateTimeFormat>();

  constructor(private readonly timeZone: string) {}

  /** `12.03.2026, 14:05 UTC` */
  moment(date: Date, language: Language): string {
    return this.formatOf('moment', language, { day: '2-digit', month: '2-digit', year: 'numeric', hour: '2-digit', minute: '2-digit', timeZoneName: 'short' }).format(date);
  }

  /** `12.03` */
  day(date: Date, language: Language): string {
    return this.formatOf('day', language, { day: '2-digit', month: '2-digit' }).format(date);
  }

  /** `14:05:32 UTC` */
  second(date: Date, language: Language): string {
    return this.formatOf('second', language, { hour: '2-digit', minute: '2-digit', second: '2-digit', timeZoneName: 'short' }).format(date);
  }

  private formatOf(name: string, language: Language, parts: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
    const known = this.formats.get(`${name} ${language}`);
    if (known) return known;
    const made = new Intl.DateTimeFormat(LOCALE[language], { ...parts, timeZone: this.timeZone, hourCycle: 'h23' });
    this.formats.set(`${name} ${language}`, made);
    return made;
  }
}
