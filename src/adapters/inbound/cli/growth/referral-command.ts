import type { ReferralRule } from '#domain/growth/referral.js';
import { isCurrency } from '#domain/shared/currency.js';
import { DomainError } from '#domain/shared/domain-error.js';
import { Money } from '#domain/shared/money.js';
import type { ReferralRules } from '#use-cases/growth/referral-rules.js';
import type { CliCommand, Terminal } from '../cli-command.js';

const USAGE = 'referral days <days> | referral money <amount> <currency> | referral off | referral';

/** `referral`: shows or changes what a friend's first payment brings. */
export class ReferralCommand implements CliCommand {
  constructor(private readonly rules: ReferralRules) {}

  async run(args: readonly string[], terminal: Terminal): Promise<number> {
    try {
      const rule = args.length === 0 ? await this.rules.show() : parse(args);
      if (!rule) {
        terminal.write(USAGE);
        return 1;
      }
      if (args.length > 0) await this.rules.change(rule);
      terminal.write(inWords(rule));
      return 0;
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      terminal.write(`${error.message}. ${USAGE}`);
      return 1;
    }
  }
}

function parse([mode, value = '', currency = '']: readonly string[]): ReferralRule | undefined {
  if (mode === 'off') return { mode };
  if (mode === 'days') return /^\d{1,4}$/.test(value) ? { mode, days: Number(value) } : undefined;
  return mode === 'money' && isCurrency(currency) ? { mode, amount: Money.parse(value, currency) } : undefined;
}

function inWords(rule: ReferralRule): string {
  if (rule.mode === 'off') return "A friend's first payment brings nothing.";
  if (rule.mode === 'days') return `A friend's first payment brings ${rule.days} days.`;
  const { amount } = rule;
  return `A friend's first payment in ${amount.currency} brings ${amount.toString()}, and no more than was paid.`;
}
