import { callback, readCallback } from '#adapters/texts/callback-data.js';
import { balanceButton, buyButton, cancelOrderButton, homeButton, orderButton, plansButton, subscriptionButton, topUpButton, vpnButton } from '#adapters/texts/cards/buttons.js';
import { gatewayName, gatewaySign } from '#adapters/texts/gateway-names.js';
import { grouped } from '#adapters/texts/figures.js';
import type { Button, Keyboard, View } from '#adapters/texts/view.js';
import type { Words } from '#adapters/texts/words.js';
import { type Currency, isCurrency } from '#domain/shared/currency.js';
import { DomainError, type ErrorDetails, type ErrorKind } from '#domain/shared/domain-error.js';
import { Money } from '#domain/shared/money.js';
import type { Incoming } from './updates/incoming.js';
import type { Dialogue } from './screen.js';

/** Where an error met the person. */
export interface ErrorSituation {
  readonly words: Words;
  readonly incoming: Incoming;
  /** The question that stays open. */
  readonly dialogue: Dialogue | undefined;
  /** Gateways through which an order can be paid. */
  readonly gateways: readonly string[];
  /** Names the failure in the log, for errors nobody foresaw. */
  readonly errorId: string;
}

/** The one currency that the balance is topped up in. */
const TOPPED_UP: Currency = 'TON';

type Reply = (situation: ErrorSituation, details: ErrorDetails) => View;

/** Says what happened, what became of the money and what comes next. */
export function errorReply(error: unknown, situation: ErrorSituation): View {
  if (!(error instanceof DomainError)) {
    return { html: situation.words.html('error.unexpected', { id: situation.errorId }), keyboard: [...again(situation), ...out(situation)] };
  }
  const reply = BY_CODE[error.code] ?? BY_KIND[error.kind];
  return reply(situation, error.details);
}

const simple =
  (key: string, ...buttons: readonly ((situation: ErrorSituation) => Keyboard)[]): Reply =>
  (situation, details) => ({ html: situation.words.html(key, figures(details)), keyboard: [...buttons.flatMap((rows) => rows(situation)), ...out(situation)] });

/** Only what a button of ours carries: anybody can send other data, and more of it than a button may have. */
const again = ({ words, incoming }: ErrorSituation): Keyboard =>
  incoming.kind === 'button' && readCallback(incoming.data) ? [[{ text: words.plain('button.again'), data: incoming.data }]] : [];
const toOrder = (situation: ErrorSituation): Keyboard => onOrder(situation, (uuid) => [orderButton(situation.words, uuid)]);
const otherRecipient = (situation: ErrorSituation): Keyboard =>
  situation.dialogue
    ? []
    : onOrder(situation, (uuid) => [{ text: situation.words.plain('button.other-recipient'), data: callback('order_friend_{uuid}', { uuid }) }]);
const topUp = ({ words }: ErrorSituation): Keyboard => [[topUpButton(words)]];
const history = ({ words }: ErrorSituation): Keyboard => [[balanceButton(words)]];
const stars = ({ words }: ErrorSituation): Keyboard => [[buyButton(words)]];
const plans = ({ words }: ErrorSituation): Keyboard => [[plansButton(words)]];
const vpn = ({ words }: ErrorSituation): Keyboard => [[vpnButton(words)]];
const toSubscription = (situation: ErrorSituation): Keyboard => onSubscription(situation, (uuid) => [subscriptionButton(situation.words, uuid)]);

