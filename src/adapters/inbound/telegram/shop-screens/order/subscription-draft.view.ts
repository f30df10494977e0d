import { callback } from '#adapters/texts/callback-data.js';
import { cancelOrderButton, homeButton, promoButton, topUpButton } from '#adapters/texts/cards/buttons.js';
import { devicesOf, pricesOf, trafficOf } from '#adapters/texts/cards/plan-terms.js';
import { shownBalances } from '#adapters/texts/cards/shown-balances.js';
import { promoLine } from '#adapters/texts/cards/subscription-order-card.js';
import { gatewayName, gatewaySign } from '#adapters/texts/gateway-names.js';
import { shownName } from '#adapters/texts/plain-text.js';
import { type Button, type Keyboard, lines, paragraphs, type View } from '#adapters/texts/view.js';
import type { Words } from '#adapters/texts/words.js';
import type { SubscriptionOrder } from '#domain/orders/subscription-order.js';
import type { Plan } from '#domain/vpn/plan.js';
import type { Subscription } from '#domain/vpn/subscription.js';
import type { GatewayOffer } from '#use-cases/payments/payment-methods.js';
import type { WalletView } from '#use-cases/queries/wallet-queries.js';

export interface SubscriptionDraftOnScreen {
  readonly order: SubscriptionOrder;
  /** Undefined where an operator has taken it away. */
  readonly plan: Plan | undefined;
  /** The subscription that gets the time; undefined where a new one begins. */
  readonly extended: Subscription | undefined;
  readonly balances: readonly WalletView[];
  readonly gateways: readonly GatewayOffer[];
}

/** The last look before paying for time on the VPN. */
export function subscriptionDraftView(words: Words, draft: SubscriptionDraftOnScreen): View {
  const { order, plan, extended, balances } = draft;
  const ways = payButtons(words, draft);
  return {
    html: paragraphs(
      words.html('order.title'),
      lines(
        words.html('order.plan', { title: plan?.titles[words.language] ?? order.planId, days: words.days(order.days) }),
        extended && words.html('order.extends', { name: shownName(extended.name) }),
        words.html('order.limits', { traffic: trafficOf(words, order.allowance), devices: devicesOf(words, order.allowance) }),
        words.html('order.price', { price: pricesOf(words, order.offers) }),
        promoLine(words, order),
        words.html('order.balance', { balance: shownBalances(words, balances) }),
      ),
      lines(...renewal(words, draft)),
      waysLine(words, draft, ways.length),
    ),
    keyboard: [...(ways.length === 0 ? [[topUpButton(words)]] : ways.map((way) => [way])), ...toggle(words, draft), [promoButton(words, order.id)], [cancelOrderButton(words, order.id), homeButton(words)]],
  };
}

/** What the signs on the buttons mean, where there are several. */
function waysLine(words: Words, { gateways }: SubscriptionDraftOnScreen, ways: number): string | undefined {
  if (ways === 0) return words.html('order.no-way');
  return new Set(gateways.map(({ gateway }) => gatewaySign(gateway))).size > 1 ? words.html('order.ways') : undefined;
}

/** From each balance that covers its price, then through each gateway. */
function payButtons(words: Words, { order, balances, gateways }: SubscriptionDraftOnScreen): readonly Button[] {
  const uuid = order.id;
  const covered = order.offers.filter((price) => balances.some(({ available }) => available.currency === price.currency && available.compare(price) >= 0));
  return [
    ...covered.map((price): Button => ({
      text: words.plain('button.pay-balance', { price: words.money(price) }),
      data: callback('order_pay_from_{currency}_{uuid}', { currency: price.currency, uuid }),
    })),
    ...gateways.map(({ gateway, price }): Button => ({
      text: words.plain('button.pay-via', { price: words.money(price), sign: gatewaySign(gateway), gateway: gatewayName(gateway) }),
      data: callback('order_pay_via_{gateway}_{uuid}', { gateway, uuid }),
    })),
  ];
}

/** What will happen by itself when the time is over, and with which money. */
function renewal(words: Words, { order, extended, gateways }: SubscriptionDraftOnScreen): readonly (string | undefined)[] {
  if (extended?.renewal) return [words.html('order.renews-already')];
  if (!order.autoRenew) return [words.html('order.renews-not')];
  const keeping = gateways.filter(({ keepsMethod }) => keepsMethod).map(({ gateway }) => gatewayName(gateway));
  return [words.html('order.renews'), keeping.length === 0 ? undefined : words.html('order.renews-saved', { gateways: keeping.join(', ') })];
}

function toggle(words: Words, { order, extended }: SubscriptionDraftOnScreen): Keyboard {
  if (extended?.renewal) return [];
  const choice = order.autoRenew ? 'off' : 'on';
  return [[{ text: words.plain(order.autoRenew ? 'button.renews' : 'button.renews-not'), data: callback('order_renew_{choice}_{uuid}', { choice, uuid: order.id }) }]];
}
