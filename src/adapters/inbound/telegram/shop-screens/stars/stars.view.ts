import { callback } from '#adapters/texts/callback-data.js';
import { balanceButton, homeButton } from '#adapters/texts/cards/buttons.js';
import { grouped } from '#adapters/texts/figures.js';
import { type Button, type Keyboard, lines, paragraphs, type View } from '#adapters/texts/view.js';
import type { Words } from '#adapters/texts/words.js';
import { offerStars, type StarCatalog, type StarOffer } from '#domain/catalog/star-catalog.js';
import { BALANCE, type PaymentMethod } from '#domain/orders/order.js';
import type { PriceSheet } from '#use-cases/catalog/star-prices.js';
import type { WalletView } from '#use-cases/queries/wallet-queries.js';

/** The shop window: what there is, at which price, and the two ways to pay. */
export function starsView(words: Words, sheet: PriceSheet, wallet: WalletView, canPayRightAway: boolean): View {
  const fromBalance: Button = {
    text: words.plain('button.from-balance', { balance: words.about(wallet.available) }),
    data: callback('buy_stars_with_balance'),
  };
  const rightAway: Button = { text: words.plain('button.right-away'), data: callback('buy_stars_with_payment') };
  return {
    html: paragraphs(
      words.html('stars.title'),
      lines(...offersOf(sheet).map((offer) => offerLine(words, offer))),
      words.html('stars.own', { ...limits(sheet.catalog), price: words.money(sheet.perStar) }),
      words.html('stars.how'),
    ),
    keyboard: [[fromBalance], ...(canPayRightAway ? [[rightAway]] : []), [homeButton(words)]],
  };
}

export function packagesView(words: Words, sheet: PriceSheet, method: PaymentMethod): View {
  const balance = method === BALANCE;
  const offers = offersOf(sheet).map((offer): Button[] => [{ text: offerLabel(words, offer), data: pick(String(offer.stars), balance) }]);
  const own = { text: words.plain('button.own-count'), data: callback(balance ? 'custom_amount_balance' : 'custom_amount') };
  return {
    html: paragraphs(words.html('stars.title'), words.html('stars.which')),
    keyboard: [...offers, [own], backRow(words)],
  };
}

export function askCountView(words: Words, catalog: StarCatalog, method: PaymentMethod): View {
  const back = callback(method === BALANCE ? 'buy_stars_with_balance' : 'buy_stars_with_payment');
  return {
    html: words.html('stars.ask', limits(catalog)),
    keyboard: [[{ text: words.plain('button.cancel'), data: back }]],
  };
}

export function closedView(words: Words): View {
  return {
    html: words.html('stars.closed'),
    keyboard: [[{ text: words.plain('button.again'), data: callback('buy_stars') }], [balanceButton(words), homeButton(words)]],
  };
}

function offersOf(sheet: PriceSheet): StarOffer[] {
  return sheet.catalog.packages.map((item) => offerStars(item.stars, sheet.catalog, sheet.perStar));
}

function offerLine(words: Words, offer: StarOffer): string {
  const values = {
    stars: grouped(String(offer.stars)),
    bonus: grouped(String(offer.bonus)),
    price: words.money(offer.price),
    percent: words.percent(offer.discountPercent),
    saving: words.about(offer.saving),
  };
  return words.html(offer.bonus > 0 || offer.discountPercent > 0 ? 'stars.package' : 'stars.plain-package', values);
}

function offerLabel(words: Words, offer: StarOffer): string {
  const values = { stars: grouped(String(offer.stars)), bonus: grouped(String(offer.bonus)), price: words.money(offer.price) };
  return words.plain(offer.bonus > 0 ? 'stars.button-bonus' : 'stars.button', values);
}

function pick(stars: string, balance: boolean): string {
  return balance ? callback('buy_{stars}_balance', { stars }) : callback('buy_{stars}', { stars });
}

function limits(catalog: StarCatalog): Readonly<Record<'minimum' | 'maximum', number>> {
  return { minimum: catalog.minimumStars, maximum: catalog.maximumStars };
}

function backRow(words: Words): Keyboard[number] {
  return [{ text: words.plain('button.back'), data: callback('back_to_buy_stars') }, homeButton(words)];
}
