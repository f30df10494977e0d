import { DomainError } from '#domain/shared/domain-error.js';
import type { SessionVault, StoredSession } from '#use-cases/ports/runtime/session-vault.js';
import type { Database } from '../connection.js';
import { VaultKey } from './vault-key.js';

/** The stored session was sealed with another key, or altered. */
export class SessionUnreadable extends DomainError {
  constructor(name: string) {
    super('sessions.unreadable', 'unavailable', `the stored session "${name}" cannot be opened with the configured key`, { name });
  }
}

const KEPT_VERSIONS = 10;

/** Sessions sealed with AES-256-GCM under a key derived from the configured one; name and version are sealed with them. */
export class PostgresSessionVault implements SessionVault {
  private readonly key: VaultKey;

  constructor(
    private readonly database: Database,
    key: string,
  ) {
    this.key = new VaultKey(key, 'polaris session vault');
  }

  /** The newest version; throws `SessionUnreadable` when the key does not fit. */
  async load(name: string): Promise<StoredSession | undefined> {
    const row = await this.database.knex<{ name: string; version: number; sealed: Buffer; saved_at: Date }>('fragment_cookies')
      .where({ name })
      .orderBy('version', 'desc')
      .first('version', 'sealed', 'saved_at');
    return row && { version: row.version, value: await this.open(name, row.version, row.sealed), savedAt: row.saved_at };
  }

  async save(name: string, value: string): Promise<void> {
    await this.database.knex.transaction(async (trx) => {
      await trx.raw('SELECT pg_advisory_xact_lock(hashtextextended(?, 0))', [`session:${name}`]);
      const { rows } = await trx.raw<{ rows: { version: number }[] }>(
        'SELECT coalesce(max(version), 0) + 1 AS version FROM fragment_cookies WHERE name = ?',
        [name],
      );
      const version = rows[0]?.version ?? 1;
      const sealed = await this.key.seal(nameOf(name, version), value);
      await trx.raw('INSERT INTO fragment_cookies (name, version, sealed, saved_at) VALUES (?, ?, ?, clock_timestamp())', [name, version, sealed]);
      await trx('fragment_cookies').where({ name }).where('version', '<=', version - KEPT_VERSIONS).delete();
    });
  }

  private async open(name: string, version: number, sealed: Buffer): Promise<string> {
    try {
      return await this.key.open(nameOf(name, version), sealed);
    } catch {
      throw new SessionUnreadable(name);
    }
  }
}

/** Bound to the ciphertext, so that an old version cannot be passed off as the newest. */
function nameOf(name: string, version: number): string {
  return `${name}:${version}`;
}
