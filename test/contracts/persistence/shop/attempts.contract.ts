import { expect } from 'chai';
import { release } from '#domain/wallet/ledger.js';
import { AttemptConflict } from '#use-cases/ports/persistence/persistence-error.js';
import type { Transaction } from '#use-cases/ports/persistence/unit-of-work.js';
import { anAttempt } from '../../../builders/an-attempt.js';
import { minutesAfter, NOW } from '../../../builders/now.js';
import { usePersistence, type OpenPersistence } from '../persistence-under-test.js';
import { plain } from '../kit/plain.js';
import { refusal } from '../kit/refusal.js';
import { aStoredFulfilment } from '../kit/stock.js';

/** Attempts to pay the star provider: no second one while the first might still have paid. */
export function attemptsContract(label: string, open: OpenPersistence): void {
  describe(`${label}: attempts to pay for stars`, () => {
    const store = usePersistence(open);
    const run = <Result>(work: (tx: Transaction) => Promise<Result>) => store().unitOfWork.run(work);
    const aDelivery = async () => (await aStoredFulfilment(store().unitOfWork)).orderId;
    const add = (orderId: string, attempt = anAttempt()) => run((tx) => tx.starAttempts.add(orderId, attempt, NOW)).then(() => attempt);
    const decide = (attemptId: string, state: 'paid' | 'void') => run((tx) => tx.starAttempts.decide(attemptId, state, 'proof', minutesAfter(2)));
    const current = (orderId: string) => run((tx) => tx.starAttempts.findCurrent(orderId));

    it('an attempt is kept with its bytes before they are sent', async () => {
      const orderId = await aDelivery();
      const attempt = await add(orderId, anAttempt({ data: { boc: 'te6ccgEBAQEA', seqno: 7, nested: { list: [1, 'two', null] } } }));
      const recorded = await current(orderId);
      expect(plain(recorded)).to.deep.equal(plain({ attempt, orderId, state: 'live', createdAt: NOW }));
      await run((tx) => tx.starAttempts.submitted(attempt.id, minutesAfter(1)));
      expect((await current(orderId))?.submittedAt).to.deep.equal(minutesAfter(1));
    });

    it('an order without an attempt has none', async () => {
      expect(await current(await aDelivery())).to.equal(undefined);
    });

    it('an undecided attempt of the order forbids a second one', async () => {
      const orderId = await aDelivery();
      const first = await add(orderId);
      await refusal(add(orderId, anAttempt({ lane: 'other' })), AttemptConflict);
      expect((await current(orderId))?.attempt.id).to.equal(first.id);
    });

    it('an undecided attempt of the wallet forbids one for another order', async () => {
      await add(await aDelivery());
      await refusal(add(await aDelivery()), AttemptConflict);
    });

    it('an attempt that may pay, or did, forbids giving the price back; one proven void does not', async () => {
      const giveBack = (orderId: string) =>
        run(async (tx) => {
          const order = await tx.orders.lock(orderId);
          await tx.ledger.post(release(order.id, order.userId, order.price));
          await tx.orders.save(order.moved('failed', 'supply-unavailable'));
        });
      const [one, two] = [await aDelivery(), await aDelivery()];
      const paid = await add(one);
      await refusal(giveBack(one), Error);
      await decide(paid.id, 'paid');
      await refusal(giveBack(one), Error);
      await decide((await add(two)).id, 'void');
      await giveBack(two);
      const states = await run(async (tx) => [(await tx.orders.get(one)).state, (await tx.orders.get(two)).state]);
      expect(states).to.deep.equal(['fulfilling', 'failed']);
    });

    it('a paid attempt forbids another for good', async () => {
      const orderId = await aDelivery();
      const attempt = await add(orderId);
      await decide(attempt.id, 'paid');
      await refusal(add(orderId), AttemptConflict);
      expect((await current(orderId))?.state).to.equal('paid');
    });

    it('an attempt proven void makes room for the next, and a paid one frees the wallet', async () => {
      const [one, two] = [await aDelivery(), await aDelivery()];
      await decide((await add(one)).id, 'void');
      expect(await current(one)).to.equal(undefined);
      const second = await add(one);
      await decide(second.id, 'paid');
      expect((await current(one))?.attempt.id).to.equal(second.id);
      await add(two);
    });

    it('what is decided stays decided', async () => {
      const orderId = await aDelivery();
      const attempt = await add(orderId);
      await decide(attempt.id, 'paid');
      await refusal(decide(attempt.id, 'void'), Error);
      expect((await current(orderId))?.state).to.equal('paid');
    });

    it('the same signed bytes are never two attempts', async () => {
      const first = await add(await aDelivery());
      await decide(first.id, 'void');
      await refusal(add(await aDelivery(), anAttempt({ fingerprint: first.fingerprint })), Error);
    });

    it('of ten workers at once one gets to sign', async () => {
      const orderId = await aDelivery();
      const attempts = await Promise.allSettled(Array.from({ length: 10 }, () => add(orderId)));
      expect(attempts.filter((attempt) => attempt.status === 'fulfilled')).to.have.length(1);
    });
  });
}
