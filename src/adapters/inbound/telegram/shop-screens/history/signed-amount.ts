import type { Words } from '#adapters/texts/words.js';
import { Money } from '#domain/shared/money.js';
import type { StatementLine } from '#domain/wallet/statement.js';

/**
 * The amount as it bears on the balance: a purchase takes, everything else gives unless it is negative itself. A payment that goes back
 * to its payer is told of twice, by its own entry that is cancelled and by its refund, so the second bears no sign.
 */
export function signedAmount(words: Words, line: StatementLine): string {
  if (line.description === 'payment-refund') return words.money(line.amount);
  const negative = line.amount.minor < 0n;
  const size = negative ? Money.zero(line.amount.currency).minus(line.amount) : line.amount;
  return `${negative || line.type === 'purchase' ? '−' : '+'}${words.money(size)}`;
}
