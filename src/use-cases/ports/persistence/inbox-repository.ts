export interface InboxMessage {
  /** A gateway's id, or `telegram`. */
  readonly source: string;
  /** Unique per source: names the event, so that a repeated delivery is the same row. */
  readonly eventKey: string;
  readonly body: Uint8Array;
  readonly receivedAt: Date;
}

export type InboxState = 'received' | 'processed' | 'dead';

export interface StoredInboxMessage extends InboxMessage {
  readonly state: InboxState;
  readonly attempts: number;
}

/** What came in from outside, stored before it is acknowledged. */
export interface InboxRepository {
  /** Stores a message once; a repeat only raises its counter. */
  add(message: InboxMessage): Promise<'new' | 'repeated'>;
  find(source: string, eventKey: string): Promise<StoredInboxMessage | undefined>;
  processed(source: string, eventKey: string, now: Date): Promise<void>;
  /** Tries again at `nextAttemptAt`; undefined gives it up as `dead` for a person to look at. */
  failed(source: string, eventKey: string, reason: string, nextAttemptAt: Date | undefined): Promise<void>;
  /** Unprocessed messages of these sources whose next attempt is due, oldest first. */
  due(sources: readonly string[], now: Date, limit: number): Promise<readonly { readonly source: string; readonly eventKey: string }[]>;
  /** Unprocessed messages of a source, the oldest first, due or not. */
  waiting(source: string, limit: number): Promise<readonly StoredInboxMessage[]>;
  /** Forgets processed messages of a source that came in before a moment; answers how many. */
  removeProcessed(source: string, before: Date): Promise<number>;
}
