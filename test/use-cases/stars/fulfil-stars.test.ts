import { expect } from 'chai';
import { BALANCE } from '#domain/orders/order.js';
import { CostAboveLimit, OperatorNeeded, RecipientRejected, RetryLater } from '#use-cases/ports/providers/star-provider.js';
import { aShop, OPERATOR, type TestShop } from '../../builders/shop/a-shop.js';
import { letTimePass, runJobs } from '../../builders/shop/run-jobs.js';
import { ton } from '../../builders/ton.js';
import { VERA, wallet, withBalance } from '../checkout/a-buyer.js';

const PAID_FOR_ONE = { available: '7.8625', held: '2.1375' };
const UNTOUCHED = { available: '10', held: '0' };

describe('the delivery of paid stars', () => {
  let shop: TestShop;
  let orderId: string;

  const order = async (username = 'bobby'): Promise<string> => {
    const { id } = await shop.draftOrder.execute({ userId: VERA, stars: '100', method: BALANCE });
    await shop.chooseRecipient.execute({ userId: VERA, orderId: id, username });
    await shop.confirmOrder.execute({ userId: VERA, orderId: id });
    return id;
  };
  const states = (id = orderId) =>
    shop.unitOfWork.run(async (tx) => [(await tx.orders.get(id)).state, (await tx.fulfilments.find(id))?.state, (await tx.starAttempts.findCurrent(id))?.state]);
  const told = (): string[] => shop.notifier.toldTo(VERA).map((notice) => notice.kind);
  const alerts = (): string[] => shop.notifier.toldTo(OPERATOR).map((notice) => (notice.kind === 'operator-alert' ? notice.alert : notice.kind));

  beforeEach(async () => {
    shop = aShop();
    await withBalance(shop, '10');
    orderId = await order();
  });

  it('books what it cost the shop, down to the chain\'s fee', async () => {
    await runJobs(shop);
    expect(await states()).to.deep.equal(['delivered', 'delivered', 'paid']);
    expect(shop.stars.effects.payments.map((payment) => payment.cost.toDecimal())).to.deep.equal(['1.65']);
  });

  it('gives the money back when the recipient cannot receive stars after all', async () => {
    shop.stars.failNext('prepare', new RecipientRejected('restricted'));
    await runJobs(shop);
    expect(await states()).to.deep.equal(['failed', 'refunded', undefined]);
    expect(await wallet(shop)).to.deep.equal(UNTOUCHED);
    expect(told()).to.include('order-refunded');
  });

  it('gives the money back rather than pay the provider more than the order allows', async () => {
    shop.stars.failNext('prepare', new CostAboveLimit({ cost: '9', limit: '2' }));
    await runJobs(shop);
    expect(await wallet(shop)).to.deep.equal(UNTOUCHED);
    expect(shop.stars.effects.payments).to.deep.equal([]);
  });

  it('waits and tries again when the provider is away, and delivers once', async () => {
    shop.stars.failNext('prepare', new RetryLater('network', 1_000));
    await runJobs(shop);
    expect(await wallet(shop)).to.deep.equal(PAID_FOR_ONE);
    await letTimePass(shop, 2);
    expect(await states()).to.deep.equal(['delivered', 'delivered', 'paid']);
    expect(shop.stars.effects.payments).to.have.length(1);
    expect(alerts()).to.deep.equal([]);
  });

  it('costs the shop no more than a bit above what it was sold by: then the money goes back', async () => {
    shop.stars.costPerStar = ton('0.01575');
    await runJobs(shop);
    expect([(await states())[0], shop.stars.effects.payments.map((payment) => payment.cost.toDecimal())]).to.deep.equal(['delivered', ['1.7325']]);
    shop.stars.costPerStar = ton('0.015');
    shop.clock.advance(61_000);
    const second = await order();
    shop.stars.costPerStar = ton('0.015750001');
    await runJobs(shop);
    expect([(await states(second))[0], shop.stars.effects.payments.length]).to.deep.equal(['failed', 1]);
    expect(await wallet(shop)).to.deep.equal({ available: '7.8625', held: '0' });
  });

  it('that waits behind one nobody can decide gets its money back at the deadline, and that one keeps waiting', async () => {
    shop.stars.onSubmit = 'is-lost';
    const second = await order('vera');
    await runJobs(shop);
    await letTimePass(shop, 62);
    expect([await states(), await states(second)]).to.deep.equal([
      ['fulfilling', 'onchain_wait', 'live'],
      ['failed', 'refunded', undefined],
    ]);
    expect(await wallet(shop)).to.deep.equal(PAID_FOR_ONE);
  });

  it('calls an operator once and waits when only a person can help, then gives the money back at the deadline', async () => {
    for (let n = 0; n < 200; n += 1) shop.stars.failNext('prepare', new OperatorNeeded('session-dead'));
    await runJobs(shop);
    await letTimePass(shop, 5);
    expect(alerts()).to.deep.equal(['stars-session-dead']);
    expect(await wallet(shop)).to.deep.equal(PAID_FOR_ONE);
    await letTimePass(shop, 60);
    expect(await states()).to.deep.equal(['failed', 'refunded', undefined]);
    expect(await wallet(shop)).to.deep.equal(UNTOUCHED);
  });

  it('neither pays again nor gives money back while nobody knows whether the payment went through', async () => {
    shop.stars.onSubmit = 'is-lost';
    await runJobs(shop);
    await letTimePass(shop, 90);
    expect((await states())[1]).to.equal('onchain_wait');
    expect(await wallet(shop)).to.deep.equal(PAID_FOR_ONE);
    const prepared = shop.stars.calls.filter((call) => call === 'prepare');
    expect(prepared).to.have.length(1);
  });

  it('sends the very same bytes again while they may still pay', async () => {
    shop.stars.onSubmit = 'is-lost';
    await runJobs(shop);
    shop.stars.onSubmit = 'pays';
    await letTimePass(shop, 2);
    expect(shop.stars.effects.payments).to.have.length(1);
    expect(await states()).to.deep.equal(['delivered', 'delivered', 'paid']);
  });

  it('signs a new payment only when the last is proven void', async () => {
    shop.stars.onSubmit = 'is-lost';
    await runJobs(shop);
    const first = await shop.unitOfWork.run((tx) => tx.starAttempts.findCurrent(orderId));
    shop.stars.claim(first?.attempt.id ?? '', { outcome: 'void', evidence: 'expired unseen', fee: ton('0') });
    shop.stars.onSubmit = 'pays';
    await letTimePass(shop, 2);
    expect(shop.stars.calls.filter((call) => call === 'prepare')).to.have.length(2);
    expect(shop.stars.effects.payments.map((payment) => payment.attemptId)).to.not.include(first?.attempt.id);
    expect(await states()).to.deep.equal(['delivered', 'delivered', 'paid']);
  });

  it('puts contradicting facts before a person, and goes on by itself once they are clear', async () => {
    shop.stars.onSubmit = 'is-lost';
    await runJobs(shop);
    const current = await shop.unitOfWork.run((tx) => tx.starAttempts.findCurrent(orderId));
    shop.stars.claim(current?.attempt.id ?? '', { outcome: 'unknown', reason: 'foreign transaction' });
    await letTimePass(shop, 2);
    expect(await states()).to.deep.equal(['unknown', 'review', 'live']);
    expect(alerts()).to.include('star-payment-unclear');
    shop.stars.claim(current?.attempt.id ?? '', { outcome: 'paid', evidence: 'found', fee: ton('0.005') });
    shop.stars.deliver(current!.attempt);
    await letTimePass(shop, 10);
    expect(await states()).to.deep.equal(['delivered', 'delivered', 'paid']);
  });

  it('repeats the provider\'s confirmation until it is heard, and never pays again for it', async () => {
    for (let n = 0; n < 5; n += 1) shop.stars.failNext('acknowledge', new RetryLater('provider-error', 1_000));
    await runJobs(shop);
    expect(await states()).to.deep.equal(['fulfilling', 'paid', 'paid']);
    await letTimePass(shop, 10);
    expect(await states()).to.deep.equal(['delivered', 'delivered', 'paid']);
    expect(shop.stars.effects.payments).to.have.length(1);
  });

  it('that the provider never shows counts as delivered after half an hour, and an operator looks', async () => {
    shop.stars.onAcknowledge = 'waits';
    await runJobs(shop);
    await letTimePass(shop, 20);
    expect(await states()).to.deep.equal(['fulfilling', 'acked', 'paid']);
    await letTimePass(shop, 20);
    expect(await states()).to.deep.equal(['delivered', 'delivered', 'paid']);
    expect(alerts()).to.include('delivery-unconfirmed');
  });

  it('serves orders one after another: the wallet has one payment in the air at a time', async () => {
    shop.stars.onSubmit = 'is-lost';
    const second = await order('vera');
    await runJobs(shop);
    expect((await states(second))[1]).to.equal('queued');
    expect(shop.stars.calls.filter((call) => call === 'prepare')).to.have.length(1);
    shop.stars.onSubmit = 'pays';
    await letTimePass(shop, 3);
    expect((await states())[0]).to.equal('delivered');
    expect((await states(second))[0]).to.equal('delivered');
    expect(shop.stars.effects.payments).to.have.length(2);
  });

  it('is worked on by one worker at a time', async () => {
    const work = Array.from({ length: 10 }, () => shop.fulfilStars.execute({ orderId }));
    await Promise.all(work);
    await runJobs(shop);
    expect(shop.stars.effects.payments).to.have.length(1);
    expect(shop.stars.calls.filter((call) => call === 'prepare')).to.have.length(1);
  });
});
