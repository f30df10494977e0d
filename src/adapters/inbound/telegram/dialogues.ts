import type { UserId } from '#domain/customers/customer.js';
import type { DialogueStore } from '#use-cases/ports/runtime/dialogue-store.js';
import type { Dialogue } from './screen.js';

const HALF_AN_HOUR_IN_SECONDS = 30 * 60;

/** The question each person was asked last; it outlives a restart and is forgotten after a while. */
export class Dialogues {
  constructor(
    private readonly store: DialogueStore,
    private readonly keptSeconds = HALF_AN_HOUR_IN_SECONDS,
  ) {}

  async find(userId: UserId): Promise<Dialogue | undefined> {
    const stored = await this.store.find(keyOf(userId));
    return stored === undefined ? undefined : read(stored);
  }

  ask(userId: UserId, dialogue: Dialogue): Promise<void> {
    return this.store.save(keyOf(userId), JSON.stringify(dialogue), this.keptSeconds);
  }

  leave(userId: UserId): Promise<void> {
    return this.store.remove(keyOf(userId));
  }
}

function keyOf(userId: UserId): string {
  return `dialogue:${userId}`;
}

/** What an earlier version wrote and this one cannot read is no dialogue. */
function read(stored: string): Dialogue | undefined {
  try {
    const value: unknown = JSON.parse(stored);
    if (typeof value !== 'object' || value === null || !('kind' in value) || !('data' in value)) return undefined;
    const { kind, data } = value;
    if (typeof kind !== 'string' || typeof data !== 'object' || data === null) return undefined;
    return { kind, data: Object.fromEntries(Object.entries(data).map(([name, entry]) => [name, String(entry)])) };
  } catch {
    return undefined;
  }
}
