import { subscriptionDraftView } from '#adapters/inbound/telegram/shop-screens/order/subscription-draft.view.js';
import { changePreviewView, changeView } from '#adapters/inbound/telegram/vpn-screens/change/change.view.js';
import { chooseView, configView, makingView } from '#adapters/inbound/telegram/vpn-screens/config/config.view.js';
import { extendView } from '#adapters/inbound/telegram/vpn-screens/extend/extend.view.js';
import { plansView } from '#adapters/inbound/telegram/vpn-screens/plans/plans.view.js';
import { rotationView } from '#adapters/inbound/telegram/vpn-screens/rotation/rotation.view.js';
import { CLIENTS, type System } from '#adapters/inbound/telegram/vpn-screens/setup/clients.js';
import { setupView } from '#adapters/inbound/telegram/vpn-screens/setup/setup.view.js';
import { askNameView } from '#adapters/inbound/telegram/vpn-screens/subscription/ask-name.view.js';
import { subscriptionView } from '#adapters/inbound/telegram/vpn-screens/subscription/subscription.view.js';
import { usageView } from '#adapters/inbound/telegram/vpn-screens/usage/usage.view.js';
import { vpnView } from '#adapters/inbound/telegram/vpn-screens/vpn/vpn.view.js';
import { subscriptionOrderCard } from '#adapters/texts/cards/subscription-order-card.js';
import { ORDER_STATES, type OrderState } from '#domain/orders/order-states.js';
import { Subscription, type SubscriptionProps } from '#domain/vpn/subscription.js';
import type { SubscriptionState } from '#domain/vpn/subscription-states.js';
import { VpnAccount } from '#domain/vpn/vpn-account.js';
import type { Notice, SubscriptionNews } from '#use-cases/ports/providers/notifier.js';
import { aPlan, FREELY } from '../../../builders/a-plan.js';
import { aSubscriptionOrder } from '../../../builders/an-order.js';
import { minutesAfter, NOW } from '../../../builders/now.js';
import { ton } from '../../../builders/ton.js';
import { MAIN_PANEL } from '../../../builders/shop/vpn-desk.js';
import type { Showing } from './showing.js';

const ID = '018f0000-0000-7000-8000-00000000000a';
const LIMITED = { ...FREELY, traffic: 300n << 30n, trafficPeriod: 'month', devices: 3 } as const;
const PLANS = [aPlan(), aPlan({ id: 'year', days: 365, prices: [ton('20')], allowance: LIMITED })];
const STATES: readonly SubscriptionState[] = ['active', 'expired', 'paused', 'closed'];
const NEWS: readonly SubscriptionNews[] = ['ready', 'rotated', 'three-days', 'one-day', 'expired', 'renewal-failed', 'traffic-low', 'gift', 'closed'];
const PHOTO = new Uint8Array([1]);

const named = (text: string, changes: Partial<SubscriptionProps> = {}): Subscription =>
  new Subscription({
    id: ID,
    userId: 1001,
    name: text,
    planId: 'month',
    allowance: LIMITED,
    state: 'active',
    expiresAt: minutesAfter(60 * 24 * 30),
    version: 1,
    generation: 1,
    renewal: { way: 'saved', gateway: 'yookassa', token: 'token', label: text },
    nextEventAt: undefined,
    createdAt: NOW,
    ...changes,
  });

/** The panel's title and the link come from outside, too. */
const living = (text: string) => {
  const account = VpnAccount.wanted({ subscriptionId: ID, panelId: 'main', key: 'key', now: NOW });
  return [{ account, panel: { ...MAIN_PANEL, title: text } }];
};

const links = (text: string) => ['one', 'two'].map((panelId) => ({ panelId, server: text, link: text }));
const drafts = (text: string) => [undefined, named(text), named(text, { renewal: undefined })];

