import type { Update } from 'telegraf/types';
import type { UpdateShelf } from '#use-cases/operations/update-shelf.js';

/** `working`: Telegram is to keep it. `shelved`: the shop keeps it, and Telegram may forget it. */
type State = 'working' | 'handled' | 'shelved';

/** Read from the shelf at once; more than that were never put there. */
const MOST_KEPT = 100_000;

/** Updates between Telegram and whoever handles them, oldest first: which of them Telegram may forget, and which wait for their turn. */
export class UpdateLine {
  /** Those that Telegram still has. */
  private readonly taken = new Map<number, { readonly update: Update; state: State }>();
  private readonly shelved = new Set<number>();
  private waiting: Update[] = [];

  constructor(private readonly shelf: UpdateShelf | undefined) {}

  get length(): number {
    return this.waiting.length;
  }

  /** Those that were not taken before; what is urgent does not wait in the line, and is answered. */
  take(updates: readonly Update[], isUrgent: (update: Update) => boolean): readonly Update[] {
    const urgent: Update[] = [];
    for (const update of updates) {
      if (this.taken.has(update.update_id)) continue;
      this.taken.set(update.update_id, { update, state: 'working' });
      if (isUrgent(update)) urgent.push(update);
      else this.waiting.push(update);
    }
    return urgent;
  }

  next(): Update | undefined {
    return this.waiting.shift();
  }

  /** Writes down what Telegram has and nobody has handled, so that it may forget it; false where there is no shelf. */
  async shelve(): Promise<boolean> {
    if (!this.shelf) return false;
    const unfinished = [...this.taken.values()].filter(({ state }) => state === 'working');
    await this.shelf.put(unfinished.map(({ update }) => ({ updateId: update.update_id, body: new TextEncoder().encode(JSON.stringify(update)) })));
    for (const one of unfinished) {
      this.shelved.add(one.update.update_id);
      // It may have been handled meanwhile.
      if (one.state === 'working') one.state = 'shelved';
    }
    return true;
  }

  /** Puts in line what an earlier process left on the shelf. */
  async unshelve(): Promise<void> {
    for (const { updateId, body } of (await this.shelf?.list(MOST_KEPT)) ?? []) {
      if (this.shelved.has(updateId)) continue;
      this.shelved.add(updateId);
      this.waiting.push(JSON.parse(new TextDecoder().decode(body)) as Update);
    }
  }

  async handled({ update_id: id }: Update): Promise<void> {
    const one = this.taken.get(id);
    if (one) one.state = 'handled';
    if (!this.shelved.has(id)) return;
    await this.shelf?.remove(id);
    this.shelved.delete(id);
  }

  /** Forgets every update up to the oldest that Telegram has to keep; answers the last of them. */
  forget(): number | undefined {
    let last: number | undefined;
    for (const [id, { state }] of this.taken) {
      if (state === 'working') return last;
      this.taken.delete(id);
      last = id;
    }
    return last;
  }

  /** Leaves what is on the shelf and not begun to whoever takes updates next. */
  leave(): void {
    this.waiting = this.waiting.filter(({ update_id: id }) => !this.shelved.delete(id));
  }
}
