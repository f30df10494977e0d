import type { Words } from '#adapters/texts/words.js';
import type { StatementLine } from '#domain/wallet/statement.js';

const WORDED_BY_DESCRIPTION: ReadonlySet<string> = new Set(['subscription', 'subscription-refund']);

/** What an entry is: by what was bought where that is not stars, else by its type. */
export function typeOfLine(words: Words, { type, description }: StatementLine): string {
  return words.plain(`transaction.type.${WORDED_BY_DESCRIPTION.has(description) ? description : type}`);
}
