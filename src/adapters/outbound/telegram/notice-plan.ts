import type { AnyOrder } from '#domain/orders/any-order.js';
import type { Payment } from '#domain/payments/payment.js';
import { Money, type MoneyJson } from '#domain/shared/money.js';
import type { FulfilmentState } from '#domain/stars/fulfilment-states.js';
import {
  balanceButton,
  buyButton,
  extendButton,
  historyButton,
  homeButton,
  linkButton,
  referralButton,
  refreshButton,
  subscriptionButton,
  topUpButton,
  vpnButton,
} from '#adapters/texts/cards/buttons.js';
import { orderCard } from '#adapters/texts/cards/order-card.js';
import { paymentCard } from '#adapters/texts/cards/payment-card.js';
import { shownName } from '#adapters/texts/plain-text.js';
import { type Keyboard, lines, paragraphs, type View } from '#adapters/texts/view.js';
import type { Words } from '#adapters/texts/words.js';
import type { Notice } from '#use-cases/ports/providers/notifier.js';

/** What a notice is about, as it stands now: a card never shows an older state than the last one. */
export interface NoticeFacts {
  readonly order?: AnyOrder | undefined;
  readonly step?: FulfilmentState | undefined;
  readonly payment?: Payment | undefined;
  readonly now: Date;
}

/** What to show where: the watched screen of `subject` becomes `screen`; `message` is sent besides, `instead` only where no screen is watched. */
export interface NoticePlan {
  readonly subject?: string | undefined;
  readonly screen?: View | undefined;
  readonly message?: View | undefined;
  readonly instead?: View | undefined;
}

/** Words a notice in the person's language. */
export function planNotice(words: Words, notice: Notice, facts: NoticeFacts): NoticePlan {
  const order = facts.order && orderCard(words, facts.order, facts.step);
  const payment = facts.payment && paymentCard(words, facts.payment, facts.now);
  switch (notice.kind) {
    case 'top-up-credited':
      return { subject: notice.paymentId, screen: payment, message: topUpReceipt(words, notice) };
    case 'order-money-to-balance':
      return { subject: notice.orderId, screen: order, message: withBalance(words, `notice.kept-${notice.why}`, notice, {}, facts.order) };
    case 'order-progress':
      return { subject: notice.orderId, screen: order, instead: notice.step === 'queued' ? order : undefined };
    case 'order-delivered':
      return { subject: notice.orderId, screen: order, message: receipt(words, notice, facts.now) };
    case 'order-refunded':
      return { subject: notice.orderId, screen: order, message: refund(words, notice, facts.order) };
    case 'subscription-delivered':
      return { subject: notice.orderId, screen: order, message: subscriptionReceipt(words, notice) };
    case 'subscription-waiting':
      return { subject: notice.orderId, screen: order, message: waiting(words, notice) };
    case 'subscription-news':
      return { message: subscriptionNews(words, notice) };
    case 'referral-reward':
    case 'referral-reversed':
    case 'bonus-granted':
      return { message: bonusNews(words, notice) };
    case 'payment-expired':
      // News of the money may have overtaken this one.
      return { subject: notice.orderId ?? notice.paymentId, screen: order ?? payment, instead: facts.payment?.state === 'credited' ? undefined : expired(words) };
    case 'payment-taken-back':
      return { subject: notice.paymentId, screen: payment, message: withBalance(words, 'notice.taken-back', notice) };
    case 'refund-started':
    case 'refund-refused':
      return { message: withBalance(words, `notice.${notice.kind}`, notice, { destination: notice.destination }) };
    case 'refund-done':
      return { message: returned(words, notice) };
    case 'operator-alert':
      return { message: alert(words, notice) };
  }
}

type NoticeOf<Kind extends Notice['kind']> = Extract<Notice, { kind: Kind }>;

interface BalanceNews {
  readonly amount: MoneyJson;
  readonly balance: MoneyJson;
}

function topUpReceipt(words: Words, notice: NoticeOf<'top-up-credited'>): View {
  return withBalance(words, `notice.top-up-${notice.fit}`, notice);
}

function withBalance(words: Words, key: string, news: BalanceNews, values: Readonly<Record<string, string>> = {}, order?: AnyOrder): View {
  const amount = words.money(Money.fromJson(news.amount));
  const balance = words.money(Money.fromJson(news.balance));
  return { html: paragraphs(words.html(key, { amount, ...values }), words.html('notice.balance', { balance })), keyboard: next(words, order) };
}

