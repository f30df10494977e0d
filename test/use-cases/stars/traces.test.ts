import { expect } from 'chai';
import { MemoryLedgerAudit } from '#adapters/outbound/memory/persistence/queries/memory-ledger-audit.js';
import { BALANCE } from '#domain/orders/order.js';
import { RecipientRejected } from '#use-cases/ports/providers/star-provider.js';
import { aShop, OPERATOR, type TestShop } from '../../builders/shop/a-shop.js';
import { letTimePass, runJobs } from '../../builders/shop/run-jobs.js';
import { ton } from '../../builders/ton.js';
import { VERA, withBalance } from '../checkout/a-buyer.js';

const PRICE = '2.1375';

describe('a delivery and what it leaves behind', () => {
  let shop: TestShop;
  let orderId: string;

  const order = async (username = 'bobby'): Promise<string> => {
    const { id } = await shop.draftOrder.execute({ userId: VERA, stars: '100', method: BALANCE });
    await shop.chooseRecipient.execute({ userId: VERA, orderId: id, username });
    await shop.confirmOrder.execute({ userId: VERA, orderId: id });
    return id;
  };
  const books = async (): Promise<Readonly<Record<string, string>>> => {
    const { accounts } = await new MemoryLedgerAudit(shop.memory).overview(0);
    return Object.fromEntries(accounts.map(({ kind, balance }) => [kind, balance]));
  };
  const lines = (): string[] => shop.memory.committed.statement.all().map((line) => `${line.type} ${line.status} ${line.amount.toDecimal()}`);
  const orderState = (id = orderId) => shop.unitOfWork.run(async (tx) => (await tx.orders.get(id)).state);
  const fulfilment = (id = orderId) => shop.unitOfWork.run(async (tx) => (await tx.fulfilments.find(id))?.state);
  const currentAttempt = (id = orderId) => shop.unitOfWork.run((tx) => tx.starAttempts.findCurrent(id));
  const count = (call: string): number => shop.stars.calls.filter((made) => made === call).length;

  beforeEach(async () => {
    shop = aShop();
    await withBalance(shop, '10');
    orderId = await order();
  });

  it('is what it brought and what it cost, down to the chain\'s fee', async () => {
    await runJobs(shop);
    expect(await books()).to.deep.equal({
      'gateway:heleket': '-10',
      'user:available': '7.8625',
      'revenue:stars': PRICE,
      'expense:stars': '-1.65',
      'expense:chain-fees': '-0.005',
      'wallet:ton': '1.655',
    });
    expect(lines()).to.deep.equal([`purchase completed ${PRICE}`]);
  });

  it('that burnt is its fee, and nothing where it cost none', async () => {
    shop.stars.onSubmit = 'is-lost';
    await runJobs(shop);
    for (const fee of ['0.002', '0']) {
      const live = await currentAttempt();
      shop.stars.claim(live?.attempt.id ?? '', { outcome: 'void', evidence: 'burnt', fee: ton(fee) });
      await letTimePass(shop, 1);
    }
    const { 'expense:chain-fees': fees, 'wallet:ton': wallet, 'expense:stars': cost } = await books();
    expect([fees, wallet, cost]).to.deep.equal(['-0.002', '0.002', undefined]);
  });

  it('that was refused is a line that says so and one that gives back, and a wallet free for the next', async () => {
    shop.stars.failNext('prepare', new RecipientRejected('restricted'));
    const next = await order('vera');
    await runJobs(shop);
    await letTimePass(shop, 1);
    expect(lines()).to.have.members([`purchase failed ${PRICE}`, `refund completed ${PRICE}`, `purchase completed ${PRICE}`]);
    expect([await orderState(), await orderState(next)]).to.deep.equal(['failed', 'delivered']);
  });

  it('is sent again no more than every half minute, and only while it may still pay', async () => {
    shop.stars.onSubmit = 'is-lost';
    await runJobs(shop);
    const looks = async (times: number, seconds: number): Promise<void> => {
      for (let look = 0; look < times; look += 1) {
        shop.clock.advance(seconds * 1_000);
        await shop.fulfilStars.execute({ orderId });
      }
    };
    await looks(9, 3);
    expect([count('submit'), count('observe')]).to.deep.equal([1, 10]);
    await looks(1, 3);
    expect(count('submit')).to.equal(2);
    const live = await currentAttempt();
    shop.stars.claim(live?.attempt.id ?? '', { outcome: 'pending', resubmit: false });
    await looks(10, 30);
    expect(count('submit')).to.equal(2);
  });

  it('is unclear for the buyer as long as it is, and no longer', async () => {
    shop.stars.onSubmit = 'is-lost';
    shop.stars.onAcknowledge = 'waits';
    await runJobs(shop);
    const live = await currentAttempt();
    shop.stars.claim(live?.attempt.id ?? '', { outcome: 'unknown', reason: 'two voices' });
    await letTimePass(shop, 16);
    expect([await orderState(), await fulfilment(), shop.notifier.toldTo(OPERATOR).length]).to.deep.equal(['unknown', 'review', 1]);
    shop.stars.claim(live?.attempt.id ?? '', { outcome: 'paid', evidence: 'found', fee: ton('0') });
    await letTimePass(shop, 6);
    expect([await orderState(), await fulfilment()]).to.deep.equal(['fulfilling', 'acked']);
  });

  it('keeps the wallet for a minute after it paid, and then waits for its confirmation aside', async () => {
    shop.stars.onAcknowledge = 'waits';
    await runJobs(shop);
    const next = await order('vera');
    shop.clock.advance(55_000);
    await shop.fulfilStars.execute({ orderId });
    await runJobs(shop);
    expect([await fulfilment(), await fulfilment(next)]).to.deep.equal(['acked', 'queued']);
    await letTimePass(shop, 2);
    expect([await fulfilment(), await fulfilment(next)]).to.deep.equal(['acked', 'acked']);
    expect(shop.stars.effects.payments).to.have.length(2);
  });

  it('is not signed while an attempt of another order is undecided in the same wallet, even where that one lost its place', async () => {
    shop.stars.onSubmit = 'is-lost';
    await runJobs(shop);
    shop.clock.advance(60_000);
    await shop.unitOfWork.run(async (tx) => {
      const claimed = await tx.fulfilments.claim(orderId, shop.clock.now(), shop.clock.now());
      if (claimed) await tx.fulfilments.save(claimed.waiting(new Date(shop.clock.now().getTime() + 3_600_000)).leavingLane(), { keepLease: false });
    });
    const next = await order('vera');
    await runJobs(shop);
    expect([await fulfilment(next), await currentAttempt(next)]).to.deep.equal(['queued', undefined]);
    expect(shop.stars.effects.payments).to.deep.equal([]);
  });
});
