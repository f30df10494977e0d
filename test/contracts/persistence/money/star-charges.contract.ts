import { expect } from 'chai';
import type { StarCharge } from '#domain/payments/star-charge.js';
import { Money } from '#domain/shared/money.js';
import type { Transaction } from '#use-cases/ports/persistence/unit-of-work.js';
import { aPayment } from '../../../builders/a-payment.js';
import { nextId } from '../../../builders/next-id.js';
import { minutesAfter, NOW } from '../../../builders/now.js';
import { plain } from '../kit/plain.js';
import { aPersonWith } from '../kit/stock.js';
import { type OpenPersistence, usePersistence } from '../persistence-under-test.js';

/** What the shop remembers of stars that were paid, and of who may be paying. */
export function starChargesContract(label: string, open: OpenPersistence): void {
  describe(`${label}: star charges`, () => {
    const store = usePersistence(open);
    const run = <Result>(work: (tx: Transaction) => Promise<Result>): Promise<Result> => store().unitOfWork.run(work);

    const aStoredPayment = async (): Promise<string> => {
      const payment = aPayment({ userId: await aPersonWith(store().unitOfWork), gateway: 'stars', amount: Money.of(100n, 'XTR') });
      await run((tx) => tx.payments.add(payment));
      return payment.id;
    };
    const aCharge = (changes: Partial<StarCharge> = {}): StarCharge => ({
      id: `stx${nextId()}`,
      payload: changes.paymentId ?? 'an order of somebody else',
      paymentId: undefined,
      payer: 9_007_199_254_740_991,
      amount: Money.of(100n, 'XTR'),
      at: NOW,
      refundedAt: undefined,
      ...changes,
    });

    it('a charge is kept once, whatever else is said of it later', async () => {
      const charge = aCharge({ paymentId: await aStoredPayment() });
      expect(await run((tx) => tx.starCharges.add(charge))).to.equal('new');
      expect(await run((tx) => tx.starCharges.add({ ...charge, amount: Money.of(9n, 'XTR'), paymentId: undefined }))).to.equal('known');
      expect(plain(await run((tx) => tx.starCharges.find(charge.id)))).to.deep.equal(plain(charge));
      expect(await run((tx) => tx.starCharges.find('stx-unknown'))).to.equal(undefined);
    });

    it('a charge is given back once', async () => {
      const charge = aCharge();
      await run((tx) => tx.starCharges.add(charge));
      expect(await run((tx) => tx.starCharges.saveRefund(charge.id, minutesAfter(1)))).to.equal(true);
      expect(await run((tx) => tx.starCharges.saveRefund(charge.id, minutesAfter(2)))).to.equal(false);
      expect(await run((tx) => tx.starCharges.saveRefund('stx-unknown', NOW))).to.equal(false);
      expect(plain(await run((tx) => tx.starCharges.find(charge.id)))).to.deep.equal(plain({ ...charge, refundedAt: minutesAfter(1) }));
    });

    it('the charges of payments are found together, the oldest first, and those of none apart', async () => {
      const [mine, other] = [await aStoredPayment(), await aStoredPayment()];
      const [late, early, foreign] = [aCharge({ paymentId: mine, at: minutesAfter(2) }), aCharge({ paymentId: mine }), aCharge({ paymentId: other, at: minutesAfter(1) })];
      const [stray, old] = [aCharge({ at: minutesAfter(5) }), aCharge({ at: minutesAfter(-5) })];
      await run(async (tx) => {
        for (const charge of [late, early, foreign, stray, old]) await tx.starCharges.add(charge);
      });
      const ids = (charges: readonly StarCharge[]): readonly string[] => charges.map(({ id }) => id);
      expect(ids(await run((tx) => tx.starCharges.of([mine])))).to.deep.equal([early.id, late.id]);
      expect(ids(await run((tx) => tx.starCharges.of([mine, other, nextId(), 'no id'])))).to.deep.equal([early.id, foreign.id, late.id]);
      expect(ids(await run((tx) => tx.starCharges.unclaimed(NOW)))).to.deep.equal([stray.id]);
    });

    it('one question at a time is answered with yes, the same one again and again', async () => {
      const [paymentId, other] = [await aStoredPayment(), await aStoredPayment()];
      const approve = (queryId: string, now: Date, id = paymentId) =>
        run((tx) => tx.starCharges.approve({ paymentId: id, queryId, until: new Date(now.getTime() + 60_000) }, now));
      expect(await approve('1', NOW)).to.equal(true);
      expect(await approve('2', NOW)).to.equal(false);
      expect(await approve('1', NOW)).to.equal(true);
      expect(await approve('2', NOW, other), 'another payment').to.equal(true);
      expect(await approve('2', minutesAfter(1)), 'a minute later').to.equal(true);
      expect(await approve('1', minutesAfter(1))).to.equal(false);
    });
  });
}
