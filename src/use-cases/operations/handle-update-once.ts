import { DomainError } from '#domain/shared/domain-error.js';
import type { HandledMessages, RepeatedMessage } from '../ports/runtime/handled-messages.js';

/** Somebody else has the message in hand, or died over it; whoever brings it must bring it again. */
export class UpdateInHand extends DomainError {
  constructor() {
    super('updates.in-hand', 'unavailable', 'this update is being handled; bring it again later');
  }
}

/**
 * Runs the handler of a message that its sender repeats until it is acknowledged, once for each message. A crash in the middle leaves the
 * message unhandled, so that its repetition is handled. Call it where two of the same message cannot run at once.
 */
export class HandleUpdateOnce {
  constructor(private readonly messages: HandledMessages) {}

  /** Throws `UpdateInHand`, and what keeps the message from being claimed or handled. */
  async execute(message: RepeatedMessage, handle: () => Promise<void>): Promise<'handled' | 'repeated'> {
    const claim = await this.messages.claim(message);
    if (claim === 'handled') return 'repeated';
    if (claim === 'in-hand') throw new UpdateInHand();
    try {
      await handle();
    } catch (error) {
      await this.messages.release(message);
      throw error;
    }
    await this.messages.done(message);
    return 'handled';
  }
}
