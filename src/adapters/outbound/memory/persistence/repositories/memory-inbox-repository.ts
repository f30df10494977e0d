import type { InboxMessage, InboxRepository, StoredInboxMessage } from '#use-cases/ports/persistence/inbox-repository.js';
import { earliest, isDue } from '../integrity.js';
import type { InboxRow, MemoryState } from '../memory-state.js';

/** What came in, in process memory, one row an event. */
export class MemoryInboxRepository implements InboxRepository {
  constructor(private readonly state: MemoryState) {}

  async add(message: InboxMessage): Promise<'new' | 'repeated'> {
    const key = keyOf(message.source, message.eventKey);
    const known = this.state.inbox.find(key);
    if (known) {
      this.state.inbox.put(key, { ...known, repeats: known.repeats + 1 });
      return 'repeated';
    }
    const fresh = { state: 'received', attempts: 0, repeats: 0, failure: undefined, nextAttemptAt: message.receivedAt } as const;
    this.state.inbox.put(key, { ...message, body: message.body.slice(), ...fresh });
    return 'new';
  }

  async find(source: string, eventKey: string): Promise<StoredInboxMessage | undefined> {
    const row = this.state.inbox.find(keyOf(source, eventKey));
    return row && toMessage(row);
  }

  async processed(source: string, eventKey: string): Promise<void> {
    this.change(source, eventKey, () => ({ state: 'processed', nextAttemptAt: undefined }));
  }

  async failed(source: string, eventKey: string, reason: string, nextAttemptAt: Date | undefined): Promise<void> {
    this.change(source, eventKey, (row) => ({
      state: nextAttemptAt ? 'received' : 'dead',
      attempts: row.attempts + 1,
      failure: reason,
      nextAttemptAt,
    }));
  }

  async due(sources: readonly string[], now: Date, limit: number): Promise<readonly { readonly source: string; readonly eventKey: string }[]> {
    const due = this.state.inbox.where((row) => row.state === 'received' && sources.includes(row.source) && isDue(row.nextAttemptAt, now));
    return earliest(due, (row) => row.nextAttemptAt)
      .slice(0, limit)
      .map(({ source, eventKey }) => ({ source, eventKey }));
  }

  async waiting(source: string, limit: number): Promise<readonly StoredInboxMessage[]> {
    const waiting = this.state.inbox.where((row) => row.source === source && row.state === 'received');
    return earliest(waiting, (row) => row.receivedAt)
      .slice(0, limit)
      .map(toMessage);
  }

  async removeProcessed(source: string, before: Date): Promise<number> {
    const old = this.state.inbox.where((row) => row.source === source && row.state === 'processed' && row.receivedAt < before);
    for (const row of old) this.state.inbox.remove(keyOf(source, row.eventKey));
    return old.length;
  }

  private change(source: string, eventKey: string, change: (row: InboxRow) => Partial<InboxRow>): void {
    const key = keyOf(source, eventKey);
    const row = this.state.inbox.find(key);
    if (row) this.state.inbox.put(key, { ...row, ...change(row) });
  }
}

function toMessage({ source, eventKey, body, receivedAt, state, attempts }: InboxRow): StoredInboxMessage {
  return { source, eventKey, body: body.slice(), receivedAt, state, attempts };
}

function keyOf(source: string, eventKey: string): string {
  return JSON.stringify([source, eventKey]);
}
