import { mock } from 'node:test';
import { expect } from 'chai';
import { BALANCE } from '#domain/orders/order.js';
import type { StarProvider } from '#use-cases/ports/providers/star-provider.js';
import { aShop, type TestShop } from '../../builders/shop/a-shop.js';
import { letTimePass, runJobs } from '../../builders/shop/run-jobs.js';
import { ton } from '../../builders/ton.js';
import { VERA, wallet, withBalance } from '../checkout/a-buyer.js';

const LEASE_MS = 30_000;

describe('a worker that outlives its lease', () => {
  let shop: TestShop;
  let orderId: string;
  let release: () => void;

  beforeEach(async () => {
    shop = aShop();
    await withBalance(shop, '10');
    const { id } = await shop.draftOrder.execute({ userId: VERA, stars: '100', method: BALANCE });
    await shop.chooseRecipient.execute({ userId: VERA, orderId: id, username: 'bobby' });
    await shop.confirmOrder.execute({ userId: VERA, orderId: id });
    orderId = id;
  });

  /** A worker over the same store whose provider answers one call only when it is let go; resolves once that call is under way. */
  const slowWorker = async (step: 'prepare' | 'submit' | 'observe' | 'acknowledge'): Promise<{ finished: Promise<unknown> }> => {
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    let work: Promise<unknown> = Promise.resolve();
    await new Promise<void>((reached) => {
      const stars = new Proxy<StarProvider>(shop.stars, {
        get: (target, name) => {
          const member: unknown = Reflect.get(target, name, target);
          if (typeof member !== 'function') return member;
          return async (...args: unknown[]): Promise<unknown> => {
            const answer: unknown = await Reflect.apply(member, target, args);
            if (name !== step) return answer;
            reached();
            await gate;
            return answer;
          };
        },
      });
      const slow = aShop({ world: shop.world, unitOfWork: shop.unitOfWork, stars });
      work = slow.fulfilStars.execute({ orderId }).catch((error: unknown) => error);
    });
    return { finished: work };
  };
  afterEach(() => mock.timers.reset());

  const states = () => shop.unitOfWork.run(async (tx) => [(await tx.orders.get(orderId)).state, (await tx.fulfilments.find(orderId))?.state]);
  const attempts = (): string[] => shop.memory.committed.attempts.all().map(({ state }) => state);

  for (const step of ['prepare', 'submit', 'observe', 'acknowledge'] as const) {
    it(`in ${step} writes nothing any more: the other one's work stands, and one payment is made`, async () => {
      const { finished } = await slowWorker(step);
      shop.clock.advance(LEASE_MS + 1);
      await shop.sweepDueWork.execute();
      await runJobs(shop);
      const before = await states();
      release();
      expect(await finished, 'being overtaken is no failure').to.equal(undefined);
      expect(await states()).to.deep.equal(before);
      await letTimePass(shop, 3);
      expect([await states(), attempts()]).to.deep.equal([['delivered', 'delivered'], ['paid']]);
      expect(shop.stars.effects.payments).to.have.length(1);
      expect(await wallet(shop)).to.deep.equal({ available: '7.8625', held: '0' });
    });
  }

  it('does not happen while it lives: it makes its lease longer as it waits', async () => {
    mock.timers.enable({ apis: ['setInterval'] });
    const { finished } = await slowWorker('prepare');
    for (let waited = 0; waited < 3 * LEASE_MS; waited += LEASE_MS / 2) {
      shop.clock.advance(LEASE_MS / 2);
      mock.timers.tick(LEASE_MS / 2);
      await shop.sweepDueWork.execute();
      await runJobs(shop);
    }
    expect(shop.stars.calls.filter((call) => call === 'prepare')).to.have.length(1);
    release();
    await finished;
    expect((await states())[0]).to.equal('delivered');
  });

  it('keeps what it has while it lasts: nobody else begins', async () => {
    const { finished } = await slowWorker('prepare');
    shop.clock.advance(LEASE_MS - 1);
    await shop.sweepDueWork.execute();
    await runJobs(shop);
    expect(shop.stars.calls.filter((call) => call === 'prepare')).to.have.length(1);
    release();
    await finished;
    expect((await states())[0]).to.equal('delivered');
  });

  it('with an old proof of absence does not undo a payment that was seen', async () => {
    shop.stars.onSubmit = 'is-lost';
    await runJobs(shop);
    const current = await shop.unitOfWork.run((tx) => tx.starAttempts.findCurrent(orderId));
    shop.clock.advance(2_000);
    shop.stars.claim(current?.attempt.id ?? '', { outcome: 'void', evidence: 'an old look', fee: ton('0') });
    const { finished } = await slowWorker('observe');
    shop.stars.claim(current?.attempt.id ?? '', { outcome: 'paid', evidence: 'a new look', fee: ton('0') });
    shop.clock.advance(LEASE_MS + 1);
    await shop.sweepDueWork.execute();
    await runJobs(shop);
    release();
    await finished;
    expect(attempts()).to.deep.equal(['paid']);
    expect(shop.stars.calls.filter((call) => call === 'prepare')).to.have.length(1);
  });
});
