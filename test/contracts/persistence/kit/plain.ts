/** The value as JSON sees it: dates and amounts as text, absent and undefined alike. For comparing what was stored. */
export function plain(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value, (_key, part: unknown) => (typeof part === 'bigint' ? `${part}n` : part)));
}
