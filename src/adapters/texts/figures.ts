import type { Language } from '#domain/customers/customer.js';
import type { Money } from '#domain/shared/money.js';

const THIN = '\u00a0';
/** In English numbers alone leave open which of them is the month. */
const MONTH: Readonly<Record<Language, 'short' | '2-digit'>> = { ru: '2-digit', en: 'short' };
const LOCALE: Readonly<Record<Language, string>> = { ru: 'ru-RU', en: 'en-GB' };

/** A plain decimal or count in groups of three: `1 234.5`. The point is kept in every language, because it is what people type back. */
export function grouped(decimal: string): string {
  const [whole = '', fraction] = decimal.split('.');
  const groups = whole.replace(/\B(?=(?:\d{3})+$)/g, THIN);
  return fraction === undefined ? groups : `${groups}.${fraction}`;
}

/** Where people know a sign better than the code. */
const SIGNS: Readonly<Record<string, string>> = { RUB: '₽', USD: '$', EUR: '€', XTR: '⭐' };

/** The exact amount with its currency, held together on one line. */
export function shownMoney(money: Money): string {
  return `${grouped(money.toDecimal())}${THIN}${signOf(money)}`;
}

/** An amount that only informs, such as a saving: at most three decimals, cut and never rounded up. */
export function roughMoney(money: Money): string {
  const [whole = '', fraction = ''] = money.toDecimal().split('.');
  const kept = fraction.slice(0, 3).replace(/0+$/, '');
  return `${grouped(kept === '' ? whole : `${whole}.${kept}`)}${THIN}${signOf(money)}`;
}

function signOf({ currency }: Money): string {
  return SIGNS[currency] ?? currency;
}

export function shownPercent(percent: number, language: Language): string {
  return language === 'ru' ? `${percent}${THIN}%` : `${percent}%`;
}

const SIZE_UNITS = ['KB', 'MB', 'GB', 'TB'] as const;

/** An amount of data in the largest unit of which there is one, in steps of 1024, with one decimal that is cut. */
export function sizeOf(bytes: bigint): { readonly figure: string; readonly unit: (typeof SIZE_UNITS)[number] } {
  const place = SIZE_UNITS.findLastIndex((_, index) => bytes >= 1n << BigInt(10 * (index + 1)));
  const unit = Math.max(0, place);
  const tenths = (bytes * 10n) >> BigInt(10 * (unit + 1));
  const fraction = tenths % 10n;
  return { figure: `${grouped(String(tenths / 10n))}${fraction === 0n ? '' : `.${fraction}`}`, unit: SIZE_UNITS[unit] ?? 'KB' };
}

/** Ten cells, so many of them full; with a full one as soon as there is anything, and none empty only at the end. */
export function shownBar(part: bigint, whole: bigint): string {
  const share = whole <= 0n ? 0 : Number((part * 1000n) / whole) / 100;
  const full = part <= 0n ? 0 : Math.min(10, Math.max(1, Math.floor(share)));
  return `${'▰'.repeat(full)}${'▱'.repeat(10 - full)}`;
}

/** Dates in one time zone, named wherever a time of day is shown. */
export class Calendar {
  /** Making one takes far longer than using it. */
  private readonly formats = new Map<string, Intl.DateTimeFormat>();

  constructor(private readonly timeZone: string) {}

  /** `12.03.2026, 14:05 UTC` */
  moment(date: Date, language: Language): string {
    return this.formatOf('moment', language, { day: '2-digit', month: MONTH[language], year: 'numeric', hour: '2-digit', minute: '2-digit', timeZoneName: 'short' }).format(date);
  }

  /** `12.03` */
  day(date: Date, language: Language): string {
    return this.formatOf('day', language, { day: '2-digit', month: MONTH[language] }).format(date);
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
