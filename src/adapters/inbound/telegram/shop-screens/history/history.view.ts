import { callback } from '#adapters/texts/callback-data.js';
import { balanceButton, homeButton } from '#adapters/texts/cards/buttons.js';
import { type Button, type Keyboard, paragraphs, type View } from '#adapters/texts/view.js';
import type { Words } from '#adapters/texts/words.js';
import { STATEMENT_TYPES, type StatementLine } from '#domain/wallet/statement.js';
import { signedAmount } from './signed-amount.js';
import { typeOfLine } from './type-of-line.js';

export interface HistoryOnScreen {
  readonly lines: readonly StatementLine[];
  readonly filter: string;
  readonly page: number;
  readonly hasNext: boolean;
}

const FILTERS_A_ROW = 3;

export function historyView(words: Words, history: HistoryOnScreen): View {
  return {
    html: paragraphs(words.html('history.title'), words.html(history.lines.length === 0 ? 'history.empty' : 'history.hint')),
    keyboard: [...history.lines.map((line) => [lineButton(words, line)]), pages(words, history), ...filters(words, history.filter), [balanceButton(words), homeButton(words)]].filter(
      (row) => row.length > 0,
    ),
  };
}

function lineButton(words: Words, line: StatementLine): Button {
  const text = words.plain('history.line', {
    status: firstSign(words.plain(`transaction.status.${line.status}`)),
    type: typeOfLine(words, line),
    amount: signedAmount(words, line),
    date: words.day(line.createdAt),
  });
  return { text, data: callback('transaction_{uuid}', { uuid: line.id }) };
}

function pages(words: Words, { filter, page, hasNext }: HistoryOnScreen): Button[] {
  const to = (target: number): string => callback('history_{filter}_{page}', { filter, page: String(target) });
  const newer = page > 0 ? [{ text: words.plain('history.newer'), data: to(page - 1) }] : [];
  const older = hasNext ? [{ text: words.plain('history.older'), data: to(page + 1) }] : [];
  return [...newer, ...older];
}

function filters(words: Words, chosen: string): Keyboard {
  const buttons = ['all', ...STATEMENT_TYPES].map((filter): Button => {
    const label = words.plain(filter === 'all' ? 'history.all' : `history.filter.${filter}`);
    return {
      text: filter === chosen ? words.plain('history.chosen', { label }) : label,
      data: callback('history_{filter}_{page}', { filter, page: '0' }),
    };
  });
  return [buttons.slice(0, FILTERS_A_ROW), buttons.slice(FILTERS_A_ROW)];
}

/** A status begins with its sign; a button has room for no more. */
function firstSign(status: string): string {
  return status.split(' ')[0] ?? '';
}
