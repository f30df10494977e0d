import type { Knex } from 'knex';
import type { SettingsRepository } from '#use-cases/ports/persistence/settings-repository.js';

export class PostgresSettingsRepository implements SettingsRepository {
  constructor(private readonly trx: Knex) {}

  async find(key: string): Promise<unknown> {
    const row = await this.trx<{ key: string; value: unknown }>('settings').where({ key }).first('value');
    return row?.value;
  }

  async lock(key: string): Promise<unknown> {
    // A row that is not there cannot be locked; null stands for it.
    await this.trx.raw(`INSERT INTO settings (key, value) VALUES (?, 'null') ON CONFLICT DO NOTHING`, [key]);
    const row = await this.trx<{ key: string; value: unknown }>('settings').where({ key }).forUpdate().first('value');
    return row?.value ?? undefined;
  }

  async save(key: string, value: unknown): Promise<void> {
    await this.trx.raw(
      `INSERT INTO settings (key, value) VALUES (?, ?::jsonb)
      ON CONFLICT (key) DO UPDATE SET value = excluded.value, updated_at = clock_timestamp()`,
      [key, JSON.stringify(value)],
    );
  }
}
