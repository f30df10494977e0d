import { expect } from 'chai';
import { ImpossibleMove } from '#domain/shared/transitions.js';
import { LaneTaken, LeaseLost } from '#use-cases/ports/persistence/persistence-error.js';
import type { Transaction } from '#use-cases/ports/persistence/unit-of-work.js';
import { aFulfilment } from '../../../builders/a-fulfilment.js';
import { nextId } from '../../../builders/next-id.js';
import { minutesAfter, NOW, secondsAfter } from '../../../builders/now.js';
import { usePersistence, type OpenPersistence } from '../persistence-under-test.js';
import { plain } from '../kit/plain.js';
import { refusal } from '../kit/refusal.js';
import { aStoredFulfilment } from '../kit/stock.js';

const LEASE = secondsAfter(30);

/** Deliveries: one worker at a time, one order a wallet, and no word from a worker that lost its turn. */
export function fulfilmentsContract(label: string, open: OpenPersistence): void {
  describe(`${label}: deliveries`, () => {
    const store = usePersistence(open);
    const run = <Result>(work: (tx: Transaction) => Promise<Result>) => store().unitOfWork.run(work);
    const stored = (changes = {}) => aStoredFulfilment(store().unitOfWork, changes);
    const claim = (orderId: string, now = NOW, until = LEASE) => run((tx) => tx.fulfilments.claim(orderId, now, until));
    const claimed = async (orderId: string, now = NOW, until = LEASE) => {
      const mine = await claim(orderId, now, until);
      if (!mine) throw new Error('the delivery could not be claimed');
      return mine;
    };
    const save = (fulfilment: Parameters<Transaction['fulfilments']['save']>[0], keepLease = false) =>
      run((tx) => tx.fulfilments.save(fulfilment, { keepLease }));

    it('a delivery is read as it was queued, and queued once', async () => {
      const fulfilment = await stored();
      await run((tx) => tx.fulfilments.add(aFulfilment({ orderId: fulfilment.orderId, nextAttemptAt: minutesAfter(9) })));
      expect(plain(await run((tx) => tx.fulfilments.find(fulfilment.orderId)))).to.deep.equal(plain(fulfilment));
      expect(await run((tx) => tx.fulfilments.find(nextId()))).to.equal(undefined);
    });

    it('one worker takes it, and its fence rises', async () => {
      const { orderId } = await stored();
      const first = await claimed(orderId);
      expect(first.fence).to.equal(1);
      expect(await claim(orderId, secondsAfter(29), minutesAfter(2)), 'while the lease holds').to.equal(undefined);
      expect((await claimed(orderId, secondsAfter(31), minutesAfter(2))).fence).to.equal(2);
    });

    it('keeps it for longer when it says so in time', async () => {
      const { orderId } = await stored();
      const mine = await claimed(orderId);
      await run((tx) => tx.fulfilments.extendLease(mine, minutesAfter(1)));
      expect(await claim(orderId, secondsAfter(59), minutesAfter(2))).to.equal(undefined);
      const others = await claimed(orderId, secondsAfter(61), minutesAfter(2));
      await run((tx) => tx.fulfilments.extendLease(mine, minutesAfter(9)));
      expect((await claimed(orderId, minutesAfter(3), minutesAfter(4))).fence, 'what was lost is not extended').to.equal(others.fence + 1);
    });

    it('does not keep what it has given up', async () => {
      const { orderId } = await stored();
      const mine = await claimed(orderId);
      await save(mine.waiting(secondsAfter(5), 'low-balance'), false);
      await run((tx) => tx.fulfilments.extendLease(mine, minutesAfter(9)));
      expect((await claimed(orderId, secondsAfter(5), minutesAfter(1))).fence).to.equal(2);
    });

    it('of twenty workers at once one takes it', async () => {
      const { orderId } = await stored();
      const answers = await Promise.all(Array.from({ length: 20 }, () => claim(orderId)));
      expect(answers.filter((answer) => answer !== undefined)).to.have.length(1);
    });

    it('what is not due yet, finished or unknown is taken by nobody', async () => {
      const later = await stored({ nextAttemptAt: minutesAfter(1) });
      const finished = await stored({ state: 'delivered', nextAttemptAt: undefined });
      for (const orderId of [later.orderId, finished.orderId, nextId()]) expect(await claim(orderId)).to.equal(undefined);
      expect((await claimed(later.orderId, minutesAfter(1), minutesAfter(2))).orderId).to.equal(later.orderId);
    });

    it('a worker that lost its lease cannot write', async () => {
      const { orderId } = await stored();
      const slow = await claimed(orderId);
      const quick = await claimed(orderId, minutesAfter(1), minutesAfter(2));
      await save(quick.moved('checked', minutesAfter(1)), true);
      await refusal(save(slow.moved('rejected', minutesAfter(1))), LeaseLost);
      expect((await run((tx) => tx.fulfilments.find(orderId)))?.state).to.equal('checked');
    });

    it('keeps its lease between two steps and gives it up when it waits', async () => {
      const { orderId } = await stored();
      const checked = (await claimed(orderId)).moved('checked', NOW);
      await save(checked, true);
      expect(await claim(orderId)).to.equal(undefined);
      await save(checked.waiting(secondsAfter(5), 'low-balance'), false);
      expect(await claim(orderId, secondsAfter(4), LEASE)).to.equal(undefined);
      const again = await claimed(orderId, secondsAfter(5), LEASE);
      expect([again.state, again.reason, again.attempts, again.fence]).to.deep.equal(['checked', 'low-balance', 1, 2]);
    });

    it('never moves where no edge leads', async () => {
      const { orderId } = await stored();
      const mine = await claimed(orderId);
      const skipped = aFulfilment({ orderId, fence: mine.fence, state: 'paid' });
      await refusal(save(skipped), ImpossibleMove);
      expect((await run((tx) => tx.fulfilments.find(orderId)))?.state).to.equal('queued');
    });

    it('a wallet serves one order at a time', async () => {
      const [one, two] = [await stored(), await stored()];
      const first = (await claimed(one.orderId)).moved('checked', NOW, { lane: 'fragment' });
      const second = (await claimed(two.orderId)).moved('checked', NOW, { lane: 'fragment' });
      await save(first, true);
      await refusal(save(second, true), LaneTaken);
      await save(first.leavingLane(), true);
      await save(second, true);
      expect((await run((tx) => tx.fulfilments.find(two.orderId)))?.lane).to.equal('fragment');
    });

    it('those whose time has come are due, the longest waiting first', async () => {
      const second = await stored({ nextAttemptAt: minutesAfter(2) });
      const first = await stored({ nextAttemptAt: minutesAfter(1) });
      await stored({ nextAttemptAt: minutesAfter(9) });
      await stored({ state: 'refunded', nextAttemptAt: undefined });
      const due = (limit: number) => run((tx) => tx.fulfilments.due(minutesAfter(5), limit));
      expect(await due(10)).to.deep.equal([first.orderId, second.orderId]);
      expect(await due(1)).to.deep.equal([first.orderId]);
    });

    it('the oldest queued order is next in line', async () => {
      expect(await run((tx) => tx.fulfilments.nextQueued())).to.equal(undefined);
      await stored({ createdAt: minutesAfter(2) });
      const oldest = await stored({ createdAt: minutesAfter(1) });
      await stored({ createdAt: NOW, state: 'checked' });
      expect(await run((tx) => tx.fulfilments.nextQueued())).to.equal(oldest.orderId);
    });
  });
}
