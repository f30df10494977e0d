import type { UserId } from '#domain/customers/customer.js';
import { CHAT_REST_MS, MOST_A_SECOND, type PlannedSend, type SendingPace, type Turn } from '#use-cases/ports/providers/sending-pace.js';
import type { Clock } from '#use-cases/ports/runtime/clock.js';

const SECOND_MS = 1_000;
const REMEMBERED = Math.max(...Object.values(MOST_A_SECOND));

interface Refusal {
  readonly chatId: UserId;
  readonly until: number;
}

/** The pace of one process. It remembers the last sends, and of the chats those that rest now. */
export class MemorySendingPace implements SendingPace {
  /** Moments, oldest first. */
  private sends: readonly number[] = [];
  private readonly restUntil = new Map<UserId, number>();
  private everybodyUntil = 0;
  private refusal: Refusal | undefined;

  constructor(private readonly clock: Clock) {}

  async takeTurn({ chatId, lane, changesScreen }: PlannedSend): Promise<Turn> {
    const now = this.clock.now().getTime();
    const rest = (this.restUntil.get(chatId) ?? 0) - now;
    if (rest > 0) return { granted: false, waits: 'chat', afterMs: rest };
    const oldest = this.sends.at(-MOST_A_SECOND[lane]);
    const wait = Math.max(this.everybodyUntil, oldest === undefined ? 0 : oldest + SECOND_MS) - now;
    if (wait > 0) return { granted: false, waits: 'everybody', afterMs: wait };
    this.sends = [...this.sends, now].slice(-REMEMBERED);
    if (!changesScreen) this.rest(chatId, now + CHAT_REST_MS, now);
    return { granted: true };
  }

  async holdBack({ chatId, lane }: PlannedSend, forMs: number): Promise<void> {
    const now = this.clock.now().getTime();
    const until = now + forMs;
    const another = this.refusal !== undefined && this.refusal.chatId !== chatId && this.refusal.until > now;
    if (lane === 'bulk' || another) this.everybodyUntil = Math.max(this.everybodyUntil, until);
    this.refusal = { chatId, until };
    this.rest(chatId, until, now);
  }

  /** How many chats are remembered. */
  get size(): number {
    return this.restUntil.size;
  }

  private rest(chatId: UserId, until: number, now: number): void {
    const known = this.restUntil.get(chatId) ?? 0;
    this.restUntil.delete(chatId);
    this.restUntil.set(chatId, Math.max(known, until));
    // Nearly all rest equally long, so those that are done stand in front.
    for (const [oldest, done] of this.restUntil) {
      if (done > now) break;
      this.restUntil.delete(oldest);
    }
  }
}
