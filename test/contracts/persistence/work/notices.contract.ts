import { expect } from 'chai';
import type { Notice } from '#use-cases/ports/providers/notifier.js';
import type { Transaction } from '#use-cases/ports/persistence/unit-of-work.js';
import { nextUserId } from '../../../builders/next-id.js';
import { minutesAfter, NOW, secondsAfter } from '../../../builders/now.js';
import { ton } from '../../../builders/ton.js';
import { usePersistence, type OpenPersistence } from '../persistence-under-test.js';

const LEASE = secondsAfter(30);

/** What people must be told: once a cause, in order for each person, never lost with a worker. */
export function noticesContract(label: string, open: OpenPersistence): void {
  describe(`${label}: notices`, () => {
    const store = usePersistence(open);
    const run = <Result>(work: (tx: Transaction) => Promise<Result>) => store().unitOfWork.run(work);
    const expired = (paymentId: string): Notice => ({ kind: 'payment-expired', paymentId });
    const add = (userId: number, name: string) => run((tx) => tx.notices.add(name, userId, expired(name), NOW));
    const claim = (now = NOW, leaseUntil = LEASE, limit = 10) => run((tx) => tx.notices.claim(now, leaseUntil, limit));
    const credited = (paymentId: string): Notice => ({ kind: 'top-up-credited', paymentId, amount: ton('10').toJSON(), balance: ton('10').toJSON(), fit: 'exact' });
    const addReceipt = (userId: number, name: string) => run((tx) => tx.notices.add(name, userId, credited(name), NOW));
    const names = (notices: Awaited<ReturnType<typeof claim>>) => notices.map(({ notice }) => ('paymentId' in notice ? notice.paymentId : notice.kind));
    const theOne = async (now = NOW, leaseUntil = LEASE) => {
      const [only] = await claim(now, leaseUntil);
      if (!only) throw new Error('no notice was due');
      return only;
    };

    it('a notice is handed out as it was written', async () => {
      const userId = nextUserId();
      await addReceipt(userId, 'paid');
      const { id: _id, ...claimed } = await theOne();
      expect(claimed).to.deep.equal({ userId, notice: credited('paid'), lane: 'receipt', attempts: 0 });
    });

    it('one cause is told once', async () => {
      const userId = nextUserId();
      await Promise.all(Array.from({ length: 10 }, () => add(userId, 'same')));
      expect(names(await claim())).to.deep.equal(['same']);
      expect(await claim(NOW)).to.deep.equal([]);
    });

    it('a cause that comes again after it was told is not told again', async () => {
      const userId = nextUserId();
      await add(userId, 'told');
      const { id } = await theOne();
      await run((tx) => tx.notices.sent(id, NOW));
      await add(userId, 'told');
      expect(await claim(minutesAfter(60), minutesAfter(61))).to.deep.equal([]);
    });

    it('a person hears one thing at a time, the oldest first', async () => {
      const [vera, oleg] = [nextUserId(), nextUserId()];
      for (const name of ['vera-1', 'vera-2']) await add(vera, name);
      await add(oleg, 'oleg-1');
      const first = await claim();
      expect(names(first)).to.have.members(['vera-1', 'oleg-1']).and.have.length(2);
      for (const { id } of first) await run((tx) => tx.notices.sent(id, NOW));
      expect(names(await claim())).to.deep.equal(['vera-2']);
    });

    it('receipts go before all that may wait, in each lane the oldest first', async () => {
      for (const name of ['bulk-1', 'bulk-2']) await add(nextUserId(), name);
      for (const name of ['receipt-1', 'receipt-2']) await addReceipt(nextUserId(), name);
      const claimed = await claim(NOW, LEASE, 3);
      expect(names(claimed)).to.deep.equal(['receipt-1', 'receipt-2', 'bulk-1']);
      expect(claimed.map(({ lane }) => lane)).to.deep.equal(['receipt', 'receipt', 'bulk']);
    });

    it('a receipt overtakes what else the person is to hear, and that waits until no receipt is left', async () => {
      const userId = nextUserId();
      for (const name of ['bulk-1', 'bulk-2']) await add(userId, name);
      for (const name of ['receipt-1', 'receipt-2']) await addReceipt(userId, name);
      const heard: string[] = [];
      for (let turn = 0; turn < 4; turn += 1) {
        const next = await theOne();
        heard.push(...names([next]));
        expect(await claim(), 'one at a time').to.deep.equal([]);
        await run((tx) => tx.notices.sent(next.id, NOW));
      }
      expect(heard).to.deep.equal(['receipt-1', 'receipt-2', 'bulk-1', 'bulk-2']);
    });

    it('a receipt does not wait for bulk that a worker has in hand', async () => {
      const userId = nextUserId();
      await add(userId, 'bulk');
      await claim();
      await addReceipt(userId, 'receipt');
      expect(names(await claim())).to.deep.equal(['receipt']);
    });

    it('what is put back keeps its place and its attempts, and is due when it was said to be', async () => {
      const [vera, oleg] = [nextUserId(), nextUserId()];
      for (const name of ['vera-1', 'vera-2']) await add(vera, name);
      await add(oleg, 'oleg-1');
      const claimed = await claim();
      await run((tx) => tx.notices.putBack(claimed.map(({ id }) => id), secondsAfter(5)));
      expect(await claim(secondsAfter(4))).to.deep.equal([]);
      const again = await claim(secondsAfter(5));
      expect(names(again)).to.deep.equal(['vera-1', 'oleg-1']);
      expect(again.map(({ attempts }) => attempts)).to.deep.equal([0, 0]);
    });

    it('what was told is not put back', async () => {
      await add(nextUserId(), 'told');
      const { id } = await theOne();
      await run(async (tx) => {
        await tx.notices.sent(id, NOW);
        await tx.notices.putBack([id], NOW);
      });
      expect(await claim()).to.deep.equal([]);
    });

    it('takes no more than asked', async () => {
      for (const name of ['a', 'b', 'c']) await add(nextUserId(), name);
      expect(names(await claim(NOW, LEASE, 2))).to.deep.equal(['a', 'b']);
    });

    it('what a worker took comes back when its lease is over', async () => {
      await add(nextUserId(), 'lost');
      await claim();
      expect(await claim(secondsAfter(29))).to.deep.equal([]);
      expect(names(await claim(secondsAfter(31), minutesAfter(2)))).to.deep.equal(['lost']);
    });

    it('workers at once never take the same notice', async () => {
      for (let index = 0; index < 30; index += 1) await add(nextUserId(), `notice-${index}`);
      const taken = (await Promise.all(Array.from({ length: 6 }, () => claim(NOW, LEASE, 10)))).flatMap(names);
      expect(new Set(taken).size).to.equal(taken.length);
    });

    it('what is sent is not sent again', async () => {
      await add(nextUserId(), 'done');
      await run(async (tx) => {
        const [notice] = await tx.notices.claim(NOW, LEASE, 1);
        if (notice) await tx.notices.sent(notice.id, NOW);
      });
      expect(await claim(minutesAfter(60), minutesAfter(61))).to.deep.equal([]);
    });

    it('a later notice waits for the earlier one that is to be tried again', async () => {
      const userId = nextUserId();
      for (const name of ['first', 'second']) await add(userId, name);
      const first = await theOne();
      await run((tx) => tx.notices.failed(first.id, '429', minutesAfter(5)));
      expect(await claim(minutesAfter(4), minutesAfter(5))).to.deep.equal([]);
      const again = await theOne(minutesAfter(5), minutesAfter(6));
      expect([...names([again]), again.attempts]).to.deep.equal(['first', 1]);
    });

    it('what cannot be delivered is given up and holds up nothing', async () => {
      const userId = nextUserId();
      for (const name of ['blocked', 'next']) await add(userId, name);
      await run(async (tx) => {
        const [notice] = await tx.notices.claim(NOW, LEASE, 1);
        if (notice) await tx.notices.failed(notice.id, 'blocked by the person', undefined);
      });
      expect(names(await claim())).to.deep.equal(['next']);
    });

    it('what a failed transaction wanted to tell is never told', async () => {
      await run(async (tx) => {
        await tx.notices.add('untrue', nextUserId(), expired('untrue'), NOW);
        throw new RangeError('cut');
      }).catch(() => undefined);
      expect(await claim()).to.deep.equal([]);
    });
  });
}
