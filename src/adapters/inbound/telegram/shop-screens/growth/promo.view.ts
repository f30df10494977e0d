import { callback } from '#adapters/texts/callback-data.js';
import { homeButton, orderButton } from '#adapters/texts/cards/buttons.js';
import { paragraphs, type View } from '#adapters/texts/view.js';
import type { Words } from '#adapters/texts/words.js';
import type { PromoCode } from '#domain/growth/promo-code.js';
import type { RedeemedDays } from '#use-cases/growth/promo-book.js';

/** For a draft, or for nothing in particular. */
export function askCodeView(words: Words, orderId?: string): View {
  const back = orderId === undefined ? callback('home') : callback('refresh_status_{uuid}', { uuid: orderId });
  return { html: words.html('promo.ask'), keyboard: [[{ text: words.plain('button.cancel'), data: back }]] };
}

export function redeemedView(words: Words, { days, waits }: RedeemedDays, orderId?: string): View {
  const back = orderId === undefined ? [] : [[orderButton(words, orderId)]];
  return { html: words.html(waits ? 'promo.days-wait' : 'promo.days', { days: words.days(days) }), keyboard: [...back, [homeButton(words)]] };
}

/** A discount that waits for the next purchase. */
export function keptView(words: Words, { code, benefit }: PromoCode): View {
  const off = benefit.kind === 'sum' ? words.money(benefit.amount) : benefit.kind === 'percent' ? words.percent(benefit.percent) : words.days(benefit.days);
  return { html: paragraphs(words.html('promo.kept', { code, off })), keyboard: [[homeButton(words)]] };
}
