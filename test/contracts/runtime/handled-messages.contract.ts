import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import type { HandledMessages, RepeatedMessage } from '#use-cases/ports/runtime/handled-messages.js';

export interface HandledMessagesUnderTest {
  /** What so many processes know of the same messages. */
  readonly processes: readonly [HandledMessages, HandledMessages];
  close(): Promise<void>;
}

/** What any memory of handled messages owes, whichever process asks. */
export function handledMessagesContract(label: string, open: () => Promise<HandledMessagesUnderTest>): void {
  describe(`handled messages on ${label}`, () => {
    let opened: HandledMessagesUnderTest;
    before(async () => {
      opened = await open();
    });
    after(() => opened.close());
    const aMessage = (eventKey: string = randomUUID()): RepeatedMessage => ({ source: 'telegram', eventKey, body: () => new Uint8Array([1]) });

    it('a new message is for who asks first, and handled for everybody once it is done', async () => {
      const [one, other] = opened.processes;
      const message = aMessage();
      expect(await one.claim(message)).to.equal('yours');
      await one.done(message);
      expect([await one.claim(message), await other.claim(message)]).to.deep.equal(['handled', 'handled']);
      expect(await other.claim(aMessage())).to.equal('yours');
    });

    it('a message that is not done is never taken for handled', async () => {
      const [one, other] = opened.processes;
      const message = aMessage();
      await one.claim(message);
      expect(await other.claim(message)).to.not.equal('handled');
    });

    it('a message that was given back is handed out again at once', async () => {
      const [one, other] = opened.processes;
      const message = aMessage();
      await one.claim(message);
      await one.release(message);
      expect(await other.claim(message)).to.equal('yours');
    });

    it('a message of another sender is another message', async () => {
      const [one] = opened.processes;
      const message = aMessage();
      await one.claim(message);
      await one.done(message);
      expect(await one.claim({ ...message, source: 'elsewhere' })).to.equal('yours');
    });
  });
}
