import { errorReply, type ErrorSituation } from '#adapters/inbound/telegram/error-reply.js';
import type { Incoming } from '#adapters/inbound/telegram/updates/incoming.js';
import { balanceView } from '#adapters/inbound/telegram/shop-screens/balance/balance.view.js';
import { contactView, faqView, helpView } from '#adapters/inbound/telegram/shop-screens/help/help.view.js';
import { askCodeView, keptView, redeemedView } from '#adapters/inbound/telegram/shop-screens/growth/promo.view.js';
import { referralView } from '#adapters/inbound/telegram/shop-screens/growth/referral.view.js';
import { historyView } from '#adapters/inbound/telegram/shop-screens/history/history.view.js';
import { transactionView } from '#adapters/inbound/telegram/shop-screens/history/transaction.view.js';
import { homeView } from '#adapters/inbound/telegram/shop-screens/home/home.view.js';
import { languageView } from '#adapters/inbound/telegram/shop-screens/language/language.view.js';
import { draftView, recipientQuestion } from '#adapters/inbound/telegram/shop-screens/order/draft.view.js';
import { askNameView } from '#adapters/inbound/telegram/shop-screens/order/recipient.view.js';
import { askCountView, closedView, packagesView, starsView } from '#adapters/inbound/telegram/shop-screens/stars/stars.view.js';
import { askAmountView, topUpAmountsView, topUpGatewaysView } from '#adapters/inbound/telegram/shop-screens/top-up/top-up.view.js';
import { planNotice } from '#adapters/outbound/telegram/notice-plan.js';
import { readCallback } from '#adapters/texts/callback-data.js';
import { orderCard } from '#adapters/texts/cards/order-card.js';
import { paymentCard } from '#adapters/texts/cards/payment-card.js';
import type { View } from '#adapters/texts/view.js';
import type { Words } from '#adapters/texts/words.js';
import type { PromoBenefit, PromoCode } from '#domain/growth/promo-code.js';
import type { ReferralRule } from '#domain/growth/referral.js';
import { BALANCE } from '#domain/orders/order.js';
import { ORDER_STATES, type OrderState } from '#domain/orders/order-states.js';
import { PAYMENT_STATES, type PaymentState } from '#domain/payments/payment-states.js';
import { Money } from '#domain/shared/money.js';
import { DomainError, type ErrorKind } from '#domain/shared/domain-error.js';
import { STATEMENT_TYPES } from '#domain/wallet/statement.js';
import type { PriceSheet } from '#use-cases/catalog/star-prices.js';
import type { Notice } from '#use-cases/ports/providers/notifier.js';
import { aCustomer } from '../../../builders/a-customer.js';
import { aPayment } from '../../../builders/a-payment.js';
import { aStatementLine } from '../../../builders/a-statement-line.js';
import { anOrder } from '../../../builders/an-order.js';
import { VPN_VIEWS, vpnNoticesAbout } from './vpn-views.js';
import { NOW } from '../../../builders/now.js';
import { ton } from '../../../builders/ton.js';
import { SHOP_DEFAULTS } from '../../../support/shop-defaults.js';
import type { Showing } from './showing.js';

const ID = '018f0000-0000-7000-8000-00000000000a';
const MONEY = ton('1234.5').toJSON();
const WALLET = { available: ton('7'), held: ton('0.5') };
const BALANCES = [WALLET, { available: Money.parse('299', 'RUB'), held: Money.of(250n, 'XTR') }];
const SHEET: PriceSheet = { catalog: SHOP_DEFAULTS.catalog, perStar: ton('0.02'), costPerStar: ton('0.01') };
const GATEWAYS = ['heleket', 'cryptobot'];

const RULES: readonly ReferralRule[] = [{ mode: 'days', days: 7 }, { mode: 'money', amount: ton('1') }];
const BENEFITS: readonly PromoBenefit[] = [{ kind: 'percent', percent: 15 }, { kind: 'sum', amount: ton('0.5') }];
const PROMO: Omit<PromoCode, 'benefit'> = { code: 'SPRING-15', total: 100, each: 1, expiresAt: undefined, plans: [], active: true, createdAt: NOW };

const orderStates = Object.keys(ORDER_STATES.table) as OrderState[];
const paymentStates = Object.keys(PAYMENT_STATES.table) as PaymentState[];
const to = (text: string) => ({ id: ID, recipient: { username: text, name: text, token: text }, reason: text });
const still = (...views: readonly ((words: Words) => View)[]): Showing => (words) => views.map((view) => view(words));

