interface Cookie {
  readonly value: string;
  /** Milliseconds since 1970; undefined for a cookie that lives as long as the session. */
  readonly expires: number | undefined;
}

const NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const VALUE = /^[\x21-\x3a\x3c-\x7e]*$/;

/** The cookies of one browser session. They leave it only as a request header and as sealed JSON; it prints as empty. */
export class CookieJar {
  readonly #cookies = new Map<string, Cookie>();

  /** Reads `name=value; other=value` as a browser shows it; parts that are no cookie are left out. */
  static fromHeader(header: string): CookieJar {
    const jar = new CookieJar();
    for (const part of header.replace(/^cookie:/i, '').split(';')) {
      const pair = readPair(part);
      if (pair) jar.#cookies.set(pair.name, { value: pair.value, expires: undefined });
    }
    return jar;
  }

  static fromEntries(entries: readonly (readonly [string, string, number | null])[]): CookieJar {
    const jar = new CookieJar();
    for (const [name, value, expires] of entries) jar.#cookies.set(name, { value, expires: expires ?? undefined });
    return jar;
  }

  entries(): readonly (readonly [string, string, number | null])[] {
    return [...this.#cookies].map(([name, cookie]) => [name, cookie.value, cookie.expires ?? null] as const);
  }

  /** Takes over the Set-Cookie lines of an answer; says whether anything is different now. */
  absorb(lines: readonly string[], now: Date): boolean {
    let changed = false;
    for (const line of lines) changed = this.absorbOne(line, now) || changed;
    return changed;
  }

  header(now: Date): string {
    return [...this.#cookies]
      .filter(([, cookie]) => isAlive(cookie, now))
      .map(([name, cookie]) => `${name}=${cookie.value}`)
      .join('; ');
  }

  has(name: string, now: Date): boolean {
    const cookie = this.#cookies.get(name);
    return cookie !== undefined && cookie.value !== '' && isAlive(cookie, now);
  }

  /** Whether the cookie is here, be it still good or over. */
  holds(name: string): boolean {
    return this.#cookies.has(name);
  }

  /** When the named cookie was last said to end. */
  expiryOf(name: string): Date | undefined {
    const expires = this.#cookies.get(name)?.expires;
    return expires === undefined ? undefined : new Date(expires);
  }

  private absorbOne(line: string, now: Date): boolean {
    const [first = '', ...attributes] = line.split(';');
    const pair = readPair(first);
    if (!pair) return false;
    const known = this.#cookies.get(pair.name);
    const fresh: Cookie = { value: pair.value, expires: expiryIn(attributes, now) };
    if (pair.value === '' || !isAlive(fresh, now)) return this.#cookies.delete(pair.name);
    this.#cookies.set(pair.name, fresh);
    return known?.value !== fresh.value || known.expires !== fresh.expires;
  }
}

function readPair(text: string): { name: string; value: string } | undefined {
  const at = text.indexOf('=');
  if (at < 1) return undefined;
  const name = text.slice(0, at).trim();
  const value = text.slice(at + 1).trim();
  return NAME.test(name) && VALUE.test(value) ? { name, value } : undefined;
}

/** Max-Age outranks Expires, as browsers have it. */
function expiryIn(attributes: readonly string[], now: Date): number | undefined {
  let expires: number | undefined;
  for (const attribute of attributes) {
    const [name = '', value = ''] = attribute.split('=', 2).map((part) => part.trim());
    if (name.toLowerCase() === 'max-age' && /^-?\d{1,10}$/.test(value)) return now.getTime() + Number(value) * 1000;
    if (name.toLowerCase() !== 'expires') continue;
    const time = Date.parse(value);
    if (!Number.isNaN(time)) expires = time;
  }
  return expires;
}

function isAlive(cookie: Cookie, now: Date): boolean {
  return cookie.expires === undefined || cookie.expires > now.getTime();
}
