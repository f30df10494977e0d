import type { PanelTrouble } from '#use-cases/ports/panels/vpn-panel.js';

const SOON_MS = 14 * 24 * 3_600_000;
/** Far beyond any token, and still a date. */
const LATEST_S = 1e11;

/** When the token ends, as it says itself; undefined when it does not say. It is read, not verified. */
export function tokenEnd(token: string): Date | undefined {
  const payload = payloadOf(token);
  const exp = typeof payload === 'object' && payload !== null && 'exp' in payload ? payload.exp : undefined;
  return typeof exp === 'number' && exp > 0 && exp < LATEST_S ? new Date(exp * 1000) : undefined;
}

export function tokenTrouble(token: string, now: Date): PanelTrouble | undefined {
  const end = tokenEnd(token);
  if (!end || end.getTime() - now.getTime() > SOON_MS) return undefined;
  return { code: end <= now ? 'token-expired' : 'token-expires-soon', detail: end.toISOString() };
}

function payloadOf(token: string): unknown {
  try {
    return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
