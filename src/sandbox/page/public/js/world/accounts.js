import { word, hasWord } from '../core/words.js';

/** An account as the ledger names it, whether as `{kind, userId}` or as `user:available:1001`. */
export function accountOf(account) {
  if (typeof account === 'object' && account !== null) return { kind: account.kind, userId: account.userId ?? undefined };
  const match = /^(user:(?:available|held))[:/#](\d+)$/.exec(String(account));
  return match ? { kind: match[1], userId: match[2] } : { kind: String(account), userId: undefined };
}

/** What people call an account: "Anna's balance", "Heleket", "Revenue from stars". */
export function accountName(account, people) {
  const { kind, userId } = accountOf(account);
  if (userId !== undefined) {
    const name = people.find(userId)?.firstName ?? `#${userId}`;
    return word(kind === 'user:held' ? 'account.held' : 'account.available', { name });
  }
  if (hasWord(`account.${kind}`)) return word(`account.${kind}`);
  return kind.startsWith('gateway:') ? kind.slice('gateway:'.length).replace(/^./, (letter) => letter.toUpperCase()) : kind;
}

/** People first, then where money comes from and lies, then what the shop earned and spent. */
export function accountRank({ kind }) {
  const order = ['user:available', 'user:held', 'gateway:', 'wallet:', 'revenue:', 'expense:'];
  const rank = order.findIndex((start) => kind.startsWith(start));
  return rank === -1 ? order.length : rank;
}

/** The tint of an account: people, the outside, the shop's own. */
export function accountTone(account) {
  const { kind } = accountOf(account);
  if (kind.startsWith('user:')) return 'tone-person';
  return kind.startsWith('gateway:') || kind.startsWith('wallet:') ? 'tone-outside' : 'tone-shop';
}
