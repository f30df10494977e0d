import type { AnyOrder } from '#domain/orders/any-order.js';
import type { Order } from '#domain/orders/order.js';
import type { OrderState } from '#domain/orders/order-states.js';
import type { StarOrder } from '#domain/orders/star-order.js';
import type { FulfilmentState } from '#domain/stars/fulfilment-states.js';
import { shownName } from '../plain-text.js';
import { type Keyboard, lines, paragraphs, type View } from '../view.js';
import type { Words } from '../words.js';
import { balanceButton, buyButton, homeButton, refreshButton } from './buttons.js';
import { subscriptionOrderCard } from './subscription-order-card.js';

const STEPS = ['paid', 'preparing', 'sending', 'confirming', 'delivered'] as const;

/** Which of the steps is under way. */
const POSITION: Readonly<Record<FulfilmentState, number>> = {
  queued: 1,
  checked: 1,
  void: 1,
  rejected: 1,
  refunded: 1,
  prepared: 2,
  submitting: 2,
  onchain_wait: 2,
  review: 2,
  paid: 3,
  acked: 3,
  delivered: 5,
};

const TITLE: Readonly<Record<OrderState, string>> = {
  draft: 'order.title',
  awaiting_payment: 'progress.title-awaiting',
  paid: 'progress.title',
  fulfilling: 'progress.title',
  unknown: 'progress.title-unknown',
  delivered: 'progress.title-delivered',
  failed: 'progress.title-failed',
  expired: 'progress.title-expired',
  cancelled: 'progress.title-cancelled',
};

/** An order after it was confirmed: what was bought, how far the delivery is, what became of the money. */
export function orderCard(words: Words, order: AnyOrder, step: FulfilmentState | undefined): View {
  if (order.kind === 'subscription') return subscriptionOrderCard(words, order);
  return {
    html: paragraphs(words.html(TITLE[order.state]), goods(words, order), progress(words, order, step), outcome(words, order)),
    keyboard: keyboard(words, order),
  };
}

function goods(words: Words, order: StarOrder): string {
  const values = { stars: words.stars(order.delivered), price: words.money(order.price) };
  if (!order.recipient) return words.html('order.card-open', values);
  return words.html('order.card', { ...values, name: shownName(order.recipient.name), username: shownName(order.recipient.username) });
}

function progress(words: Words, order: Order, step: FulfilmentState | undefined): string | undefined {
  if (!['paid', 'fulfilling', 'delivered'].includes(order.state)) return undefined;
  const position = order.state === 'delivered' ? STEPS.length : POSITION[step ?? 'queued'];
  const done = position * 2;
  const bar = `${'▰'.repeat(done)}${'▱'.repeat(STEPS.length * 2 - done)} ${words.percent(done * 10)}`;
  return lines(bar, ...STEPS.map((name, index) => `${mark(index, position)} ${words.html(`progress.${name}`)}`));
}

function mark(index: number, position: number): string {
  if (index < position) return '✅';
  return index === position ? '⏳' : '▫️';
}

function outcome(words: Words, order: Order): string | undefined {
  const reason = words.named('reason', order.reason ?? 'other');
  switch (order.state) {
    case 'paid':
    case 'fulfilling':
      return words.html('progress.wait');
    case 'delivered':
      return words.html('progress.thanks');
    case 'failed':
      return words.html('progress.failed', { reason, price: words.money(order.price) });
    case 'expired':
      return words.html('progress.expired', { reason });
    case 'unknown':
      return words.html('progress.unknown');
    case 'cancelled':
      return words.html('progress.cancelled');
    case 'awaiting_payment':
      return words.html('progress.awaiting');
    case 'draft':
      return undefined;
  }
}

function keyboard(words: Words, order: Order): Keyboard {
  switch (order.state) {
    case 'delivered':
      return [[{ ...buyButton(words), text: words.plain('button.buy-more') }], [homeButton(words)]];
    case 'failed':
    case 'expired':
    case 'cancelled':
      return [[buyButton(words)], [balanceButton(words), homeButton(words)]];
    case 'draft':
    case 'awaiting_payment':
    case 'paid':
    case 'fulfilling':
    case 'unknown':
      return [[refreshButton(words, order.id)], [homeButton(words)]];
  }
}
