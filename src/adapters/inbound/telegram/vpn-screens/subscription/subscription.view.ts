import { callback } from '#adapters/texts/callback-data.js';
import { extendButton, homeButton, linkButton, plansButton, vpnButton } from '#adapters/texts/cards/buttons.js';
import { trafficOf } from '#adapters/texts/cards/plan-terms.js';
import { subscriptionSign } from '#adapters/texts/cards/subscription-sign.js';
import { shownBar } from '#adapters/texts/figures.js';
import { shownName } from '#adapters/texts/plain-text.js';
import { type Button, type Keyboard, lines, paragraphs, type View } from '#adapters/texts/view.js';
import type { Words } from '#adapters/texts/words.js';
import type { Subscription } from '#domain/vpn/subscription.js';
import type { SubscriptionView } from '#use-cases/vpn/owner/show-subscriptions.js';

/** A subscription as its owner sees it: how it is, what it allows, how it goes on. */
export function subscriptionView(words: Words, found: SubscriptionView, now: Date): View {
  const { subscription } = found;
  const title = words.html('subscription.title', { sign: subscriptionSign(subscription, now), name: shownName(subscription.name) });
  if (subscription.state === 'closed') {
    return { html: paragraphs(title, words.html('subscription.closed')), keyboard: [[plansButton(words)], [vpnButton(words), homeButton(words)]] };
  }
  return { html: paragraphs(title, lines(...state(words, found, now)), lines(...allowed(words, found)), renewal(words, subscription)), keyboard: keyboard(words, subscription) };
}

function state(words: Words, { subscription, plan, accounts }: SubscriptionView, now: Date): readonly (string | undefined)[] {
  const until = words.moment(subscription.expiresAt);
  const title = subscription.planId === undefined ? words.plain('subscription.trial') : (plan?.titles[words.language] ?? subscription.planId);
  const isMade = accounts.every(({ account }) => account.linkFor(subscription) !== undefined);
  const left = subscription.remainingSeconds(now);
  return [
    words.html('subscription.plan', { title }),
    left > 0 ? words.html('subscription.until', { until, left: words.left(left) }) : words.html('subscription.ended', { until }),
    subscription.state === 'paused' ? words.html('subscription.paused') : undefined,
    isMade ? undefined : words.html('subscription.making'),
  ];
}

function allowed(words: Words, { subscription, accounts, usedBytes }: SubscriptionView): readonly (string | undefined)[] {
  const { traffic, devices } = subscription.allowance;
  const used = words.size(usedBytes);
  const servers = accounts.map(({ account, panel }) => shownName(panel?.title ?? account.panelId)).join(', ');
  return [
    traffic === undefined
      ? words.html('subscription.traffic-free', { used })
      : words.html('subscription.traffic', { used, limit: trafficOf(words, subscription.allowance), bar: shownBar(usedBytes, traffic) }),
    devices === undefined ? undefined : words.html('subscription.devices', { devices: words.devices(devices) }),
    servers === '' ? undefined : words.html('subscription.servers', { servers }),
  ];
}

/** A trial has no plan to be renewed by. */
function renewal(words: Words, { planId, renewal }: Subscription): string | undefined {
  if (planId === undefined) return undefined;
  if (!renewal) return words.html('subscription.renews-not');
  if (renewal.way === 'balance') return words.html('subscription.renews-balance');
  return words.html('subscription.renews-saved', { label: shownName(renewal.label ?? '') });
}

function keyboard(words: Words, subscription: Subscription): Keyboard {
  const uuid = subscription.id;
  const change: Button = { text: words.plain('button.change-plan'), data: callback('sub_change_{uuid}', { uuid }) };
  const usage: Button = { text: words.plain('button.usage'), data: callback('sub_usage_{uuid}', { uuid }) };
  const rename: Button = { text: words.plain('button.rename'), data: callback('sub_rename_{uuid}', { uuid }) };
  const onPlan = subscription.planId !== undefined;
  return [
    [linkButton(words, uuid)],
    onPlan ? [extendButton(words, uuid), change] : [extendButton(words, uuid)],
    [usage, rename],
    ...(onPlan ? [[renewButton(words, subscription)]] : []),
    [vpnButton(words), homeButton(words)],
  ];
}

function renewButton(words: Words, { id: uuid, renewal }: Subscription): Button {
  const choice = renewal ? 'off' : 'on';
  return { text: words.plain(renewal ? 'button.renew-off' : 'button.renew-on'), data: callback('sub_renew_{choice}_{uuid}', { choice, uuid }) };
}
