import { expect } from 'chai';
import { ImpossibleMove } from '#domain/shared/transitions.js';
import { PaymentNotFound } from '#use-cases/ports/persistence/persistence-error.js';
import { anInvoice, aPayment } from '../../../builders/a-payment.js';
import { nextId } from '../../../builders/next-id.js';
import { minutesAfter, NOW } from '../../../builders/now.js';
import { ton } from '../../../builders/ton.js';
import { usePersistence, type OpenPersistence } from '../persistence-under-test.js';
import { plain } from '../kit/plain.js';
import { refusal } from '../kit/refusal.js';
import { aPersonWith, aStoredOrder } from '../kit/stock.js';

/** What the shop remembers of money it asked for. */
export function paymentsContract(label: string, open: OpenPersistence): void {
  describe(`${label}: payments`, () => {
    const store = usePersistence(open);
    const aStoredPayment = async (changes: Parameters<typeof aPayment>[0] = {}) => {
      const payment = aPayment({ userId: await aPersonWith(store().unitOfWork), ...changes });
      await store().unitOfWork.run((tx) => tx.payments.add(payment));
      return payment;
    };
    const find = (paymentId: string) => store().unitOfWork.run((tx) => tx.payments.find(paymentId));

    it('a payment is read as it was written', async () => {
      const order = await aStoredOrder(store().unitOfWork);
      const payment = await aStoredPayment({ orderId: order.id, flags: { late: true, partial: true, over: false }, credited: ton('0.000000001') });
      expect(plain(await find(payment.id))).to.deep.equal(plain(payment));
    });

    it('a payment without an invoice is read as it was written', async () => {
      const payment = await aStoredPayment({ state: 'created', invoice: undefined, nextAttemptAt: undefined });
      expect(plain(await find(payment.id))).to.deep.equal(plain(payment));
    });

    it('an unknown or malformed id is no payment', async () => {
      expect(await find(nextId())).to.equal(undefined);
      expect(await find("x' OR 1=1")).to.equal(undefined);
      await refusal(store().unitOfWork.run((tx) => tx.payments.get(nextId())), PaymentNotFound);
      await refusal(store().unitOfWork.run((tx) => tx.payments.lock(nextId())), PaymentNotFound);
    });

    it('the next version replaces the last one', async () => {
      const payment = await aStoredPayment({ state: 'created', invoice: undefined });
      const invoiced = payment.invoiced(anInvoice(), minutesAfter(2));
      await store().unitOfWork.run((tx) => tx.payments.save(invoiced));
      const credited = invoiced.moved('credited', { credited: ton('12'), flags: { late: false, partial: false, over: true }, nextAttemptAt: undefined });
      await store().unitOfWork.run((tx) => tx.payments.save(credited));
      expect(plain(await find(payment.id))).to.deep.equal(plain(credited));
    });

    it('a payment never moves where no edge leads', async () => {
      const payment = await aStoredPayment({ state: 'refunded' });
      await refusal(store().unitOfWork.run((tx) => tx.payments.save(aPayment({ ...stateless(payment), state: 'credited' }))), ImpossibleMove);
      expect((await find(payment.id))?.state).to.equal('refunded');
    });

    it('the same payment is not added twice', async () => {
      const payment = await aStoredPayment();
      await refusal(store().unitOfWork.run((tx) => tx.payments.add(payment)), Error);
    });

    it('one invoice belongs to one payment', async () => {
      const { invoice } = await aStoredPayment();
      await refusal(aStoredPayment({ invoice }), Error);
      await aStoredPayment({ invoice, gateway: 'wata' });
    });

    it('a payment for nobody or for no order is refused', async () => {
      await refusal(aStoredPayment({ userId: 4_242 }), Error);
      await refusal(aStoredPayment({ orderId: nextId() }), Error);
    });

    it('is found by its invoice at the gateway that issued it', async () => {
      const payment = await aStoredPayment();
      const found = (gateway: string) => store().unitOfWork.run((tx) => tx.payments.findByInvoice(gateway, payment.invoice?.invoiceId ?? ''));
      expect((await found('heleket'))?.id).to.equal(payment.id);
      expect(await found('wata')).to.equal(undefined);
    });

    it('an order names its newest payment', async () => {
      const order = await aStoredOrder(store().unitOfWork);
      const find = () => store().unitOfWork.run((tx) => tx.payments.findByOrder(order.id));
      expect(await find()).to.equal(undefined);
      const newest = await aStoredPayment({ orderId: order.id, createdAt: minutesAfter(2) });
      await aStoredPayment({ orderId: order.id, createdAt: minutesAfter(1) });
      expect((await find())?.id).to.equal(newest.id);
    });

    it('those whose time has come are due, the longest waiting first', async () => {
      const second = await aStoredPayment({ nextAttemptAt: minutesAfter(2) });
      const first = await aStoredPayment({ nextAttemptAt: minutesAfter(1) });
      const third = await aStoredPayment({ nextAttemptAt: minutesAfter(3) });
      await aStoredPayment({ nextAttemptAt: minutesAfter(4) });
      await aStoredPayment({ nextAttemptAt: undefined });
      const due = (now: Date, limit: number) => store().unitOfWork.run((tx) => tx.payments.due(now, limit));
      expect(await due(minutesAfter(3), 10)).to.deep.equal([first.id, second.id, third.id]);
      expect(await due(minutesAfter(3), 2)).to.deep.equal([first.id, second.id]);
      expect(await due(NOW, 10)).to.deep.equal([]);
    });

    it('two who lock one payment work one after the other', async () => {
      const payment = await aStoredPayment();
      const askAgain = () => store().unitOfWork.run(async (tx) => tx.payments.save((await tx.payments.lock(payment.id)).askedAgain(NOW)));
      await Promise.all(Array.from({ length: 20 }, askAgain));
      expect((await find(payment.id))?.attempts).to.equal(20);
    });
  });
}

function stateless(payment: ReturnType<typeof aPayment>) {
  return { id: payment.id, userId: payment.userId, invoice: payment.invoice };
}
