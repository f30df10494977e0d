import { STATEMENT_TYPES, type StatementType } from '#domain/wallet/statement.js';
import { PaymentNotFound } from '#use-cases/ports/persistence/persistence-error.js';
import type { Shop } from '../../bot-dependencies.js';
import type { Outcome, Screen, Visit } from '../../screen.js';
import { historyView } from './history.view.js';
import { transactionView } from './transaction.view.js';

const PAGE = 6;
const MONTH_MS = 30 * 24 * 60 * 60_000;
const KEPT_SECONDS = 60 * 60;

/** Cursors are longer than a button's data may be: a button names a page, and where each page begins is remembered beside the dialogues. */
export function historyScreen(shop: Shop): Screen {
  const open = async ({ customer, words, now }: Visit, filter: string, page: number): Promise<Outcome> => {
    const key = `history:${customer.userId}:${filter}`;
    const starts = page === 0 ? [] : readStarts(await shop.dialogues.find(key));
    const cursor = page === 0 ? undefined : starts[page - 1];
    const shown = cursor === undefined ? 0 : page;
    const since = new Date(now.getTime() - MONTH_MS);
    const { lines, next } = await shop.wallet.history(customer.userId, { type: typeOf(filter), since, cursor, limit: PAGE });
    if (next !== undefined) await shop.dialogues.save(key, JSON.stringify([...starts.slice(0, shown), next]), KEPT_SECONDS);
    return { show: historyView(words, { lines, filter, page: shown, hasNext: next !== undefined }) };
  };

  const details = async ({ customer, words }: Visit, lineId: string): Promise<Outcome> => {
    const line = await shop.wallet.line(customer.userId, lineId);
    if (!line) throw new PaymentNotFound();
    return { show: transactionView(words, line) };
  };

  return {
    name: 'history',
    buttons: {
      balance_history: (visit) => open(visit, 'all', 0),
      'history_{filter}_{page}': (visit, { filter, page }) => open(visit, filter, Number(page)),
      'transaction_{uuid}': (visit, { uuid }) => details(visit, uuid),
    },
  };
}

function typeOf(filter: string): StatementType | undefined {
  return STATEMENT_TYPES.find((type) => type === filter);
}

function readStarts(stored: string | undefined): string[] {
  const value: unknown = stored === undefined ? [] : JSON.parse(stored);
  return Array.isArray(value) ? value.map(String) : [];
}
