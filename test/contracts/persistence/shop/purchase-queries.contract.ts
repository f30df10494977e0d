import { expect } from 'chai';
import { aPayment } from '../../../builders/a-payment.js';
import { nextId } from '../../../builders/next-id.js';
import { usePersistence, type OpenPersistence } from '../persistence-under-test.js';
import { plain } from '../kit/plain.js';
import { aPersonWith, aStoredFulfilment, aStoredOrder } from '../kit/stock.js';

/** Orders and payments as their buyer sees them. */
export function purchaseQueriesContract(label: string, open: OpenPersistence): void {
  describe(`${label}: purchases`, () => {
    const store = usePersistence(open);

    it('shows an order with its newest payment and its delivery', async () => {
      const fulfilment = await aStoredFulfilment(store().unitOfWork);
      const order = await store().unitOfWork.run((tx) => tx.orders.get(fulfilment.orderId));
      const payment = aPayment({ userId: order.userId, orderId: order.id });
      await store().unitOfWork.run((tx) => tx.payments.add(payment));
      expect(plain(await store().purchases.order(order.userId, order.id))).to.deep.equal(plain({ order, payment, fulfilment }));
    });

    it('shows a draft that has neither', async () => {
      const order = await aStoredOrder(store().unitOfWork);
      expect(plain(await store().purchases.order(order.userId, order.id))).to.deep.equal(plain({ order }));
    });

    it("another person's order and payment are as unknown as none", async () => {
      const order = await aStoredOrder(store().unitOfWork);
      const payment = aPayment({ userId: order.userId });
      await store().unitOfWork.run((tx) => tx.payments.add(payment));
      const stranger = await aPersonWith(store().unitOfWork);
      expect((await store().purchases.payment(order.userId, payment.id))?.id).to.equal(payment.id);
      expect(await store().purchases.order(stranger, order.id)).to.equal(undefined);
      expect(await store().purchases.payment(stranger, payment.id)).to.equal(undefined);
      for (const id of [nextId(), 'nonsense']) {
        expect(await store().purchases.order(order.userId, id)).to.equal(undefined);
        expect(await store().purchases.payment(order.userId, id)).to.equal(undefined);
      }
    });
  });
}
