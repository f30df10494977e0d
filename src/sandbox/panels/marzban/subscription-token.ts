import { createHash } from 'node:crypto';
import type { MarzbanUser } from './user.js';

/** Printed here, so worthless. */
const SECRET = 'sandbox-marzban-subscription-secret';
const SIGNATURE = 10;

/** The name and the second that follows: another text in every second, and each of them stays good. */
export function subscriptionToken(username: string, now: Date): string {
  const said = Buffer.from(`${username},${Math.ceil(now.getTime() / 1000)}`).toString('base64url');
  return said + signature(said);
}

/** Whose token it is, and of which second; undefined for a forgery. */
export function readSubscriptionToken(token: string): { readonly username: string; readonly second: number } | undefined {
  const said = token.slice(0, -SIGNATURE);
  if (said === '' || token.slice(-SIGNATURE) !== signature(said)) return undefined;
  const [username = '', second] = Buffer.from(said, 'base64url').toString('utf8').split(',');
  return { username, second: Number(second) };
}

/** Whether it was made for this row and not revoked since. What was made within the second of a revocation survives it. */
export function isGoodFor(user: MarzbanUser, second: number): boolean {
  const made = second * 1000;
  return Date.parse(user.createdAt) <= made && (user.revokedAt === null || Date.parse(user.revokedAt) <= made);
}

function signature(said: string): string {
  return createHash('sha256').update(said + SECRET).digest('base64url').slice(0, SIGNATURE);
}
