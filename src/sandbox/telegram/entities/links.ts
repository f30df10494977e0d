export type LinkCheck = { readonly url: string } | { readonly problem: string };

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);
const APP_LINKS = new Set(['tg:', 'ton:', 'tonsite:']);

/**
 * Telegram's own test of a link. Loopback addresses, which Telegram refuses, pass: the sandbox serves its pay pages there, and a
 * button that leads to them is the point of it.
 */
export function checkLink(link: string): LinkCheck {
  const trimmed = link.trim();
  if (trimmed === '') return { problem: 'URL host is empty' };
  const url = readUrl(trimmed);
  if (!url) return { problem: 'Wrong HTTP URL' };
  if (APP_LINKS.has(url.protocol)) return { url: trimmed };
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return { problem: 'Unsupported URL protocol' };
  if (!isPublicName(url.hostname) && !LOOPBACK.has(url.hostname)) return { problem: 'Wrong HTTP URL' };
  return { url: url.href };
}

/** The user behind a `tg://user?id=` link. */
export function linkedUser(link: string): number | undefined {
  const digits = /^tg:(?:\/\/)?user\?id=(\d{1,15})$/i.exec(link.trim())?.[1];
  return digits === undefined ? undefined : Number(digits);
}

function readUrl(link: string): URL | undefined {
  const absolute = /^[a-z][a-z0-9+.-]*:(?!\d)/i.test(link) ? link : `http://${link}`;
  return URL.canParse(absolute) ? new URL(absolute) : undefined;
}

function isPublicName(host: string): boolean {
  const labels = host.split('.');
  return labels.length > 1 && labels.every((label) => label !== '');
}
