import type { Clock } from '#use-cases/ports/runtime/clock.js';
import type { DialogueStore } from '#use-cases/ports/runtime/dialogue-store.js';
import type { Database } from './connection.js';
import { DatabaseSession } from './driver/database-session.js';

/** Dialogues in the database: they outlive a restart, and what has expired is cleared away by the next one that is saved. */
export class PostgresDialogueStore implements DialogueStore {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async find(key: string): Promise<string | undefined> {
    const [row] = await DatabaseSession.lend(this.database.knex, (session) =>
      session.rows<{ value: string }>('select value from dialogues where key = $1 and expires_at > $2', [key, this.clock.now()]),
    );
    return row?.value;
  }

  async save(key: string, value: string, ttlSeconds: number): Promise<void> {
    const now = this.clock.now();
    await DatabaseSession.lend(this.database.knex, (session) =>
      session.change(
        `WITH expired AS (DELETE FROM dialogues WHERE expires_at <= $1 AND key <> $2)
        INSERT INTO dialogues (key, value, expires_at) VALUES ($2, $3, $4)
        ON CONFLICT (key) DO UPDATE SET value = excluded.value, expires_at = excluded.expires_at`,
        [now, key, value, new Date(now.getTime() + ttlSeconds * 1000)],
      ),
    );
  }

  async remove(key: string): Promise<void> {
    await DatabaseSession.lend(this.database.knex, (session) => session.change('DELETE FROM dialogues WHERE key = $1', [key]));
  }
}
