import { callback, readCallback } from '#adapters/texts/callback-data.js';
import { historyButton, homeButton, orderButton } from '#adapters/texts/cards/buttons.js';
import { gatewayName } from '#adapters/texts/gateway-names.js';
import { shownName } from '#adapters/texts/plain-text.js';
import { type Button, type Keyboard, lines, paragraphs, type View } from '#adapters/texts/view.js';
import type { Words } from '#adapters/texts/words.js';
import { BALANCE } from '#domain/orders/order.js';
import type { StatementLine } from '#domain/wallet/statement.js';
import { signedAmount } from './signed-amount.js';
import { typeOfLine } from './type-of-line.js';

export function transactionView(words: Words, line: StatementLine): View {
  return {
    html: paragraphs(
      words.html('transaction.title', { type: typeOfLine(words, line) }),
      lines(
        words.html('transaction.amount', { amount: signedAmount(words, line) }),
        words.html('transaction.state', { status: words.plain(`transaction.status.${line.status}`) }),
        words.html('transaction.date', { date: words.moment(line.createdAt) }),
        ...facts(words, line),
        words.html('transaction.id', { id: line.id }),
      ),
    ),
    keyboard: [...subject(words, line), [historyButton(words), homeButton(words)]],
  };
}

function facts(words: Words, { metadata }: StatementLine): (string | undefined)[] {
  const { stars, bonus, recipient, days, reason } = metadata;
  const paidWith = metadata.method ?? metadata.gateway;
  return [
    typeof stars === 'number' ? words.html('transaction.stars', { stars: words.stars(stars + (typeof bonus === 'number' ? bonus : 0)) }) : undefined,
    recipient === undefined || recipient === '' ? undefined : words.html('transaction.recipient', { username: shownName(String(recipient)) }),
    typeof days === 'number' ? words.html('transaction.days', { days: words.days(days) }) : undefined,
    paidWith === undefined ? undefined : words.html('transaction.gateway', { gateway: methodName(words, String(paidWith)) }),
    reason === undefined ? undefined : words.html('transaction.reason', { reason: words.named('reason', String(reason)) }),
  ];
}

function methodName(words: Words, method: string): string {
  return method === BALANCE ? words.plain('transaction.method-balance') : gatewayName(method);
}

/** The order or the open payment the entry speaks of. */
function subject(words: Words, line: StatementLine): Keyboard {
  const { orderId, paymentId } = line.metadata;
  if (isId(orderId)) return [[orderButton(words, orderId)]];
  const open = line.status === 'pending' || line.status === 'processing';
  return open && isId(paymentId) ? [[checkButton(words, paymentId)]] : [];
}

function checkButton(words: Words, uuid: string): Button {
  return { text: words.plain('button.check'), data: callback('check_recharge_{uuid}', { uuid }) };
}

function isId(value: string | number | undefined): value is string {
  return typeof value === 'string' && readCallback(`transaction_${value}`) !== undefined;
}
