import { shorten } from '../core/amounts.js';
import { dayOf } from '../core/moments.js';
import { hasWord, word } from '../core/words.js';

/** Accounts that came, went or changed at the panels between two looks at the world. */
export function panelEvents(before, now) {
  const old = new Map((before.panels ?? []).map((panel) => [panel.id, panel]));
  return (now.panels ?? []).flatMap((panel) => accountEvents(panel.title, old.get(panel.id)?.users ?? [], panel.users));
}

/** Stars that were paid to the bot, or given back. */
export function starEvents(before, now) {
  const keyOf = ({ id, kind }) => `${id} ${kind}`;
  const known = new Set((before.stars?.transactions ?? []).map(keyOf));
  const fresh = (now.stars?.transactions ?? []).filter((transaction) => !known.has(keyOf(transaction)));
  return fresh.map(({ kind, amount }) => ({ edge: 'telegram', back: kind === 'refund', label: `★ ${amount}`, text: word(`news.stars.${kind}`, { amount }) }));
}

function accountEvents(title, before, now) {
  const old = new Map(before.map((user) => [user.key, user]));
  const here = new Set(now.map(({ key }) => key));
  const gone = before.filter(({ key }) => !here.has(key)).map((user) => said('removed', title, user));
  return [...gone, ...now.flatMap((user) => changeOf(title, old.get(user.key), user))];
}

function changeOf(title, was, user) {
  if (!was) return [{ ...said('opened', title, user), label: 'VPN' }];
  if (was.status !== user.status) return [said('status', title, user)];
  if (was.expiresAt !== user.expiresAt) return [said('moved', title, user)];
  return [];
}

function said(what, title, { key, status, expiresAt }) {
  const shown = hasWord(`vpn.status.${status}`) ? word(`vpn.status.${status}`) : status;
  return { edge: 'vpn', text: word(`news.vpn.${what}`, { title, key: shorten(key, 8, 4), status: shown, date: expiresAt ? dayOf(expiresAt) : '∞' }) };
}
