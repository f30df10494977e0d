import type { UserId } from '#domain/customers/customer.js';
import type { NoticeRepository, PendingNotice } from '#use-cases/ports/persistence/notice-repository.js';
import { laneOf, NOTICE_LANES } from '#use-cases/ports/providers/notice-lane.js';
import type { Notice } from '#use-cases/ports/providers/notifier.js';
import type { DatabaseSession } from '../driver/database-session.js';
import { OutboxModel } from '../models/outbox-model.js';

export class PostgresNoticeRepository implements NoticeRepository {
  constructor(private readonly session: DatabaseSession) {}

  async add(key: string, userId: UserId, notice: Notice, now: Date): Promise<void> {
    await this.session.change(
      'INSERT INTO outbox (key, user_id, notice, lane, created_at, next_attempt_at) VALUES ($1, $2, $3::jsonb, $4, $5, $5) ON CONFLICT (key) DO NOTHING',
      [key, userId, JSON.stringify(notice), NOTICE_LANES.indexOf(laneOf(notice)), now],
    );
  }

  async claim(now: Date, leaseUntil: Date, limit: number): Promise<readonly PendingNotice[]> {
    // A notice waits while one that stands before it for the same person is pending, also while a worker has that one in hand:
    // its row is locked and then no longer due, so nothing overtakes it.
    const rows = await this.session.rows<{ id: string; user_id: string; notice: Notice; lane: number; attempts: number }>(
      `WITH claimed AS (
        SELECT id FROM outbox
        WHERE state = 'pending' AND next_attempt_at <= $1 AND NOT EXISTS (
          SELECT FROM outbox before WHERE before.state = 'pending' AND before.user_id = outbox.user_id AND (before.lane, before.id) < (outbox.lane, outbox.id)
        )
        ORDER BY lane, id LIMIT $2 FOR UPDATE SKIP LOCKED
      ), leased AS (
        UPDATE outbox SET next_attempt_at = $3 FROM claimed WHERE outbox.id = claimed.id RETURNING outbox.*
      )
      SELECT id, user_id, notice, lane, attempts FROM leased ORDER BY lane, id`,
      [now, limit, leaseUntil],
    );
    return rows.map(({ id, user_id: userId, notice, lane, attempts }) => ({ id, userId: Number(userId), notice, lane: NOTICE_LANES[lane] ?? 'bulk', attempts }));
  }

  async sent(id: string, now: Date): Promise<void> {
    await this.session.change(`UPDATE outbox SET state = 'sent', sent_at = $2, failure = NULL WHERE id = $1`, [id, now]);
  }

  async putBack(ids: readonly string[], dueAt: Date): Promise<void> {
    await this.session.change('UPDATE outbox SET next_attempt_at = $2 WHERE id = ANY($1::bigint[])', [ids, dueAt]);
  }

  async failed(id: string, reason: string, nextAttemptAt: Date | undefined): Promise<void> {
    const again = nextAttemptAt ? { nextAttemptAt } : { state: 'undeliverable' as const };
    await OutboxModel.query(this.session.knex)
      .findById(id)
      .where('state', 'pending')
      .patch({ ...again, failure: reason, attempts: this.session.knex.raw('attempts + 1') });
  }
}