/** Each file and function that makes views, so that one that is missing here is found. */
export const EVERY_VIEW: Readonly<Record<string, Showing>> = {
  'shop-screens/balance/balance.view.ts balanceView': still((words) => balanceView(words, BALANCES)),
  'shop-screens/help/help.view.ts helpView': still(helpView),
  'shop-screens/help/help.view.ts faqView': still(faqView),
  'shop-screens/help/help.view.ts contactView': still(
    (words) => contactView(words, { contact: '@polaris_help', operatorId: 7 }),
    (words) => contactView(words, { contact: undefined, operatorId: 7 }),
    (words) => contactView(words, { contact: undefined, operatorId: undefined }),
  ),
  'shop-screens/growth/promo.view.ts askCodeView': still(
    (words) => askCodeView(words),
    (words) => askCodeView(words, ID),
  ),
  'shop-screens/growth/promo.view.ts redeemedView': still(...[true, false].map((waits) => (words: Words) => redeemedView(words, { outcome: 'days', days: 7, waits }, ID))),
  'shop-screens/growth/promo.view.ts keptView': still(...BENEFITS.map((benefit) => (words: Words) => keptView(words, { ...PROMO, benefit }))),
  'shop-screens/growth/referral.view.ts referralView': still(
    ...RULES.map((rule) => (words: Words) => referralView(words, { rule, stats: { invited: 3, paid: 2, days: 14, money: [ton('1.5')] }, waitingDays: 7 }, 'https://t.me/polaris_bot?start=ref_1001')),
    (words) => referralView(words, { rule: { mode: 'off' }, stats: { invited: 0, paid: 0, days: 0, money: [] }, waitingDays: 0 }, undefined),
  ),
  'shop-screens/history/history.view.ts historyView': (words, text) =>
    STATEMENT_TYPES.map((type) => historyView(words, { lines: [aStatementLine({ id: ID, type, description: text, externalId: text, metadata: everything(text) })], filter: 'all', page: 1, hasNext: true })),
  'shop-screens/history/transaction.view.ts transactionView': (words, text) =>
    STATEMENT_TYPES.map((type) => transactionView(words, aStatementLine({ id: ID, type, status: 'pending', description: text, metadata: everything(text) }))),
  'shop-screens/home/home.view.ts homeView': (words, text) => [homeView(words, aCustomer({ firstName: text, username: text }), BALANCES)],
  'shop-screens/language/language.view.ts languageView': still(languageView),
  'shop-screens/order/draft.view.ts recipientQuestion': (words, text) => [recipientQuestion(words, anOrder(to(text)))],
  'shop-screens/order/draft.view.ts draftView': (words, text) => [0, 5].map((discount) => draftView(words, { order: anOrder(to(text)), wallet: WALLET, discount, gateways: GATEWAYS })),
  'shop-screens/order/recipient.view.ts askNameView': still((words) => askNameView(words, ID)),
  'shop-screens/stars/stars.view.ts starsView': still((words) => starsView(words, SHEET, WALLET, true)),
  'shop-screens/stars/stars.view.ts packagesView': still((words) => packagesView(words, SHEET, BALANCE)),
  'shop-screens/stars/stars.view.ts askCountView': still((words) => askCountView(words, SHEET.catalog, BALANCE)),
  'shop-screens/stars/stars.view.ts closedView': still(closedView),
  'shop-screens/top-up/top-up.view.ts topUpGatewaysView': still((words) => topUpGatewaysView(words, GATEWAYS)),
  'shop-screens/top-up/top-up.view.ts topUpAmountsView': still(
    ...[...GATEWAYS, 'constructor', 'to-string'].map((gateway) => (words: Words) => topUpAmountsView(words, gateway, { rules: SHOP_DEFAULTS.topUp, balances: BALANCES, isOnlyGateway: false })),
  ),
  'shop-screens/top-up/top-up.view.ts askAmountView': still((words) => askAmountView(words, 'heleket', SHOP_DEFAULTS.topUp)),
  'texts/cards/order-card.ts orderCard': (words, text) => orderStates.map((state) => orderCard(words, anOrder({ ...to(text), state }), undefined)),
  'texts/cards/payment-card.ts paymentCard': (words, text) => paymentStates.map((state) => paymentCard(words, aPayment({ id: ID, state, reviewReason: text, invoice: INVOICE }), NOW)),
  ...VPN_VIEWS,
  'telegram/notice-plan.ts planNotice': (words, text) => noticesAbout(text).flatMap((notice) => noticeViews(words, notice, text)),
  'telegram/error-reply.ts errorReply': (words, text) => errorsAbout(text).flatMap((error) => situations(words, text).map((situation) => errorReply(error, situation))),
};

