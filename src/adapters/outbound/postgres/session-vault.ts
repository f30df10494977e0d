import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';
import { promisify } from 'node:util';
import { DomainError } from '#domain/shared/domain-error.js';
import type { SessionVault, StoredSession } from '#use-cases/ports/runtime/session-vault.js';
import type { Database } from './connection.js';

/** The stored session was sealed with another key, or altered. */
export class SessionUnreadable extends DomainError {
  constructor(name: string) {
    super('sessions.unreadable', 'unavailable', `the stored session "${name}" cannot be opened with the configured key`, { name });
  }
}

const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;
const KEPT_VERSIONS = 10;
const SALT = 'polaris session vault';

/** Sessions sealed with AES-256-GCM under a key derived from the configured one; name and version are sealed with them. */
export class PostgresSessionVault implements SessionVault {
  private derived: Promise<Buffer> | undefined;

  constructor(
    private readonly database: Database,
    private readonly key: string,
  ) {}

  /** The newest version; throws `SessionUnreadable` when the key does not fit. */
  async load(name: string): Promise<StoredSession | undefined> {
    const row = await this.database.knex<{ name: string; version: number; sealed: Buffer; saved_at: Date }>('fragment_cookies')
      .where({ name })
      .orderBy('version', 'desc')
      .first('version', 'sealed', 'saved_at');
    return row && { version: row.version, value: await this.open(name, row.version, row.sealed), savedAt: row.saved_at };
  }

  async save(name: string, value: string): Promise<void> {
    const key = await this.derivedKey();
    await this.database.knex.transaction(async (trx) => {
      await trx.raw('SELECT pg_advisory_xact_lock(hashtextextended(?, 0))', [`session:${name}`]);
      const { rows } = await trx.raw<{ rows: { version: number }[] }>(
        'SELECT coalesce(max(version), 0) + 1 AS version FROM fragment_cookies WHERE name = ?',
        [name],
      );
      const version = rows[0]?.version ?? 1;
      const sealed = seal(key, nameOf(name, version), value);
      await trx.raw('INSERT INTO fragment_cookies (name, version, sealed, saved_at) VALUES (?, ?, ?, clock_timestamp())', [name, version, sealed]);
      await trx('fragment_cookies').where({ name }).where('version', '<=', version - KEPT_VERSIONS).delete();
    });
  }

  private async open(name: string, version: number, sealed: Buffer): Promise<string> {
    const key = await this.derivedKey();
    try {
      return unseal(key, nameOf(name, version), sealed);
    } catch {
      throw new SessionUnreadable(name);
    }
  }

  private derivedKey(): Promise<Buffer> {
    this.derived ??= promisify<string, string, number, Buffer>(scrypt)(this.key, SALT, 32);
    return this.derived;
  }
}

/** Bound to the ciphertext, so that an old version cannot be passed off as the newest. */
function nameOf(name: string, version: number): Buffer {
  return Buffer.from(`${name}:${version}`);
}

function seal(key: Buffer, name: Buffer, value: string): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, key, iv).setAAD(name);
  const body = Buffer.concat([cipher.update(value, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), body]);
}

function unseal(key: Buffer, name: Buffer, sealed: Buffer): string {
  const decipher = createDecipheriv(CIPHER, key, sealed.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES }).setAAD(name);
  decipher.setAuthTag(sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  return Buffer.concat([decipher.update(sealed.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8');
}
