import { callback } from '#adapters/texts/callback-data.js';
import { cancelOrderButton, homeButton } from '#adapters/texts/cards/buttons.js';
import { gatewayName, gatewaySign } from '#adapters/texts/gateway-names.js';
import { shownName } from '#adapters/texts/plain-text.js';
import { type Button, lines, paragraphs, type View } from '#adapters/texts/view.js';
import type { Words } from '#adapters/texts/words.js';
import { BALANCE } from '#domain/orders/order.js';
import type { StarOrder } from '#domain/orders/star-order.js';
import type { WalletView } from '#use-cases/queries/wallet-queries.js';

export interface DraftOnScreen {
  readonly order: StarOrder;
  readonly wallet: WalletView;
  readonly discount: number;
  readonly gateways: readonly string[];
}

/** Who gets the stars? */
export function recipientQuestion(words: Words, order: StarOrder): View {
  const uuid = order.id;
  return {
    html: words.html('order.who', { stars: words.plain('unit.stars-acc', { count: order.delivered }), price: words.money(order.price) }),
    keyboard: [
      [
        { text: words.plain('button.for-me'), data: callback('order_self_{uuid}', { uuid }) },
        { text: words.plain('button.for-friend'), data: callback('order_friend_{uuid}', { uuid }) },
      ],
      [cancelOrderButton(words, uuid), homeButton(words)],
    ],
  };
}

/** The last look before paying. */
export function draftView(words: Words, { order, wallet, discount, gateways }: DraftOnScreen): View {
  const recipient = order.requireRecipient();
  const goods = { count: order.stars, bonus: order.bonus, stars: words.stars(order.delivered) };
  return {
    html: paragraphs(
      words.html('order.title'),
      lines(
        words.html(order.bonus > 0 ? 'order.stars-bonus' : 'order.stars', goods),
        words.html('order.recipient', { name: shownName(recipient.name), username: shownName(recipient.username) }),
        words.html('order.price', { price: words.money(order.price) }),
        discount > 0 ? words.html('order.saving', { percent: words.percent(discount), saving: words.about(savingOf(order, discount)) }) : undefined,
        words.html('order.balance', { balance: words.money(wallet.available) }),
      ),
      words.html('order.sure'),
    ),
    keyboard: [
      ...payButtons(words, order, gateways).map((button) => [button]),
      [{ text: words.plain('button.other-recipient'), data: callback('order_friend_{uuid}', { uuid: order.id }) }],
      [cancelOrderButton(words, order.id), homeButton(words)],
    ],
  };
}

/** The way the buyer came for stands first and is what the draft itself says. */
function payButtons(words: Words, order: StarOrder, gateways: readonly string[]): Button[] {
  const methods = [BALANCE, ...gateways];
  const chosen = methods.includes(order.method) ? [order.method] : [];
  return [...chosen, ...methods.filter((method) => method !== order.method)].map((method) => payButton(words, order, method));
}

function payButton(words: Words, order: StarOrder, method: string): Button {
  const price = words.money(order.price);
  const uuid = order.id;
  const text = method === BALANCE ? words.plain('button.pay-balance', { price }) : words.plain('button.pay-via', { price, sign: gatewaySign(method), gateway: gatewayName(method) });
  if (method === order.method) return { text, data: callback('order_pay_{uuid}', { uuid }) };
  if (method === BALANCE) return { text, data: callback('order_pay_balance_{uuid}', { uuid }) };
  return { text, data: callback('order_pay_via_{gateway}_{uuid}', { gateway: method, uuid }) };
}

/** What the discount took off, told from the discounted price. */
function savingOf(order: StarOrder, discount: number) {
  return order.price.portion(BigInt(discount), BigInt(100 - discount), 'down');
}
