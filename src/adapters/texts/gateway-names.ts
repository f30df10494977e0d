/** Brand names, the same in every language. */
const NAMES: ReadonlyMap<string, string> = new Map([
  ['heleket', 'Heleket'],
  ['cryptobot', 'Crypto Bot'],
  ['yookassa', 'YooKassa'],
  ['wata', 'Wata'],
]);

export function gatewayName(id: string): string {
  return NAMES.get(id) ?? id.charAt(0).toUpperCase() + id.slice(1);
}
