export const UPDATE_TYPES = ['message', 'callback_query', 'pre_checkout_query', 'my_chat_member'] as const;
export type UpdateType = (typeof UPDATE_TYPES)[number];

export interface PendingUpdate {
  readonly update_id: number;
  /** Whose it is: one person's updates reach a webhook one after the other. */
  readonly userId: number;
  readonly type: UpdateType;
  readonly payload: unknown;
}

export interface FeedState {
  readonly lastUpdateId: number;
  readonly allowed: readonly string[];
  readonly pending: readonly PendingUpdate[];
}

const FIRST_UPDATE_ID = 700_000_000;

/** What happened and the bot has not confirmed yet, in order. */
export class UpdateFeed {
  private pending: PendingUpdate[] = [];
  private lastUpdateId = FIRST_UPDATE_ID;
  private allowed: readonly string[] = [];
  private readonly listeners = new Set<() => void>();

  onPush(listener: () => void): void {
    this.listeners.add(listener);
  }

  /** Types the bot wants from now on; an empty list means all, and what is already pending stays. */
  allow(types: readonly string[]): void {
    this.allowed = types;
  }

  get allowedTypes(): readonly string[] {
    return this.allowed;
  }

  push(type: UpdateType, userId: number, payload: unknown): void {
    if (this.allowed.length > 0 && !this.allowed.includes(type)) return;
    this.lastUpdateId += 1;
    this.pending.push({ update_id: this.lastUpdateId, userId, type, payload });
    for (const listener of this.listeners) listener();
  }

  list(): readonly PendingUpdate[] {
    return this.pending;
  }

  /** Forgets all before the offset; a negative one keeps only that many of the newest. */
  confirm(offset: number): void {
    if (offset < 0) this.pending = this.pending.slice(offset);
    if (offset > 0) this.pending = this.pending.filter((update) => update.update_id >= offset);
  }

  remove(updateId: number): void {
    this.pending = this.pending.filter((update) => update.update_id !== updateId);
  }

  /** Forgets what is pending; ids go on rising, so that a bot polling with its old offset sees what comes next. */
  drop(): void {
    this.pending = [];
  }

  snapshot(): FeedState {
    return { lastUpdateId: this.lastUpdateId, allowed: this.allowed, pending: this.pending };
  }

  restore(state: FeedState): void {
    this.lastUpdateId = state.lastUpdateId;
    this.allowed = state.allowed;
    this.pending = [...state.pending];
  }
}

export function toUpdate(pending: PendingUpdate): unknown {
  return { update_id: pending.update_id, [pending.type]: pending.payload };
}