/** Replies for errors a person meets often enough to deserve their own words. */
const BY_CODE: Readonly<Record<string, Reply>> = {
  'wallet.insufficient-funds': insufficientFunds,
  'checkout.price-moved': anotherPrice('error.price-moved'),
  'promo.not-found': simple('error.promo-unknown'),
  'promo.over': promoOver,
  'promo.used': simple('error.promo-used', toOrder),
  'promo.not-for-plan': simple('error.promo-not-for-plan', toOrder),
  'stars.supply-unavailable': simple('error.supply', again),
  'stars.operator-needed': simple('error.supply', again),
  'catalog.unusable-quote': simple('error.supply', again),
  'stars.retry-later': simple('error.retry-later', again),
  'stars.recipient-unknown': simple('error.recipient-unknown', otherRecipient),
  'stars.recipient-not-a-user': simple('error.recipient-not-a-user', otherRecipient),
  'stars.recipient-restricted': simple('error.recipient-restricted', otherRecipient),
  'stars.recipient-changed': simple('error.recipient-changed', otherRecipient),
  'checkout.own-username-missing': simple('error.own-username', again, otherRecipient),
  'checkout.invalid-username': simple('error.username', otherRecipient),
  'wallet.top-up-out-of-range': simple('error.top-up-range', topUpUnlessAsked),
  'money.invalid-amount': simple('error.amount', topUpUnlessAsked),
  'catalog.stars-out-of-range': simple('error.stars-range', starsUnlessAsked),
  'dialogue.text-expected': simple('error.text-please'),
  'provider.unknown-outcome': provider('error.unknown-outcome'),
  'provider.unavailable': provider('error.provider'),
  'provider.rate-limited': provider('error.provider'),
  'provider.rejected': provider('error.provider'),
  'provider.unauthorized': provider('error.provider'),
  'provider.not-found': provider('error.provider'),
  'provider.not-supported': provider('error.provider'),
  'payments.invoice-mismatch': provider('error.provider'),
  'payments.unknown-gateway': simple('error.no-gateway', toOrder, topUp),
  'payments.not-found': simple('error.not-found', history),
  'orders.not-found': simple('error.not-found', stars),
  'orders.not-open': simple('error.moved-on', toOrder),
  'orders.recipient-missing': simple('error.no-recipient', toOrder),
  'orders.not-offered-in': simple('error.not-offered', toOrder),
  'orders.another-kind': simple('error.another-kind', toOrder),
  'vpn.trial-taken': simple('error.trial-taken', plans, vpn),
  'vpn.no-place': simple('error.no-place', again, toOrder, vpn),
  'vpn.plan-not-found': simple('error.plan-not-found', plans, toSubscription),
  'vpn.subscription-not-found': simple('error.no-subscription', vpn),
  'vpn.subscription-closed': simple('error.subscription-closed', vpn),
  'vpn.not-comparable': simple('error.not-comparable', toOrder, toSubscription),
  'vpn.name-missing': simple('error.name-missing'),
};

/** Every other refusal, by its kind. */
const BY_KIND: Readonly<Record<ErrorKind, Reply>> = {
  invalid: simple('error.invalid'),
  'not-found': simple('error.not-found', history),
  conflict: simple('error.conflict', again, toOrder, toSubscription),
  forbidden: simple('error.forbidden'),
  limited: simple('error.limited', again),
  unavailable: simple('error.unavailable', again),
};

/** A gateway that fails while an invoice is made has charged nothing; one that fails while a payment is looked up may well hold money. */
function provider(key: string): Reply {
  const invoicing = simple(key, again, toOrder);
  const checking = simple('error.check', again);
  return (situation, details) => (isCheck(situation.incoming) ? checking : invoicing)(situation, details);
}

function isCheck(incoming: Incoming): boolean {
  return incoming.kind === 'button' && readCallback(incoming.data)?.name.startsWith('check_') === true;
}

function topUpUnlessAsked(situation: ErrorSituation): Keyboard {
  return situation.dialogue ? [] : topUp(situation);
}

function starsUnlessAsked(situation: ErrorSituation): Keyboard {
  return situation.dialogue ? [] : stars(situation);
}

function insufficientFunds(situation: ErrorSituation, details: ErrorDetails): View {
  const { words } = situation;
  const needed = amountOf(details, 'needed');
  const available = amountOf(details, 'available');
  const short = needed && available ? { needed: words.money(needed), available: words.money(available), missing: words.money(needed.minus(available)) } : undefined;
  // What has several prices is paid from its own card: a gateway may collect another of them than this one.
  if (isSubscriptionOrder(situation.incoming)) {
    const rows = [...(needed?.currency === TOPPED_UP ? topUp(situation) : []), ...toOrder(situation), ...out(situation)];
    return { html: short ? words.html('error.insufficient-other', short) : words.html('error.insufficient-unknown'), keyboard: rows };
  }
  const pay = needed ? situation.gateways.flatMap((gateway) => onOrder(situation, (uuid) => [payVia(words, gateway, uuid, needed)])) : [];
  return {
    html: short ? words.html('error.insufficient', short) : words.html('error.insufficient-unknown'),
    keyboard: [...topUp(situation), ...pay, ...toOrder(situation), ...out(situation)],
  };
}

