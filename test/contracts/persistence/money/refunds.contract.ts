import { expect } from 'chai';
import { refundHold, refundLoss, refundPaid, refundRelease } from '#domain/refunds/refund-ledger.js';
import { Refund } from '#domain/refunds/refund.js';
import { ImpossibleMove } from '#domain/shared/transitions.js';
import { topUp } from '#domain/wallet/ledger.js';
import { RefundExists, RefundNotFound } from '#use-cases/ports/persistence/persistence-error.js';
import type { Transaction } from '#use-cases/ports/persistence/unit-of-work.js';
import { aPayment } from '../../../builders/a-payment.js';
import { nextId } from '../../../builders/next-id.js';
import { minutesAfter, NOW } from '../../../builders/now.js';
import { ton } from '../../../builders/ton.js';
import { plain } from '../kit/plain.js';
import { refusal } from '../kit/refusal.js';
import { aPersonWith } from '../kit/stock.js';
import { type OpenPersistence, usePersistence } from '../persistence-under-test.js';

/** What the shop remembers of money it gives back. */
export function refundsContract(label: string, open: OpenPersistence): void {
  describe(`${label}: refunds`, () => {
    const store = usePersistence(open);
    const run = <Result>(work: (tx: Transaction) => Promise<Result>): Promise<Result> => store().unitOfWork.run(work);

    /** A refund, not stored yet, of a payment that brought 10 TON. */
    async function aRefund(changes: { readonly amount?: string; readonly loss?: string } = {}): Promise<Refund> {
      const userId = await aPersonWith(store().unitOfWork);
      const payment = aPayment({ userId });
      const chargeId = payment.invoice?.invoiceId ?? '';
      await run(async (tx) => {
        await tx.payments.add(payment);
        await tx.ledger.post(topUp({ gateway: 'heleket', chargeId, userId, amount: ton('10'), total: ton('10') }));
        await tx.payments.save(payment.moved('credited', { credited: ton('10'), nextAttemptAt: undefined }));
      });
      const { amount = '10', loss = '0' } = changes;
      const given = { id: nextId(), paymentId: payment.id, userId, gateway: 'heleket', destination: 'UQ-wallet', reason: 'asked', now: NOW };
      return Refund.open({ ...given, amount: ton(amount), loss: ton(loss) });
    }
    async function aStoredRefund(): Promise<Refund> {
      const refund = await aRefund();
      await run(async (tx) => {
        await tx.refunds.add(refund);
        await tx.ledger.post(refundHold(refund));
      });
      return refund;
    }
    const get = (refundId: string): Promise<Refund> => run((tx) => tx.refunds.get(refundId));

    it('a refund is read as it was written', async () => {
      const refund = await aStoredRefund();
      expect(plain(await get(refund.id))).to.deep.equal(plain(refund));
      const sent = refund.sending(minutesAfter(1)).notSent('unavailable', minutesAfter(5), 3);
      await run(async (tx) => {
        await tx.refunds.save(refund.sending(minutesAfter(1)));
        await tx.refunds.save(sent);
      });
      expect(plain(await run((tx) => tx.refunds.lock(refund.id)))).to.deep.equal(plain(sent));
      await refusal(get(nextId()), RefundNotFound);
      await refusal(get('no id'), RefundNotFound);
    });

    it('a payment has one that stands, and may have another after a refusal', async () => {
      const refund = await aStoredRefund();
      const { id, paymentId, userId, gateway, amount, loss, destination, reason } = refund;
      const second = Refund.open({ id: nextId(), paymentId, userId, gateway, amount, loss, destination, reason, now: NOW });
      await refusal(run((tx) => tx.refunds.add(second)), RefundExists);
      expect((await run((tx) => tx.refunds.lockStanding(paymentId)))?.id).to.equal(id);
      await run(async (tx) => {
        await tx.refunds.save(refund.refused('no'));
        await tx.ledger.post(refundRelease(refund));
      });
      expect(await run((tx) => tx.refunds.lockStanding(paymentId))).to.equal(undefined);
      await run(async (tx) => {
        await tx.refunds.add(second);
        await tx.ledger.post(refundHold(second));
      });
      expect((await run((tx) => tx.refunds.lockStanding(paymentId)))?.id).to.equal(second.id);
    });

    it('is due at its time, the longest waiting first', async () => {
      const [first, second] = [await aStoredRefund(), await aStoredRefund()];
      await run((tx) => tx.refunds.save(first.sending(minutesAfter(2))));
      expect(await run((tx) => tx.refunds.due(minutesAfter(1), 10))).to.deep.equal([second.id]);
      expect(await run((tx) => tx.refunds.due(minutesAfter(9), 10))).to.deep.equal([second.id, first.id]);
      expect(await run((tx) => tx.refunds.due(minutesAfter(9), 1))).to.deep.equal([second.id]);
    });

    it('makes no move the shop does not know', async () => {
      const refund = await aStoredRefund();
      await run(async (tx) => {
        await tx.refunds.save(refund.sending(NOW));
        await tx.refunds.save(refund.sending(NOW).done());
        await tx.ledger.post(refundPaid(refund));
      });
      await refusal(run((tx) => tx.refunds.save(refund)), ImpossibleMove);
    });

    describe('is refused with the whole transaction', () => {
      const stays = async (work: (tx: Transaction) => Promise<unknown>): Promise<void> => {
        await refusal(run(work), Error);
      };

      it('without its hold', async () => {
        const refund = await aRefund();
        await stays((tx) => tx.refunds.add(refund));
      });

      it('as done while the money is still held', async () => {
        const refund = await aStoredRefund();
        await stays((tx) => tx.refunds.save(refund.done()));
        expect((await get(refund.id)).state).to.equal('requested');
      });

      it('as refused while the money is still held', async () => {
        const refund = await aStoredRefund();
        await stays((tx) => tx.refunds.save(refund.refused('no')));
      });

      it('as refused after the money is gone', async () => {
        const refund = await aStoredRefund();
        await stays(async (tx) => {
          await tx.ledger.post(refundPaid(refund));
          await tx.refunds.save(refund.refused('no'));
        });
      });

      it('of more than its payment brought', async () => {
        const refund = await aRefund({ amount: '11' });
        await stays(async (tx) => {
          await tx.ledger.post({ ...refundLoss(refund), amount: ton('5') });
          await tx.refunds.add(refund);
          await tx.ledger.post(refundHold(refund));
        });
      });
    });

    it('that is only proposed holds nothing', async () => {
      const refund = await aRefund({ loss: '4' });
      await run((tx) => tx.refunds.add(refund));
      expect(await get(refund.id)).to.include({ state: 'proposed', nextAttemptAt: undefined });
      expect((await get(refund.id)).loss.toDecimal()).to.equal('4');
    });
  });
}
