import { InvalidPromo, type PromoBenefit, type PromoCode } from '#domain/growth/promo-code.js';
import { isCurrency } from '#domain/shared/currency.js';
import { DomainError } from '#domain/shared/domain-error.js';
import { Money } from '#domain/shared/money.js';
import type { PromoCatalog } from '#use-cases/growth/promo-catalog.js';
import type { CliCommand, Terminal } from '../cli-command.js';
import { promoInWords } from './promo-in-words.js';

const USAGE = 'promo add <code> percent <1-99> | sum <amount> <currency> | days <days>, then [total=N] [each=N] [until=YYYY-MM-DD] [plans=a,b]';

/** `promo add`: makes a promo code. */
export class PromoAddCommand implements CliCommand {
  constructor(private readonly promos: PromoCatalog) {}

  async run(args: readonly string[], terminal: Terminal): Promise<number> {
    try {
      terminal.write(promoInWords(await this.promos.add(parse(args))));
      return 0;
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      terminal.write(`${error.message}. ${USAGE}`);
      return 1;
    }
  }
}

function parse(args: readonly string[]): Omit<PromoCode, 'active' | 'createdAt'> {
  const [code = '', kind, value = '', ...rest] = args;
  const currency = kind === 'sum' ? rest.shift() : undefined;
  const options = new Map(rest.map(optionOf));
  return {
    code,
    benefit: benefitOf(kind, value, currency),
    total: countOf(options.get('total')),
    each: countOf(options.get('each')),
    expiresAt: endOf(options.get('until')),
    plans: options.get('plans')?.split(',') ?? [],
  };
}

function optionOf(word: string): [string, string] {
  const [, name, value] = /^(total|each|until|plans)=(.+)$/.exec(word) ?? [];
  if (name === undefined || value === undefined) throw new InvalidPromo(`what is ${word}?`);
  return [name, value];
}

function benefitOf(kind: string | undefined, value: string, currency: string | undefined): PromoBenefit {
  if (kind === 'percent') return { kind, percent: Number(value) };
  if (kind === 'days') return { kind, days: Number(value) };
  if (kind !== 'sum' || currency === undefined || !isCurrency(currency)) throw new InvalidPromo('a code takes off a percentage or a sum, or gives days');
  return { kind, amount: Money.parse(value, currency) };
}

function countOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}

/** The day that is named is the last one, in UTC. */
function endOf(text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : undefined;
  if (!day || Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== text) throw new InvalidPromo('a day is written as 2026-12-31');
  return new Date(day.getTime() + 86_400_000);
}
