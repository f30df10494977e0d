import { expect } from 'chai';
import type { Lock } from '#use-cases/ports/runtime/lock.js';

export interface LockUnderTest {
  /** The locks of so many processes that share what they lock. */
  readonly processes: readonly Lock[];
  close(): Promise<void>;
}

/** A gate that a test opens. */
function gate(): { readonly opened: Promise<void>; open(): void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
}

const aTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** What any lock owes: one holder a key, in arrival order within a process, whatever the holders do. */
export function lockContract(label: string, open: () => Promise<LockUnderTest>): void {
  describe(`lock on ${label}`, () => {
    let opened: LockUnderTest;
    before(async () => {
      opened = await open();
    });
    after(() => opened.close());
    const first = (): Lock => {
      const [lock] = opened.processes;
      if (!lock) throw new Error('no process was opened');
      return lock;
    };

    it('hands back what the work answers', async () => {
      expect(await first().withLock('answer', async () => 42)).to.equal(42);
    });

    it('one at a time, in the order in which they came', async () => {
      const order: number[] = [];
      let inside = 0;
      const work = (index: number) => async () => {
        inside += 1;
        expect(inside).to.equal(1);
        await aTurn();
        order.push(index);
        inside -= 1;
      };
      await Promise.all(Array.from({ length: 20 }, (_, index) => first().withLock('order', work(index))));
      expect(order).to.deep.equal(Array.from({ length: 20 }, (_, index) => index));
    });

    it('no two processes are inside at once', async () => {
      let inside = 0;
      let most = 0;
      let done = 0;
      const work = async () => {
        inside += 1;
        most = Math.max(most, inside);
        await aTurn();
        inside -= 1;
        done += 1;
      };
      const tenEach = opened.processes.flatMap((lock) => Array.from({ length: 10 }, () => lock.withLock('shared', work)));
      await Promise.all(tenEach);
      expect([most, done]).to.deep.equal([1, tenEach.length]);
    });

    it('other keys do not wait', async () => {
      const held = gate();
      const slow = first().withLock('slow', () => held.opened);
      expect(await first().withLock('quick', async () => 'through')).to.equal('through');
      held.open();
      await slow;
    });

    it('a holder that fails lets the next one in', async () => {
      const broken = first().withLock('broken', () => Promise.reject(new RangeError('oops')));
      const next = first().withLock('broken', async () => 'through');
      expect(await broken.catch(String)).to.equal('RangeError: oops');
      expect(await next).to.equal('through');
    });
  });
}