function isSubscriptionOrder(incoming: Incoming): boolean {
  return incoming.kind === 'button' && readCallback(incoming.data)?.name === 'order_pay_from_{currency}_{uuid}';
}

/** A new draft stands for the old one, at another price: nothing is paid before the buyer says so again. */
function anotherPrice(key: string): Reply {
  return (situation, details) => offeredAnew(key, situation, details);
}

function promoOver(situation: ErrorSituation, details: ErrorDetails): View {
  return details.orderId === undefined ? simple('error.promo-over', toOrder)(situation, details) : offeredAnew('error.promo-lapsed', situation, details);
}

function offeredAnew(key: string, situation: ErrorSituation, details: ErrorDetails): View {
  const { words, incoming } = situation;
  const price = amountOf(details, 'price');
  const shown = amountOf(details, 'shown');
  const stale = orderOf(incoming);
  const { orderId } = details;
  if (!price || !shown || incoming.kind !== 'button' || stale === undefined || typeof orderId !== 'string') return simple('error.conflict', toOrder)(situation, details);
  const accept: Button = { text: words.plain('button.pay-new-price', { price: words.money(price) }), data: incoming.data.replace(stale, orderId) };
  return {
    html: words.html(key, { shown: words.money(shown), price: words.money(price) }),
    keyboard: [[accept], [cancelOrderButton(words, orderId)], ...out(situation)],
  };
}

function payVia(words: Words, gateway: string, uuid: string, price: Money): Button {
  const text = words.plain('button.pay-via', { price: words.money(price), sign: gatewaySign(gateway), gateway: gatewayName(gateway) });
  return { text, data: callback('order_pay_via_{gateway}_{uuid}', { gateway, uuid }) };
}

/** The way out: it leaves an open question for where it came from, or the screen for the menu. */
function out({ words, dialogue }: ErrorSituation): Keyboard {
  if (!dialogue) return [[homeButton(words)]];
  return [[{ text: words.plain('button.cancel'), data: cameFrom(dialogue) }]];
}

function cameFrom({ data: { orderId, subscriptionId } }: Dialogue): string {
  if (orderId !== undefined) return callback('refresh_status_{uuid}', { uuid: orderId });
  return subscriptionId === undefined ? callback('home') : callback('sub_{uuid}', { uuid: subscriptionId });
}

function onOrder(situation: ErrorSituation, row: (orderId: string) => readonly Button[]): Keyboard {
  const orderId = situation.dialogue?.data.orderId ?? orderOf(situation.incoming);
  return orderId === undefined ? [] : [row(orderId)];
}

function onSubscription({ incoming }: ErrorSituation, row: (subscriptionId: string) => readonly Button[]): Keyboard {
  const read = incoming.kind === 'button' ? readCallback(incoming.data) : undefined;
  const uuid = read && /^(sub|cfg|chg|chgok)_/.test(read.name) ? read.values.uuid : undefined;
  return uuid === undefined ? [] : [row(uuid)];
}

function orderOf(incoming: Incoming): string | undefined {
  const read = incoming.kind === 'button' ? readCallback(incoming.data) : undefined;
  return read && /^(order_|refresh_status_)/.test(read.name) ? read.values.uuid : undefined;
}

function amountOf(details: ErrorDetails, name: string): Money | undefined {
  const decimal = details[name];
  const { currency } = details;
  return typeof decimal === 'string' && typeof currency === 'string' && isCurrency(currency) ? Money.parse(decimal, currency) : undefined;
}

/** The details that a text may show: limits, with their currency where they have one. */
function figures(details: ErrorDetails): Readonly<Record<string, string>> {
  const unit = typeof details.currency === 'string' ? `\u00a0${details.currency}` : '';
  const shown = (['minimum', 'maximum'] as const).map((name) => [name, `${grouped(String(details[name] ?? ''))}${unit}`]);
  return Object.fromEntries(shown) as Record<string, string>;
}
