import { expect } from 'chai';
import { BALANCE } from '#domain/orders/order.js';
import { HandleUpdateOnce, UpdateInHand } from '#use-cases/operations/handle-update-once.js';
import { InboxHandledMessages } from '#use-cases/operations/inbox-handled-messages.js';
import { aShop, type TestShop } from '../../builders/shop/a-shop.js';
import { refusalOf } from '../refusal.js';
import { VERA, withBalance } from '../checkout/a-buyer.js';

const HOUR_MS = 60 * 60_000;

describe('a message from Telegram', () => {
  let shop: TestShop;
  let handled: number;
  let once: HandleUpdateOnce;

  beforeEach(() => {
    shop = aShop();
    handled = 0;
    once = new HandleUpdateOnce(new InboxHandledMessages(shop.unitOfWork, shop.clock));
  });

  const update = { source: 'telegram', eventKey: '1', body: () => new Uint8Array([1]) };
  const handle = async (): Promise<void> => {
    handled += 1;
  };

  it('is handled once, however often it comes', async () => {
    expect([await once.execute(update, handle), await once.execute(update, handle), handled]).to.deep.equal(['handled', 'repeated', 1]);
    expect(await once.execute({ ...update, eventKey: '2' }, handle)).to.equal('handled');
  });

  it('that was not handled to its end is handled when it comes again', async () => {
    await refusalOf(once.execute(update, () => Promise.reject(new Error('killed'))));
    expect([await once.execute(update, handle), await once.execute(update, handle), handled]).to.deep.equal(['handled', 'repeated', 1]);
  });

  it('that somebody else has in hand is not handled beside them, and not called handled (case 141)', async () => {
    const taken = new HandleUpdateOnce({ claim: async () => 'in-hand', done: async () => undefined, release: async () => undefined });
    expect(await refusalOf(taken.execute(update, handle))).to.be.instanceOf(UpdateInHand);
    expect(handled).to.equal(0);
  });

  it('is remembered for two days, twice as long as Telegram repeats it, and then forgotten', async () => {
    await once.execute(update, handle);
    shop.clock.advance(47 * HOUR_MS);
    await shop.sweepDueWork.execute();
    expect(await once.execute(update, handle)).to.equal('repeated');
    shop.clock.advance(2 * HOUR_MS);
    await shop.sweepDueWork.execute();
    expect(shop.memory.committed.inbox.size).to.equal(0);
  });
});

describe('a draft nobody confirms', () => {
  it('is gone after a day, and charges nobody', async () => {
    const shop = aShop();
    await withBalance(shop, '10');
    const { id } = await shop.draftOrder.execute({ userId: VERA, stars: '100', method: BALANCE });
    shop.clock.advance(23 * HOUR_MS);
    await shop.sweepDueWork.execute();
    expect(await shop.unitOfWork.run((tx) => tx.orders.find(id))).to.not.equal(undefined);
    shop.clock.advance(2 * HOUR_MS);
    await shop.sweepDueWork.execute();
    expect((await refusalOf(shop.confirmOrder.execute({ userId: VERA, orderId: id }))).code).to.equal('orders.not-found');
  });
});
