import type { Payment } from '#domain/payments/payment.js';
import { callback } from '../callback-data.js';
import { type Button, type Keyboard, paragraphs, type View } from '../view.js';
import type { Words } from '../words.js';
import { balanceButton, buyButton, cancelOrderButton, homeButton, orderButton } from './buttons.js';

/** A payment: how much, until when, where it stands. `now` is when it was looked at. */
export function paymentCard(words: Words, payment: Payment, now: Date): View {
  const deadline = payment.invoice ? words.moment(payment.invoice.expiresAt) : '';
  const title = payment.orderId === undefined ? 'payment.title-top-up' : 'payment.title-order';
  return {
    html: paragraphs(
      words.html(title, { amount: words.money(payment.amount) }),
      words.html(`payment.${isCharge(payment) ? 'charging' : payment.state}`, { deadline, credited: words.money(payment.credited) }),
      payment.isClosed ? undefined : words.html('payment.checked', { time: words.second(now) }),
    ),
    keyboard: payment.isClosed ? closedKeyboard(words, payment) : openKeyboard(words, payment),
  };
}

/** A saved method is charged: there is nothing to pay by hand. */
function isCharge({ state, chargeToken }: Payment): boolean {
  return chargeToken !== undefined && (state === 'created' || state === 'invoiced');
}

function openKeyboard(words: Words, payment: Payment): Keyboard {
  const payable = (payment.state === 'invoiced' && !isCharge(payment)) || payment.state === 'underpaid';
  const pay = payable && payment.invoice ? [[payButton(words, payment, payment.invoice.url)]] : [];
  const leave = payment.orderId === undefined ? balanceButton(words) : cancelOrderButton(words, payment.orderId);
  return [...pay, [checkButton(words, payment)], [leave, homeButton(words)]];
}

function closedKeyboard(words: Words, payment: Payment): Keyboard {
  const next = payment.orderId === undefined ? buyButton(words) : orderButton(words, payment.orderId);
  return [[next], [balanceButton(words), homeButton(words)]];
}

function payButton(words: Words, payment: Payment, url: string): Button {
  return { text: words.plain('button.pay-invoice', { amount: words.money(payment.amount) }), url };
}

function checkButton(words: Words, payment: Payment): Button {
  const uuid = payment.id;
  const data = payment.orderId === undefined ? callback('check_recharge_{uuid}', { uuid }) : callback('check_payment_{uuid}', { uuid });
  return { text: words.plain('button.check'), data };
}
