import type { PendingNotice } from '../ports/persistence/notice-repository.js';
import type { UnitOfWork } from '../ports/persistence/unit-of-work.js';
import type { DeliveryOutcome, Notifier } from '../ports/providers/notifier.js';
import type { PlannedSend, SendingPace } from '../ports/providers/sending-pace.js';
import type { Clock } from '../ports/runtime/clock.js';
import type { Logger } from '../ports/runtime/logger.js';

const BATCH = 20;
const LEASE_MS = 60_000;
const MOST_ATTEMPTS = 50;

export interface Telling {
  readonly told: number;
  /** In how many milliseconds the first of those that wait for their turn may be told; undefined when none waits. */
  readonly nextInMs: number | undefined;
}

/** A batch by whose turn it is: `resting` waits for its own chat, `waiting` for everybody's turn. */
interface Turns {
  readonly granted: readonly PendingNotice[];
  readonly resting: readonly { readonly pending: PendingNotice; readonly dueAt: Date }[];
  readonly waiting: readonly PendingNotice[];
  /** When the first that does not have its turn may have it. */
  readonly nextAt: number;
}

/** Tells people what the outbox holds until nothing is due. A crash between telling and marking repeats at most what was in flight. */
export class DeliverNotices {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly notifier: Notifier,
    private readonly pace: SendingPace,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /** Never waits for a turn itself: what has to wait goes back into the outbox, and whoever called may come again in time. */
  async execute(): Promise<Telling> {
    let told = 0;
    let nextAt = Infinity;
    for (;;) {
      const now = this.clock.now();
      const batch = await this.unitOfWork.run((tx) => tx.notices.claim(now, new Date(now.getTime() + LEASE_MS), BATCH));
      const turns = await this.takeTurns(batch);
      nextAt = Math.min(nextAt, turns.nextAt);
      told += await this.carryOut(turns);
      if (batch.length === 0 || turns.waiting.length > 0) return { told, nextInMs: this.until(nextAt) };
    }
  }

  /** Asks outside of any transaction. Who follows one that waits for everybody's turn would have to wait as well. */
  private async takeTurns(batch: readonly PendingNotice[]): Promise<Turns> {
    const granted: PendingNotice[] = [];
    const resting: { pending: PendingNotice; dueAt: Date }[] = [];
    let nextAt = Infinity;
    for (const [index, pending] of batch.entries()) {
      const turn = await this.pace.takeTurn(sendOf(pending));
      if (turn.granted) {
        granted.push(pending);
        continue;
      }
      const dueAt = this.in(turn.afterMs);
      nextAt = Math.min(nextAt, dueAt.getTime());
      if (turn.waits === 'everybody') return { granted, resting, waiting: batch.slice(index), nextAt };
      resting.push({ pending, dueAt });
    }
    return { granted, resting, waiting: [], nextAt };
  }

  /** Answers how many notices were told. */
  private async carryOut({ granted, resting, waiting }: Turns): Promise<number> {
    // What waits for everybody's turn is due all the time, so that the oldest is the first to get it.
    const back = [...resting.map(({ pending, dueAt }) => this.putBack([pending], dueAt)), ...(waiting.length > 0 ? [this.putBack(waiting, this.in(0))] : [])];
    const [outcomes] = await Promise.all([Promise.all(granted.map((pending) => this.tell(pending))), ...back]);
    return outcomes.filter(Boolean).length;
  }

  private async tell(pending: PendingNotice): Promise<boolean> {
    const result = await this.attempt(pending);
    const now = this.clock.now();
    if (result.outcome === 'sent') {
      await this.unitOfWork.run((tx) => tx.notices.sent(pending.id, now));
      return true;
    }
    if (result.outcome === 'too-fast') return this.obey(pending, result);
    const again = result.outcome === 'retry' && pending.attempts + 1 < MOST_ATTEMPTS;
    const next = again ? this.in(result.afterMs) : undefined;
    this.logger.warn({ noticeId: pending.id, userId: pending.userId, reason: result.reason, retry: next !== undefined }, 'a notice was not delivered');
    await this.unitOfWork.run((tx) => tx.notices.failed(pending.id, result.reason, next));
    return false;
  }

  /** Every process hears of the wait before the notice is due again. */
  private async obey(pending: PendingNotice, { afterMs, reason }: Extract<DeliveryOutcome, { outcome: 'too-fast' }>): Promise<false> {
    await this.pace.holdBack(sendOf(pending), afterMs);
    this.logger.warn({ noticeId: pending.id, userId: pending.userId, reason, afterMs }, 'the messenger asks for a pause');
    await this.putBack([pending], this.in(afterMs));
    return false;
  }

  /** One notice that cannot even be put into words must not keep back those behind it for ever. */
  private async attempt(pending: PendingNotice): Promise<DeliveryOutcome> {
    try {
      return await this.notifier.deliver(pending.userId, pending.notice);
    } catch (error) {
      this.logger.error({ err: error, noticeId: pending.id }, 'a notice could not be told');
      return { outcome: 'retry', afterMs: LEASE_MS, reason: 'unforeseen' };
    }
  }

  private async putBack(notices: readonly PendingNotice[], dueAt: Date): Promise<void> {
    const ids = notices.map(({ id }) => id);
    await this.unitOfWork.run((tx) => tx.notices.putBack(ids, dueAt));
  }

  private in(milliseconds: number): Date {
    return new Date(this.clock.now().getTime() + milliseconds);
  }

  private until(moment: number): number | undefined {
    return moment === Infinity ? undefined : Math.max(0, moment - this.clock.now().getTime());
  }
}

/** The steps of a delivery change the order's screen; everything else is written as a message. */
function sendOf({ userId, lane, notice }: PendingNotice): PlannedSend {
  return { chatId: userId, lane, changesScreen: notice.kind === 'order-progress' };
}
