import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { SessionVault } from '#use-cases/ports/runtime/session-vault.js';
import { CookieJar } from './cookie-jar.js';

const VAULT_NAME = 'fragment';

const stored = z.object({
  v: z.literal(1),
  /** Fingerprint of the configured cookies it began with: a new FRAGMENT_COOKIES is noticed, an old one is not put back. */
  seed: z.string(),
  cookies: z.array(z.tuple([z.string(), z.string(), z.number().nullable()])),
});

/** The Fragment session as it survives a restart. What it is given to keep was probed before. */
export class SessionStore {
  readonly #configured: string;

  constructor(
    private readonly vault: SessionVault,
    configuredCookies: string,
  ) {
    this.#configured = configuredCookies.trim();
  }

  /** The kept session, and the configured one where the operator changed it since. */
  async load(): Promise<{ kept: CookieJar | undefined; configured: CookieJar | undefined }> {
    const found = await this.vault.load(VAULT_NAME);
    const session = found ? readSession(found.value) : undefined;
    const isNew = this.#configured !== '' && session?.seed !== this.seed();
    return {
      kept: session ? CookieJar.fromEntries(session.cookies) : undefined,
      configured: isNew ? CookieJar.fromHeader(this.#configured) : undefined,
    };
  }

  async keep(jar: CookieJar): Promise<void> {
    await this.vault.save(VAULT_NAME, JSON.stringify({ v: 1, seed: this.seed(), cookies: jar.entries() }));
  }

  private seed(): string {
    return createHash('sha256').update(this.#configured).digest('hex');
  }
}

function readSession(value: string): z.output<typeof stored> | undefined {
  try {
    const parsed = stored.safeParse(JSON.parse(value));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}
