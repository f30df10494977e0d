/** Brand names, the same in every language. */
const NAMES: ReadonlyMap<string, string> = new Map([
  ['heleket', 'Heleket'],
  ['cryptobot', 'Crypto Bot'],
  ['yookassa', 'YooKassa'],
  ['wata', 'Wata'],
  ['stars', 'Telegram Stars'],
]);

/** What is paid there: with a card or from a bank, in stars; in coins everywhere else. */
const SIGNS: ReadonlyMap<string, string> = new Map([
  ['yookassa', '💳'],
  ['wata', '💳'],
  ['stars', '⭐'],
]);

export function gatewaySign(id: string): string {
  return SIGNS.get(id) ?? '💎';
}

export function gatewayName(id: string): string {
  return NAMES.get(id) ?? id.charAt(0).toUpperCase() + id.slice(1);
}
