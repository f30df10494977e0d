import type { UserId } from '#domain/customers/customer.js';
import type { NoticeRepository, PendingNotice } from '#use-cases/ports/persistence/notice-repository.js';
import { laneOf, NOTICE_LANES } from '#use-cases/ports/providers/notice-lane.js';
import type { Notice } from '#use-cases/ports/providers/notifier.js';
import { isDue } from '../integrity.js';
import type { MemoryState, NoticeRow } from '../memory-state.js';

/** The outbox in process memory: once a cause, in order for each person. */
export class MemoryNoticeRepository implements NoticeRepository {
  constructor(private readonly state: MemoryState) {}

  async add(key: string, userId: UserId, notice: Notice, now: Date): Promise<void> {
    if (this.state.notices.find(key)) return;
    const id = String(this.state.notices.size + 1);
    this.state.notices.put(key, { id, key, userId, notice, lane: laneOf(notice), state: 'pending', attempts: 0, failure: undefined, nextAttemptAt: now });
  }

  async claim(now: Date, leaseUntil: Date, limit: number): Promise<readonly PendingNotice[]> {
    const claimed = this.heads()
      .filter((row) => isDue(row.nextAttemptAt, now))
      .slice(0, limit);
    for (const row of claimed) this.state.notices.put(row.key, { ...row, nextAttemptAt: leaseUntil });
    return claimed.map(({ id, userId, notice, lane, attempts }) => ({ id, userId, notice, lane, attempts }));
  }

  async sent(id: string): Promise<void> {
    this.change(id, () => ({ state: 'sent' }));
  }

  async putBack(ids: readonly string[], dueAt: Date): Promise<void> {
    for (const id of ids) this.change(id, () => ({ nextAttemptAt: dueAt }));
  }

  async failed(id: string, reason: string, nextAttemptAt: Date | undefined): Promise<void> {
    this.change(id, (row) => ({
      state: nextAttemptAt ? 'pending' : 'undeliverable',
      attempts: row.attempts + 1,
      failure: reason,
      nextAttemptAt: nextAttemptAt ?? row.nextAttemptAt,
    }));
  }

  /** What each person hears next, receipts before bulk: while it waits, the rest waits behind it. */
  private heads(): readonly NoticeRow[] {
    const heads = new Map<UserId, NoticeRow>();
    const pending = this.state.notices.where(({ state }) => state === 'pending');
    for (const row of pending.toSorted((one, other) => rank(one) - rank(other))) if (!heads.has(row.userId)) heads.set(row.userId, row);
    return [...heads.values()];
  }

  private change(id: string, change: (row: NoticeRow) => Partial<NoticeRow>): void {
    const row = this.state.notices.where((candidate) => candidate.id === id)[0];
    if (row) this.state.notices.put(row.key, { ...row, ...change(row) });
  }
}

function rank({ lane }: NoticeRow): number {
  return NOTICE_LANES.indexOf(lane);
}