function receipt(words: Words, notice: NoticeOf<'order-delivered'>, now: Date): View {
  const values = {
    stars: words.stars(notice.stars),
    recipient: shownName(notice.recipient),
    price: words.money(Money.fromJson(notice.price)),
    date: words.moment(now),
    id: notice.orderId,
  };
  return {
    html: paragraphs(words.html('notice.delivered'), words.html('notice.receipt', values), words.html('progress.thanks')),
    keyboard: [[{ ...buyButton(words), text: words.plain('button.buy-more') }], [historyButton(words), homeButton(words)]],
  };
}

function subscriptionReceipt(words: Words, notice: NoticeOf<'subscription-delivered'>): View {
  const { orderId: id, subscriptionId, name, until, price } = notice;
  const values = { name: shownName(name), until: words.moment(new Date(until)), price: words.money(Money.fromJson(price)), id };
  return { html: paragraphs(words.html(`notice.subscription-${notice.deed}`, values), words.html('notice.subscription-receipt', values)), keyboard: toLink(words, subscriptionId) };
}

function waiting(words: Words, { orderId, name }: NoticeOf<'subscription-waiting'>): View {
  return { html: words.html('notice.subscription-waiting', { name: shownName(name) }), keyboard: [[refreshButton(words, orderId)], [balanceButton(words), homeButton(words)]] };
}

function subscriptionNews(words: Words, notice: NoticeOf<'subscription-news'>): View {
  const values = { name: shownName(notice.name), until: words.moment(new Date(notice.until)), days: words.days(notice.daysLeft) };
  const renews = notice.renews && (notice.news === 'three-days' || notice.news === 'one-day') ? words.html('notice.subscription-renews') : undefined;
  return { html: paragraphs(words.html(`notice.subscription-${notice.news}`, values), renews), keyboard: newsKeyboard(words, notice) };
}

/** What the owner would do next. */
function newsKeyboard(words: Words, { news, subscriptionId: uuid }: NoticeOf<'subscription-news'>): Keyboard {
  switch (news) {
    case 'ready':
    case 'rotated':
    case 'gift':
      return toLink(words, uuid);
    case 'three-days':
    case 'one-day':
    case 'expired':
    case 'traffic-low':
      return [[extendButton(words, uuid)], [subscriptionButton(words, uuid), homeButton(words)]];
    case 'renewal-failed':
      return [[extendButton(words, uuid)], [topUpButton(words)], [subscriptionButton(words, uuid), homeButton(words)]];
    case 'closed':
      return [[vpnButton(words)], [balanceButton(words), homeButton(words)]];
  }
}

function toLink(words: Words, uuid: string): Keyboard {
  return [[linkButton(words, uuid)], [subscriptionButton(words, uuid), homeButton(words)]];
}

function refund(words: Words, notice: NoticeOf<'order-refunded'>, order: AnyOrder | undefined): View {
  return withBalance(words, 'notice.refunded', notice, { reason: words.named('reason', notice.reason) }, order);
}

function bonusNews(words: Words, notice: NoticeOf<'referral-reward' | 'referral-reversed' | 'bonus-granted'>): View {
  return { html: bonusText(words, notice), keyboard: [[referralButton(words)], [homeButton(words)]] };
}

function bonusText(words: Words, notice: NoticeOf<'referral-reward' | 'referral-reversed' | 'bonus-granted'>): string {
  if (notice.kind === 'bonus-granted') return words.html('notice.bonus-granted', { days: words.days(notice.days), name: shownName(notice.name), until: words.moment(new Date(notice.until)) });
  const what = 'days' in notice ? words.days(notice.days) : words.money(Money.fromJson(notice.amount));
  if (notice.kind === 'referral-reversed') return words.html('notice.referral-reversed', { what });
  if ('days' in notice) return words.html(notice.waits ? 'notice.referral-waits' : 'notice.referral-days', { days: what });
  return paragraphs(words.html('notice.referral-money', { amount: what }), words.html('notice.balance', { balance: words.money(Money.fromJson(notice.balance)) }));
}

function returned(words: Words, notice: NoticeOf<'refund-done'>): View {
  const amount = words.money(Money.fromJson(notice.amount));
  return { html: words.html('notice.refund-done', { amount, destination: notice.destination }), keyboard: next(words) };
}

function expired(words: Words): View {
  return { html: words.html('notice.expired'), keyboard: next(words) };
}

function alert(words: Words, notice: NoticeOf<'operator-alert'>): View {
  const what = words.named('alert', notice.alert, { alert: notice.alert });
  const facts = Object.entries(notice.facts).map(([name, value]) => words.html('alert.fact', { name, value }));
  return { html: paragraphs(words.html('alert.title', { what }), lines(...facts)), keyboard: [] };
}

/** Back to what was to be bought. */
function next(words: Words, order?: AnyOrder): Keyboard {
  return [[order?.kind === 'subscription' ? vpnButton(words) : buyButton(words)], [balanceButton(words), homeButton(words)]];
}
