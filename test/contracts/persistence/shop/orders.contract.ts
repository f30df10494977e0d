import { expect } from 'chai';
import type { AnyOrder } from '#domain/orders/any-order.js';
import { ImpossibleMove } from '#domain/shared/transitions.js';
import { capture, hold, release } from '#domain/wallet/ledger.js';
import { OrderNotFound } from '#use-cases/ports/persistence/persistence-error.js';
import type { Transaction } from '#use-cases/ports/persistence/unit-of-work.js';
import { aRecipient, aSubscriptionOrder, anOrder } from '../../../builders/an-order.js';
import { nextId } from '../../../builders/next-id.js';
import { minutesAfter } from '../../../builders/now.js';
import { ton } from '../../../builders/ton.js';
import { usePersistence, type OpenPersistence } from '../persistence-under-test.js';
import { plain } from '../kit/plain.js';
import { refusal } from '../kit/refusal.js';
import { aPersonWith, aStoredOrder } from '../kit/stock.js';

/** What the shop remembers of purchases: no word about money without the transfer that makes it true. */
export function ordersContract(label: string, open: OpenPersistence): void {
  describe(`${label}: orders`, () => {
    const store = usePersistence(open);
    const run = <Result>(work: (tx: Transaction) => Promise<Result>) => store().unitOfWork.run(work);
    const stateOf = async (orderId: string) => (await run((tx) => tx.orders.get(orderId))).state;
    const aPaidOrder = async () => {
      const order = await aStoredOrder(store().unitOfWork, { userId: await aPersonWith(store().unitOfWork, ton('2')) });
      const paid = order.moved('paid');
      await run(async (tx) => {
        await tx.ledger.post(hold(order.id, order.userId, order.price));
        await tx.orders.save(paid);
      });
      return paid;
    };
    const aFulfillingOrder = async () => {
      const order = (await aPaidOrder()).moved('fulfilling');
      await run((tx) => tx.orders.save(order));
      return order;
    };

    it('an order is read as it was written', async () => {
      const order = await aStoredOrder(store().unitOfWork, { recipient: aRecipient({ name: 'Ünï <i>"x"' }) });
      expect(plain(await run((tx) => tx.orders.get(order.id)))).to.deep.equal(plain(order));
    });

    it('an order for a subscription is read as it was written', async () => {
      const { userId } = await aStoredOrder(store().unitOfWork);
      const order = aSubscriptionOrder({ userId });
      await run((tx) => tx.orders.add(order));
      expect(plain(await run((tx) => tx.orders.get(order.id)))).to.deep.equal(plain(order));
      const inRubles = order.payable('yookassa', 'RUB').moved('awaiting_payment');
      await run((tx) => tx.orders.save(inRubles));
      expect(plain(await run((tx) => tx.orders.lock(order.id)))).to.deep.equal(plain(inRubles));
    });

    it('a draft may wait for its recipient and its price', async () => {
      const order = await aStoredOrder(store().unitOfWork, { recipient: undefined });
      const ready = order.for(aRecipient()).payable('heleket', ton('2.5')).moved('awaiting_payment');
      await run((tx) => tx.orders.save(ready));
      expect(plain(await run((tx) => tx.orders.lock(order.id)))).to.deep.equal(plain(ready));
    });

    it('an order for nobody cannot be paid for', async () => {
      const order = await aStoredOrder(store().unitOfWork, { recipient: undefined });
      await refusal(run((tx) => tx.orders.save(order.moved('awaiting_payment'))), Error);
      expect(await stateOf(order.id)).to.equal('draft');
    });

    it('an unknown or malformed id is no order', async () => {
      expect(await run((tx) => tx.orders.find(nextId()))).to.equal(undefined);
      expect(await run((tx) => tx.orders.find('nonsense'))).to.equal(undefined);
      await refusal(run((tx) => tx.orders.get(nextId())), OrderNotFound);
      await refusal(run((tx) => tx.orders.lock(nextId())), OrderNotFound);
    });

    it('is paid together with its hold, in whichever order they are written', async () => {
      const order = await aStoredOrder(store().unitOfWork, { userId: await aPersonWith(store().unitOfWork, ton('2')) });
      await run(async (tx) => {
        await tx.orders.save(order.moved('paid'));
        await tx.ledger.post(hold(order.id, order.userId, order.price));
      });
      expect(await stateOf(order.id)).to.equal('paid');
    });

    it('is not paid without its hold', async () => {
      const order = await aStoredOrder(store().unitOfWork);
      await refusal(run((tx) => tx.orders.save(order.moved('paid'))), Error);
      expect(await stateOf(order.id)).to.equal('draft');
    });

    it('is not paid by the hold of another order', async () => {
      const order = await aStoredOrder(store().unitOfWork, { userId: await aPersonWith(store().unitOfWork, ton('2')) });
      const wrong = run(async (tx) => {
        await tx.ledger.post(hold(nextId(), order.userId, order.price));
        await tx.orders.save(order.moved('paid'));
      });
      await refusal(wrong, Error);
      const balance = await run((tx) => tx.ledger.balance(order.userId, 'TON'));
      expect(balance.held.toString()).to.equal('0 TON');
    });

    it('is delivered together with its capture, and not without', async () => {
      const order = await aFulfillingOrder();
      const delivered = order.moved('delivered');
      await refusal(run((tx) => tx.orders.save(delivered)), Error);
      expect(await stateOf(order.id)).to.equal('fulfilling');
      await run(async (tx) => {
        await tx.ledger.post(capture(order.id, order.userId, order.price));
        await tx.orders.save(delivered);
      });
      expect(await stateOf(order.id)).to.equal('delivered');
    });

    it('has failed only when the money is back', async () => {
      const order = await aFulfillingOrder();
      const failed = order.moved('failed', 'recipient-changed');
      await refusal(run((tx) => tx.orders.save(failed)), Error);
      await run(async (tx) => {
        await tx.orders.save(failed);
        await tx.ledger.post(release(order.id, order.userId, order.price));
      });
      const stored = await run((tx) => tx.orders.get(order.id));
      expect([stored.state, stored.reason]).to.deep.equal(['failed', 'recipient-changed']);
    });

    it('never moves where no edge leads', async () => {
      const order = await aPaidOrder();
      const skipped = anOrder({ id: order.id, userId: order.userId, state: 'delivered' });
      await refusal(run((tx) => tx.orders.save(skipped)), ImpossibleMove);
      expect(await stateOf(order.id)).to.equal('paid');
    });

    it('two buttons pressed at once pay an order once', async () => {
      const order = await aStoredOrder(store().unitOfWork, { userId: await aPersonWith(store().unitOfWork, ton('20')) });
      const pay = () =>
        run(async (tx) => {
          const draft = await tx.orders.lock(order.id);
          const paid: AnyOrder = draft.moved('paid');
          await tx.ledger.post(hold(order.id, order.userId, order.price));
          await tx.orders.save(paid);
        });
      const presses = await Promise.allSettled([pay(), pay(), pay()]);
      expect(presses.filter((press) => press.status === 'fulfilled')).to.have.length(1);
      const balance = await run((tx) => tx.ledger.balance(order.userId, 'TON'));
      expect([balance.available.toString(), balance.held.toString()]).to.deep.equal(['18 TON', '2 TON']);
    });

    it('drafts nobody confirmed are cleared away, and nothing else', async () => {
      const forgotten = await aStoredOrder(store().unitOfWork, { createdAt: minutesAfter(-60) });
      const fresh = await aStoredOrder(store().unitOfWork, { createdAt: minutesAfter(-5) });
      const open = await aStoredOrder(store().unitOfWork, { createdAt: minutesAfter(-60), method: 'heleket' });
      await run((tx) => tx.orders.save(open.moved('awaiting_payment')));
      expect(await run((tx) => tx.orders.removeDrafts(minutesAfter(-30)))).to.equal(1);
      expect(await run((tx) => tx.orders.find(forgotten.id))).to.equal(undefined);
      expect([await stateOf(fresh.id), await stateOf(open.id)]).to.deep.equal(['draft', 'awaiting_payment']);
    });
  });
}