const INVOICE = { invoiceId: 'invoice-1', url: 'https://pay.example/invoice-1', expiresAt: NOW };

function everything(text: string): Readonly<Record<string, string | number>> {
  return { stars: 100, bonus: 10, recipient: text, gateway: 'heleket', method: 'cryptobot', reason: text, orderId: text, paymentId: text, note: text };
}

function noticesAbout(text: string): readonly Notice[] {
  const news = { amount: MONEY, balance: MONEY };
  return [
    ...(['exact', 'over', 'partial', 'late'] as const).map((fit): Notice => ({ kind: 'top-up-credited', paymentId: ID, fit, ...news })),
    ...(['partial', 'late', 'over'] as const).map((why): Notice => ({ kind: 'order-money-to-balance', orderId: ID, why, ...news })),
    { kind: 'order-progress', orderId: ID, step: 'queued' },
    { kind: 'order-delivered', orderId: ID, stars: 110, recipient: text, price: MONEY },
    { kind: 'order-refunded', orderId: ID, reason: text, ...news },
    ...vpnNoticesAbout(text),
    { kind: 'referral-reward', days: 7, waits: true },
    { kind: 'referral-reward', days: 7, waits: false },
    { kind: 'referral-reward', ...news },
    { kind: 'referral-reversed', days: 7 },
    { kind: 'referral-reversed', amount: MONEY },
    { kind: 'bonus-granted', days: 7, name: text, until: NOW.toISOString() },
    { kind: 'payment-expired', paymentId: ID, orderId: ID },
    { kind: 'payment-taken-back', paymentId: ID, ...news },
    { kind: 'refund-started', refundId: ID, destination: text, ...news },
    { kind: 'refund-refused', refundId: ID, destination: text, ...news },
    { kind: 'refund-done', refundId: ID, amount: MONEY, destination: text },
    { kind: 'operator-alert', alert: 'discrepancy-unknown-invoice', facts: { payment: text, reason: text, comment: text } },
    { kind: 'operator-alert', alert: 'an-alert-nobody-worded', facts: { recipient: text } },
  ];
}

function noticeViews(words: Words, notice: Notice, text: string): readonly View[] {
  const order = 'orderId' in notice ? anOrder({ ...to(text), state: 'failed' }) : undefined;
  const payment = 'paymentId' in notice ? aPayment({ id: ID, reviewReason: text, invoice: INVOICE }) : undefined;
  const { screen, message, instead } = planNotice(words, notice, { order, step: 'queued', payment, now: NOW });
  return [screen, message, instead].filter((view) => view !== undefined);
}

const KINDS: readonly ErrorKind[] = ['invalid', 'not-found', 'conflict', 'forbidden', 'limited', 'unavailable'];
const CODES = ['checkout.invalid-username', 'vpn.name-missing', 'vpn.plan-not-found', 'stars.recipient-changed', 'provider.rejected', 'payments.unknown-gateway', 'orders.not-open', 'promo.not-found', 'promo.over', 'promo.used', 'promo.not-for-plan'];

function errorsAbout(text: string): readonly Error[] {
  const details = { asked: text, username: text, gateway: text, reason: text, minimum: 50, maximum: 10_000 };
  return [
    new Error(text),
    ...KINDS.map((kind) => new DomainError(`never-worded.${kind}`, kind, text, details)),
    ...CODES.map((code) => new DomainError(code, 'invalid', text, details)),
    new DomainError('wallet.insufficient-funds', 'conflict', text, { needed: '2', available: '1', currency: 'TON', reason: text }),
  ];
}

/** The person wrote the text, or tapped a button that carries it; a text that is a button of ours is no foreign one. */
function situations(words: Words, text: string): readonly ErrorSituation[] {
  const profile = { userId: 1001, username: text, firstName: text };
  const base = { updateId: 1, userId: 1001, profile };
  const tapped = readCallback(text) ? 'Bob' : text;
  const incoming: readonly Incoming[] = [
    { ...base, kind: 'text', text },
    { ...base, kind: 'command', command: text, argument: text },
    { ...base, kind: 'button', data: tapped, callbackId: text, messageId: 5, hasPhoto: false },
  ];
  const asked = { kind: 'recipient-name', data: { orderId: ID } };
  return incoming.flatMap((one) => [undefined, asked].map((dialogue) => ({ words, incoming: one, dialogue, gateways: GATEWAYS, errorId: 'a1b2c3d4' })));
}
