import { callback } from '#adapters/texts/callback-data.js';
import { homeButton, plansButton } from '#adapters/texts/cards/buttons.js';
import { subscriptionSign } from '#adapters/texts/cards/subscription-sign.js';
import { shownName } from '#adapters/texts/plain-text.js';
import { type Button, type Keyboard, paragraphs, type View } from '#adapters/texts/view.js';
import type { Words } from '#adapters/texts/words.js';
import type { Subscription } from '#domain/vpn/subscription.js';

export interface VpnOnScreen {
  readonly subscriptions: readonly Subscription[];
  /** Undefined for who may not try any more. */
  readonly trialDays: number | undefined;
  readonly canBuy: boolean;
  readonly now: Date;
}

/** As many as a keyboard has room for beside the other buttons. */
const MOST_SHOWN = 30;

export function vpnView(words: Words, { subscriptions, trialDays, canBuy, now }: VpnOnScreen): View {
  const has = subscriptions.length > 0;
  const buy = { ...plansButton(words), ...(has && { text: words.plain('button.vpn-more') }) };
  const offers: Keyboard = [...(trialDays === undefined ? [] : [[trialButton(words, trialDays)]]), ...(canBuy ? [[buy]] : [])];
  return {
    html: paragraphs(
      words.html('vpn.text'),
      trialDays === undefined ? undefined : words.html('vpn.trial', { days: words.days(trialDays) }),
      has ? words.html('vpn.yours') : undefined,
      offers.length === 0 ? words.html('vpn.closed') : undefined,
    ),
    keyboard: [...subscriptions.slice(0, MOST_SHOWN).map((subscription) => [lineButton(words, subscription, now)]), ...offers, [homeButton(words)]],
  };
}

function lineButton(words: Words, subscription: Subscription, now: Date): Button {
  const values = { sign: subscriptionSign(subscription, now), name: shownName(subscription.name), until: words.day(subscription.expiresAt) };
  return { text: words.plain('vpn.line', values), data: callback('sub_{uuid}', { uuid: subscription.id }) };
}

function trialButton(words: Words, days: number): Button {
  return { text: words.plain('button.trial', { days: words.days(days) }), data: callback('vpn_trial') };
}
