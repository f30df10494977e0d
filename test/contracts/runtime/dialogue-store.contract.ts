import { expect } from 'chai';
import type { DialogueStore } from '#use-cases/ports/runtime/dialogue-store.js';

export interface DialogueStoreUnderTest {
  readonly store: DialogueStore;
  /** Lets this much time pass for the store. */
  pass(milliseconds: number): Promise<void>;
  close(): Promise<void>;
}

/** What any memory of unfinished talks owes: every word, each person their own, until it is too old to mean anything. */
export function dialogueStoreContract(label: string, open: () => Promise<DialogueStoreUnderTest>): void {
  describe(`dialogues on ${label}`, () => {
    let opened: DialogueStoreUnderTest;
    before(async () => {
      opened = await open();
    });
    after(() => opened.close());

    it('somebody who said nothing is in the middle of nothing', async () => {
      expect(await opened.store.find('1:silent')).to.equal(undefined);
    });

    it('an unfinished talk is taken up where it was left', async () => {
      await opened.store.save('1:amount', '{"step":"amount"}', 60);
      await opened.store.save('1:amount', '{"step":"recipient"}', 60);
      expect(await opened.store.find('1:amount')).to.equal('{"step":"recipient"}');
    });

    it('several talks are open at once', async () => {
      await opened.store.save('2:amount', 'a', 60);
      await opened.store.save('2:name', 'b', 60);
      expect([await opened.store.find('2:amount'), await opened.store.find('2:name')]).to.deep.equal(['a', 'b']);
    });

    it('a finished talk is forgotten', async () => {
      await opened.store.save('3:amount', 'a', 60);
      await opened.store.remove('3:amount');
      expect(await opened.store.find('3:amount')).to.equal(undefined);
    });

    it('an old talk is forgotten', async () => {
      await opened.store.save('4:amount', 'a', 0.05);
      await opened.pass(60);
      expect(await opened.store.find('4:amount')).to.equal(undefined);
    });
  });
}
