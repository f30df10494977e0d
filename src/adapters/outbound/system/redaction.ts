const REDACTED = '[redacted]';
const SHORTEST_SECRET = 6;
const DEEPEST = 8;

const SECRET_NAME =
  /pass(word|phrase)?$|secret|token|cookie|seed|mnemonic|authorization|api[-_]?key|private[-_]?key|signature|^sign$|(^|[-_])boc$|session[-_]?id|dsn$/i;

/** What is a secret by its form: the token in a Bot API path, the password in a connection URL. */
const BOT_TOKEN = /(?<!\d)(\d{5,12}):[\w-]{30,}/g;
const URL_PASSWORD = /(\b[a-z][a-z0-9+.-]*:\/\/[^\s:@/"]*):[^\s@/"]+@/gi;

/** Whether a field of this name is never written, whatever it holds. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name);
}

/** The value with every field of a secret name replaced, at any depth; errors become their name, message, stack and cause. */
export function withoutSecretFields(value: unknown, depth = 0): unknown {
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= DEEPEST) return '[deep]';
  if (value instanceof Error) return errorFields(value, depth);
  if (value instanceof Date) return value;
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (Array.isArray(value)) return value.map((item) => withoutSecretFields(item, depth + 1));
  if ('toJSON' in value && typeof value.toJSON === 'function') return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, isSecretName(name) ? REDACTED : withoutSecretFields(item, depth + 1)]));
}

/** The secrets that are known by now; what is learnt later is erased from then on. */
export class KnownSecrets {
  readonly #secrets: Set<string>;
  #erase: (text: string) => string;

  constructor(secrets: readonly string[]) {
    this.#secrets = new Set(secrets);
    this.#erase = secretEraser(secrets);
  }

  learn(secrets: readonly string[]): void {
    if (secrets.every((secret) => this.#secrets.has(secret))) return;
    for (const secret of secrets) this.#secrets.add(secret);
    this.#erase = secretEraser([...this.#secrets]);
  }

  erase(text: string): string {
    return this.#erase(text);
  }
}

/** Replaces every occurrence of the given secrets in a text, also where they are escaped for JSON or for a URL. */
export function secretEraser(secrets: readonly string[]): (text: string) => string {
  const forms = secrets
    .filter((secret) => secret.length >= SHORTEST_SECRET)
    .flatMap((secret) => [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1), Buffer.from(secret).toString('base64')]);
  const longestFirst = [...new Set(forms)].sort((left, right) => right.length - left.length);
  const shaped = (text: string): string => text.replace(BOT_TOKEN, `$1:${REDACTED}`).replace(URL_PASSWORD, `$1:${REDACTED}@`);
  if (longestFirst.length === 0) return shaped;
  const pattern = new RegExp(longestFirst.map((form) => form.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|'), 'g');
  return (text) => shaped(text.replace(pattern, REDACTED));
}

function errorFields(error: Error, depth: number): Record<string, unknown> {
  const own = withoutSecretFields(Object.fromEntries(Object.entries(error)), depth + 1) as Record<string, unknown>;
  const cause = error.cause === undefined ? {} : { cause: withoutSecretFields(error.cause, depth + 1) };
  return { ...own, type: error.name, message: error.message, stack: error.stack, ...cause };
}
