import type { UnitOfWork } from '../ports/persistence/unit-of-work.js';
import type { Clock } from '../ports/runtime/clock.js';
import type { Claim, HandledMessages, RepeatedMessage } from '../ports/runtime/handled-messages.js';

/** Handled messages as rows of the inbox. A row that was never processed is handed out again at once. */
export class InboxHandledMessages implements HandledMessages {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  claim({ source, eventKey, body }: RepeatedMessage): Promise<Claim> {
    return this.unitOfWork.run(async (tx) => {
      if ((await tx.inbox.add({ source, eventKey, body: body(), receivedAt: this.clock.now() })) === 'new') return 'yours';
      return (await tx.inbox.find(source, eventKey))?.state === 'received' ? 'yours' : 'handled';
    });
  }

  done({ source, eventKey }: RepeatedMessage): Promise<void> {
    return this.unitOfWork.run((tx) => tx.inbox.processed(source, eventKey, this.clock.now()));
  }

  release(): Promise<void> {
    return Promise.resolve();
  }
}
