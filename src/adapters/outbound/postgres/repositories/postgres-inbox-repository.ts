import type { InboxMessage, InboxRepository, StoredInboxMessage } from '#use-cases/ports/persistence/inbox-repository.js';
import type { DatabaseSession } from '../driver/database-session.js';
import { InboxModel } from '../models/inbox-model.js';

/** How long a message's own job has before the sweeper looks for it: with none, each sweep of a rush would enqueue all of it again. */
const JOB_FIRST_MS = 5_000;

export class PostgresInboxRepository implements InboxRepository {
  constructor(private readonly session: DatabaseSession) {}

  async add(message: InboxMessage): Promise<'new' | 'repeated'> {
    const [stored] = await this.session.rows<{ repeats: number }>(
      `INSERT INTO inbox (source, event_key, body, received_at, next_attempt_at) VALUES ($1, $2, $3, $4, $5)
      ON CONFLICT (source, event_key) DO UPDATE SET repeats = inbox.repeats + 1 RETURNING repeats`,
      [message.source, message.eventKey, Buffer.from(message.body), message.receivedAt, new Date(message.receivedAt.getTime() + JOB_FIRST_MS)],
    );
    return stored?.repeats === 0 ? 'new' : 'repeated';
  }

  async find(source: string, eventKey: string): Promise<StoredInboxMessage | undefined> {
    const [row] = await this.session.rows<object>('select * from inbox where source = $1 and event_key = $2', [source, eventKey]);
    return row && InboxModel.fromDatabaseJson(row).toMessage();
  }

  async processed(source: string, eventKey: string, now: Date): Promise<void> {
    await this.session.change(`UPDATE inbox SET state = 'processed', processed_at = $3, next_attempt_at = NULL WHERE source = $1 AND event_key = $2`, [
      source,
      eventKey,
      now,
    ]);
  }

  async failed(source: string, eventKey: string, reason: string, nextAttemptAt: Date | undefined): Promise<void> {
    await InboxModel.query(this.session.knex)
      .findById([source, eventKey])
      .where('state', 'received')
      .patch({
        state: nextAttemptAt ? 'received' : 'dead',
        failure: reason,
        attempts: this.session.knex.raw('attempts + 1'),
        nextAttemptAt: nextAttemptAt ?? null,
      });
  }

  async due(sources: readonly string[], now: Date, limit: number): Promise<readonly { readonly source: string; readonly eventKey: string }[]> {
    const rows = await InboxModel.query(this.session.knex)
      .select('source', 'event_key')
      .where('state', 'received')
      .whereIn('source', [...sources])
      .where('next_attempt_at', '<=', now)
      .orderBy('next_attempt_at')
      .limit(limit);
    return rows.map(({ source, eventKey }) => ({ source, eventKey }));
  }

  async waiting(source: string, limit: number): Promise<readonly StoredInboxMessage[]> {
    const rows = await InboxModel.query(this.session.knex).where({ source, state: 'received' }).orderBy(['received_at', 'event_key']).limit(limit);
    return rows.map((row) => row.toMessage());
  }

  async removeProcessed(source: string, before: Date): Promise<number> {
    return InboxModel.query(this.session.knex).delete().where({ source, state: 'processed' }).where('received_at', '<', before);
  }
}
