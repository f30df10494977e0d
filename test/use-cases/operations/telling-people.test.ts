import { expect } from 'chai';
import type { Notifier } from '#use-cases/ports/providers/notifier.js';
import { DeliverNotices } from '#use-cases/operations/deliver-notices.js';
import { aShop, type TestShop } from '../../builders/shop/a-shop.js';
import { unhurried } from '../../support/unhurried.js';

const VERA = 1001;
const OLEG = 1002;

describe('telling people', () => {
  let shop: TestShop;

  beforeEach(() => {
    shop = aShop();
  });

  const say = (userId: number, paymentId: string): Promise<void> =>
    shop.unitOfWork.run((tx) => tx.notices.add(`${userId}:${paymentId}`, userId, { kind: 'payment-expired', paymentId }, shop.clock.now()));
  const toldTo = (userId: number): string[] => shop.notifier.toldTo(userId).map((notice) => (notice.kind === 'payment-expired' ? notice.paymentId : notice.kind));
  const tell = async (): Promise<number> => (await shop.deliverNotices.execute()).told;
  const tellThrough = (notifier: Notifier): Promise<unknown> => new DeliverNotices(shop.unitOfWork, notifier, unhurried, shop.clock, shop.logger).execute();

  it('keeps the order of one person\'s news, also when the first has to be said again', async () => {
    await say(VERA, 'first');
    await say(VERA, 'second');
    shop.notifier.next({ outcome: 'retry', afterMs: 5_000, reason: '429' });
    expect([await tell(), toldTo(VERA)]).to.deep.equal([0, []]);
    shop.clock.advance(5_000);
    expect([await tell(), toldTo(VERA)]).to.deep.equal([2, ['first', 'second']]);
  });

  it('goes on with the others when one notice cannot be told at all, and gives that one up in the end', async () => {
    const speechless: Notifier = {
      deliver: (userId, notice) => (notice.kind === 'payment-expired' && notice.paymentId === 'broken' ? Promise.reject(new TypeError('no such text')) : shop.notifier.deliver(userId, notice)),
    };
    await say(VERA, 'broken');
    await say(VERA, 'behind it');
    await say(OLEG, 'his own');
    await tellThrough(speechless);
    expect([toldTo(VERA), toldTo(OLEG)]).to.deep.equal([[], ['his own']]);
    for (let minute = 0; minute < 50; minute += 1) {
      shop.clock.advance(60_000);
      await tellThrough(speechless);
    }
    expect(toldTo(VERA)).to.deep.equal(['behind it']);
  });

  it('stops where nobody listens any more, and has the rest told', async () => {
    await say(VERA, 'first');
    await say(VERA, 'second');
    shop.notifier.next({ outcome: 'unreachable', reason: 'blocked' });
    expect([await tell(), toldTo(VERA)]).to.deep.equal([1, ['second']]);
  });
});