/** Every function that makes views of the VPN half. */
export const VPN_VIEWS: Readonly<Record<string, Showing>> = {
  'vpn-screens/vpn/vpn.view.ts vpnView': (words, text) => [3, undefined].map((trialDays) => vpnView(words, { subscriptions: [named(text)], trialDays, canBuy: trialDays === undefined, now: NOW })),
  'vpn-screens/plans/plans.view.ts plansView': (words) => [plansView(words, PLANS), plansView(words, [])],
  'vpn-screens/extend/extend.view.ts extendView': (words, text) => [extendView(words, named(text), PLANS)],
  'vpn-screens/change/change.view.ts changeView': (words, text) => [changeView(words, named(text), PLANS), changeView(words, named(text), [])],
  'vpn-screens/change/change.view.ts changePreviewView': (words, text) =>
    [aPlan(), undefined].map((from) => changePreviewView(words, { subscription: named(text), to: aPlan({ id: 'year' }), secondsBefore: 90_000, secondsAfter: 3_000 }, from)),
  'vpn-screens/subscription/subscription.view.ts subscriptionView': (words, text) =>
    STATES.flatMap((state) => [undefined, aPlan()].map((plan) => subscriptionView(words, { subscription: named(text, { state }), plan, accounts: living(text), usedBytes: 5n << 30n }, NOW))),
  'vpn-screens/subscription/ask-name.view.ts askNameView': (words) => [askNameView(words, ID)],
  'vpn-screens/config/config.view.ts configView': (words, text) =>
    STATES.map((state) => configView(words, { subscription: named(text, { state }), links: links(text), chosen: { panelId: 'one', server: text, link: text }, photo: PHOTO, now: NOW })),
  'vpn-screens/config/config.view.ts makingView': (words, text) => [makingView(words, named(text))],
  'vpn-screens/config/config.view.ts chooseView': (words, text) => [chooseView(words, [named(text), named(text, { state: 'paused' })], NOW)],
  'vpn-screens/setup/setup.view.ts setupView': (words, text) => (Object.keys(CLIENTS) as System[]).map((system) => setupView(words, { uuid: ID, system, link: text })),
  'vpn-screens/rotation/rotation.view.ts rotationView': (words, text) => [rotationView(words, named(text))],
  'vpn-screens/usage/usage.view.ts usageView': (words, text) =>
    [undefined, PHOTO].map((photo) => usageView(words, { subscription: named(text), days: [{ day: '2026-11-21', bytes: photo ? 1n << 33n : 0n }], photo })),
  'shop-screens/order/subscription-draft.view.ts subscriptionDraftView': (words, text) =>
    drafts(text).flatMap((extended) =>
      [true, false].map((autoRenew) =>
        subscriptionDraftView(words, {
          order: aSubscriptionOrder({ id: ID, autoRenew }),
          plan: autoRenew ? aPlan() : undefined,
          extended,
          balances: [{ available: ton('7'), held: ton('0') }],
          gateways: [{ gateway: 'yookassa', price: ton('2'), keepsMethod: true }],
        }),
      ),
    ),
  'texts/cards/subscription-order-card.ts subscriptionOrderCard': (words, text) =>
    (Object.keys(ORDER_STATES.table) as OrderState[]).map((state) => subscriptionOrderCard(words, aSubscriptionOrder({ id: ID, subscriptionId: ID, state, reason: text }))),
};

export function vpnNoticesAbout(text: string): readonly Notice[] {
  const until = NOW.toISOString();
  return [
    ...(['begin', 'extend', 'renew'] as const).map((deed): Notice => ({ kind: 'subscription-delivered', orderId: ID, subscriptionId: ID, name: text, deed, price: ton('2').toJSON(), until })),
    { kind: 'subscription-waiting', orderId: ID, name: text },
    ...NEWS.map((news): Notice => ({ kind: 'subscription-news', subscriptionId: ID, name: text, news, until, daysLeft: 3, renews: true })),
  ];
}
