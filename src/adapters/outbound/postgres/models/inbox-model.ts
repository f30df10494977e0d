import type { InboxState, StoredInboxMessage } from '#use-cases/ports/persistence/inbox-repository.js';
import { SnakeCaseModel } from './snake-case-model.js';

export class InboxModel extends SnakeCaseModel {
  static override tableName = 'inbox';
  static override idColumn = ['source', 'event_key'];

  declare source: string;
  declare eventKey: string;
  declare body: Buffer;
  declare state: InboxState;
  declare repeats: number;
  declare attempts: number;
  declare failure: string | null;
  declare receivedAt: Date;
  declare processedAt: Date | null;
  declare nextAttemptAt: Date | null;

  toMessage(): StoredInboxMessage {
    const { source, eventKey, state, attempts, receivedAt } = this;
    return { source, eventKey, body: new Uint8Array(this.body), receivedAt, state, attempts };
  }
}
