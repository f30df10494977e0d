import { Money } from '#domain/shared/money.js';

// As in `<div class="tm-value icon-before icon-ton">1,234<span class="mini-frac">.5678</span></div>`.
const TON_BLOCK = /icon-ton[^>]{0,200}>([^]{0,400}?)<\/div>/;
const GROUPED_DECIMAL = /^(?:\d{1,3}(?:,\d{3})+|\d{1,9})(?:\.\d{1,9})?$/;

/** The TON amount in the html of a price, or undefined when there is none to be read for certain. */
export function readTonPrice(html: string): Money | undefined {
  const text = (TON_BLOCK.exec(html)?.[1] ?? '').replace(/<[^>]{0,200}>/g, '').trim();
  return GROUPED_DECIMAL.test(text) ? readTon(text.replaceAll(',', '')) : undefined;
}

/** A plain decimal of TON above zero. */
export function readTon(text: string): Money | undefined {
  try {
    const amount = Money.parse(text, 'TON');
    return amount.isPositive() ? amount : undefined;
  } catch {
    return undefined;
  }
}
