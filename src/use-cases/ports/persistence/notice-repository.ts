import type { UserId } from '#domain/customers/customer.js';
import type { NoticeLane } from '../providers/notice-lane.js';
import type { Notice } from '../providers/notifier.js';

export interface PendingNotice {
  readonly id: string;
  readonly userId: UserId;
  readonly notice: Notice;
  readonly lane: NoticeLane;
  readonly attempts: number;
}

/** The outbox: what people must be told, written in the transaction that made it true (table `outbox`). */
export interface NoticeRepository {
  /** Adds a notice once per `key`, in the lane of its kind. */
  add(key: string, userId: UserId, notice: Notice, now: Date): Promise<void>;
  /**
   * Claims due notices until `leaseUntil`: receipts before bulk, in each lane the oldest first, at most one a person. Within a lane a
   * person hears everything in order, also while the first has to be said again. Across lanes a receipt may overtake that person's bulk,
   * and bulk waits until no receipt is left; nothing else overtakes anything.
   */
  claim(now: Date, leaseUntil: Date, limit: number): Promise<readonly PendingNotice[]>;
  sent(id: string, now: Date): Promise<void>;
  /** Gives claimed notices back untold: due again at `dueAt`, with as many attempts as before. */
  putBack(ids: readonly string[], dueAt: Date): Promise<void>;
  /** Tries again at `nextAttemptAt`; undefined gives it up (the person blocked the bot, the chat is gone). */
  failed(id: string, reason: string, nextAttemptAt: Date | undefined): Promise<void>;
}
