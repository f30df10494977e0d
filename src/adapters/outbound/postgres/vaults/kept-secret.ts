import type { Database } from '../connection.js';

/**
 * A secret the shop makes for itself, once, and keeps among its settings under `secret:<name>`: whoever of several comes first has
 * made it, and all get the same. Throws when what is kept is no secret.
 */
export async function keptSecret({ knex }: Database, name: string, make: () => Buffer): Promise<Buffer> {
  const key = `secret:${name}`;
  await knex.raw('INSERT INTO settings (key, value) VALUES (?, to_jsonb(?::text)) ON CONFLICT (key) DO NOTHING', [key, make().toString('base64')]);
  const row = await knex<{ key: string; value: unknown }>('settings').where({ key }).first('value');
  if (typeof row?.value !== 'string') throw new Error(`the setting ${key} holds no secret`);
  return Buffer.from(row.value, 'base64');
}
