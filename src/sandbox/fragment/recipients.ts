import { createHash } from 'node:crypto';

export interface StarRecipient {
  readonly username: string;
  readonly name: string;
}

export const NO_SUCH_USER = 'No Telegram users found.';
export const NOT_A_USER = 'Please enter a username assigned to a user.';
export const RESTRICTED = "You can't gift Telegram Stars to this account at this moment.";

/** People with a name of their own; the last one's tries to break out of every page it is printed on. */
const NAMED: Readonly<Record<string, string>> = {
  alice: 'Alice Liddell',
  bob: 'Bob Marlow',
  durov: 'Pavel Durov',
  carol_ng: 'Carol Ng',
  hostile_name: '<b>Bobby</b> & "Tables"',
};

const USERNAME = /^[a-z][a-z0-9_]{4,31}$/;

/**
 * Looks a username up in any spelling. Everybody with a valid username exists, except `nobody...`; `channel_...` is not a person,
 * `restricted_...` takes no gifts.
 */
export function findRecipient(query: string): StarRecipient | { readonly error: string } {
  const username = query.trim().replace(/^@/, '').toLowerCase();
  const name = NAMED[username];
  if (name !== undefined) return { username, name };
  if (!USERNAME.test(username) || username.startsWith('nobody')) return { error: NO_SUCH_USER };
  if (username.startsWith('channel_')) return { error: NOT_A_USER };
  if (username.startsWith('restricted_')) return { error: RESTRICTED };
  return { username, name: nameFrom(username) };
}

/** The token that stands for a person in later calls; opaque to callers, bound to the name by a checksum. */
export function recipientToken({ username }: StarRecipient): string {
  return Buffer.from(`${username}:${checksum(username)}`).toString('base64url');
}

export function recipientOf(token: string): StarRecipient | undefined {
  const [username = '', sum] = Buffer.from(token, 'base64url').toString('utf8').split(':');
  if (sum !== checksum(username)) return undefined;
  const found = findRecipient(username);
  return 'error' in found ? undefined : found;
}

/** A coloured square as the photo, so that a page can show one without another request. */
export function photoOf({ username }: StarRecipient): string {
  const colour = createHash('sha256').update(username).digest('hex').slice(0, 6);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"><rect width="64" height="64" fill="#${colour}"/></svg>`;
  return `<img src="data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}" />`;
}

const checksum = (username: string): string => createHash('sha256').update(`recipient ${username}`).digest('hex').slice(0, 24);

function nameFrom(username: string): string {
  const words = username.split('_').filter((word) => word !== '');
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(' ');
}
