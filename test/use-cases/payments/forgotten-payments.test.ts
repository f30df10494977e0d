import { expect } from 'chai';
import { MemoryPaymentGateway } from '#adapters/outbound/memory/providers/memory-payment-gateway.js';
import { PAYMENT_STATES } from '#domain/payments/payment-states.js';
import { ProviderError, UnknownGateway } from '#use-cases/ports/providers/provider-error.js';
import { aShop, OPERATOR, type TestShop } from '../../builders/shop/a-shop.js';
import { letTimePass, runJobs } from '../../builders/shop/run-jobs.js';
import { ton } from '../../builders/ton.js';
import { VERA, wallet, withBalance } from '../checkout/a-buyer.js';
import { refusalOf } from '../refusal.js';

const HOUR = 60;
const PRICE = '2.1375';

describe('a payment nobody hears of any more', () => {
  let shop: TestShop;

  beforeEach(async () => {
    shop = aShop();
    await withBalance(shop, '10');
  });

  const startTopUp = () => shop.startTopUp.execute({ userId: VERA, gateway: 'heleket', amount: '10' });
  const order = async (): Promise<{ orderId: string; paymentId: string }> => {
    const { id } = await shop.draftOrder.execute({ userId: VERA, stars: '100', method: 'heleket' });
    await shop.chooseRecipient.execute({ userId: VERA, orderId: id, username: 'bobby' });
    const { payment } = await shop.confirmOrder.execute({ userId: VERA, orderId: id });
    return { orderId: id, paymentId: payment?.id ?? '' };
  };
  const paymentOf = (id: string) => shop.unitOfWork.run((tx) => tx.payments.get(id));
  const stateOf = async (id: string) => (await paymentOf(id)).state;
  const orderState = (id: string) => shop.unitOfWork.run(async (tx) => (await tx.orders.get(id)).state);
  const onlyPayment = async (): Promise<string> => shop.memory.committed.payments.all().at(-1)?.id ?? '';
  const lineOf = (externalId: string) => shop.memory.committed.statement.find(externalId)?.status;
  /** Time passes in strides of an hour: the sweeper finds what is due at each. */
  const letHoursPass = async (hours: number): Promise<void> => {
    for (let passed = 0; passed < hours; passed += 1) {
      shop.clock.advance(59 * 60_000);
      await letTimePass(shop, 1).catch(() => undefined);
    }
  };
  /** What a worker does with a job that fails: the next one is done all the same. */
  const sweepOnce = async (minutes: number): Promise<void> => {
    shop.clock.advance(minutes * 60_000);
    await shop.sweepDueWork.execute();
    await runJobs(shop).catch(() => undefined);
  };

  it('because the gateway refuses to make its invoice fails, and the order it was for is closed', async () => {
    const refused = new ProviderError('heleket', 'rejected', 'minimum amount 5');
    for (let n = 0; n < 3; n += 1) shop.gateway.failNext('create', refused);
    const { id } = await shop.draftOrder.execute({ userId: VERA, stars: '100', method: 'heleket' });
    await shop.chooseRecipient.execute({ userId: VERA, orderId: id, username: 'bobby' });
    await refusalOf(shop.confirmOrder.execute({ userId: VERA, orderId: id }));
    await sweepOnce(2);
    expect([await stateOf(await onlyPayment()), await orderState(id), lineOf(`order:${id}`)]).to.deep.equal(['failed', 'expired', 'expired']);
  });

  it('because the gateway is away when its invoice is made is given up after an hour', async () => {
    for (let n = 0; n < 500; n += 1) shop.gateway.failNext('create');
    await refusalOf(startTopUp());
    const id = await onlyPayment();
    await sweepOnce(30);
    expect(await stateOf(id)).to.equal('created');
    await sweepOnce(45);
    expect([await stateOf(id), lineOf(`payment:${id}`)]).to.deep.equal(['expired', 'expired']);
  });

  it('is credited all the same when its invoice turns out to exist and to be paid', async () => {
    shop.gateway.failNext('create', new ProviderError('heleket', 'unknown_outcome', 'no answer'), 'after');
    for (let n = 0; n < 5; n += 1) shop.gateway.failNext('create');
    await refusalOf(startTopUp());
    const id = await onlyPayment();
    await sweepOnce(30);
    await sweepOnce(45);
    expect(await stateOf(id)).to.equal('expired');
    shop.gateway.pay(id, ton('10'));
    await letHoursPass(2);
    expect([await stateOf(id), (await paymentOf(id)).flags.late, (await wallet(shop)).available]).to.deep.equal(['credited', true, '20']);
  });

  it('whose invoice the gateway does not know is given up three days after it expired', async () => {
    const { orderId, paymentId } = await order();
    shop.gateway.invoices.clear();
    await letHoursPass(48);
    expect([await stateOf(paymentId), await orderState(orderId)]).to.deep.equal(['invoiced', 'awaiting_payment']);
    await letHoursPass(30);
    expect([await stateOf(paymentId), await orderState(orderId)]).to.deep.equal(['expired', 'expired']);
    expect((await paymentOf(paymentId)).nextAttemptAt).to.equal(undefined);
  });

  it('that expired is not asked about for ever, and once a day of a gateway that does not answer', async () => {
    const [forgotten, silent] = [await startTopUp(), await startTopUp()];
    for (const { id } of [forgotten, silent]) shop.gateway.say(id, { state: 'expired', final: true });
    await sweepOnce(2);
    expect([await stateOf(forgotten.id), await stateOf(silent.id)]).to.deep.equal(['expired', 'expired']);
    shop.gateway.invoices.delete(forgotten.id);
    for (let hour = 0; hour < 80; hour += 1) {
      shop.clock.advance(HOUR * 60_000);
      await shop.settlePayment.execute({ paymentId: forgotten.id, onlyIfDue: true });
    }
    expect((await paymentOf(forgotten.id)).nextAttemptAt).to.equal(undefined);

    shop.gateway.failNext('fetch');
    await sweepOnce(HOUR);
    const left = ((await paymentOf(silent.id)).nextAttemptAt?.getTime() ?? 0) - shop.clock.now().getTime();
    expect([await stateOf(silent.id), left > 12 * 3_600_000 && left <= 24 * 3_600_000]).to.deep.equal(['expired', true]);
  });

  it('of a gateway that was taken out of the configuration is a person\'s affair, and holds up no order', async () => {
    const { orderId, paymentId } = await order();
    const without = aShop({ world: shop.world, unitOfWork: shop.unitOfWork, gateway: new MemoryPaymentGateway({ id: 'other' }) });
    for (let hour = 0; hour < 80; hour += 1) {
      shop.clock.advance(HOUR * 60_000);
      const outcome = await refusalOf(without.settlePayment.execute({ paymentId })).catch(() => undefined);
      if (hour === 0) expect(outcome).to.be.instanceOf(UnknownGateway);
    }
    expect([await stateOf(paymentId), await orderState(orderId)]).to.deep.equal(['review', 'expired']);
    shop.gateway.pay(paymentId, ton(PRICE));
    await shop.settlePayment.execute({ paymentId });
    expect([await stateOf(paymentId), (await wallet(shop)).available]).to.deep.equal(['credited', '12.1375']);
  });

  it('although some of its money was seen is put before a person', async () => {
    const payment = await startTopUp();
    shop.gateway.say(payment.id, { state: 'confirming', final: false });
    await sweepOnce(2);
    expect(await stateOf(payment.id)).to.equal('pending');
    shop.gateway.invoices.clear();
    await letHoursPass(80);
    await shop.deliverNotices.execute();
    expect([await stateOf(payment.id), (await paymentOf(payment.id)).reviewReason]).to.deep.equal(['review', 'provider-silent']);
    expect(shop.notifier.toldTo(OPERATOR)).to.have.length(1);
  });

  it('keeps no order waiting for ever while a person looks at it', async () => {
    const { orderId, paymentId } = await order();
    shop.gateway.say(paymentId, { state: 'held', final: true });
    await letHoursPass(70);
    expect([await stateOf(paymentId), await orderState(orderId)]).to.deep.equal(['review', 'awaiting_payment']);
    await letHoursPass(8);
    expect([await stateOf(paymentId), await orderState(orderId), lineOf(`order:${orderId}`)]).to.deep.equal(['review', 'expired', 'expired']);
    shop.gateway.pay(paymentId, ton(PRICE));
    await letHoursPass(3);
    expect([await stateOf(paymentId), (await wallet(shop)).available]).to.deep.equal(['credited', '12.1375']);
    expect(shop.stars.effects.payments).to.deep.equal([]);
  });

  it('because its money went back before it was ours closes the order it was for', async () => {
    const { orderId, paymentId } = await order();
    shop.gateway.say(paymentId, { state: 'refunded', final: true });
    await letTimePass(shop, 5);
    expect([await stateOf(paymentId), await orderState(orderId), lineOf(`order:${orderId}`)]).to.deep.equal(['refunded', 'expired', 'expired']);
    expect(PAYMENT_STATES.isTerminal('refunded')).to.equal(true);
    expect(await wallet(shop)).to.deep.equal({ available: '10', held: '0' });
  });

  it('is opened for no gateway that does not exist or does not collect the currency', async () => {
    const opened = () => shop.memory.committed.payments.size;
    const before = opened();
    const nowhere = await refusalOf(shop.startTopUp.execute({ userId: VERA, gateway: 'nowhere', amount: '10' }));
    expect([nowhere.code, opened()]).to.deep.equal(['payments.unknown-gateway', before]);

    const roubles = aShop({ world: shop.world, unitOfWork: shop.unitOfWork, gateway: new MemoryPaymentGateway({ currencies: ['RUB'] }) });
    const foreign = await refusalOf(roubles.startTopUp.execute({ userId: VERA, gateway: 'heleket', amount: '10' }));
    const { id } = await shop.draftOrder.execute({ userId: VERA, stars: '100', method: 'heleket' });
    await shop.chooseRecipient.execute({ userId: VERA, orderId: id, username: 'bobby' });
    const confirmed = await refusalOf(roubles.confirmOrder.execute({ userId: VERA, orderId: id }));
    expect([foreign.code, confirmed.code, opened(), await orderState(id)]).to.deep.equal(['payments.unknown-gateway', 'payments.unknown-gateway', before, 'draft']);
  });

  it('is asked about once for each time it is due, however many jobs say so', async () => {
    const payment = await startTopUp();
    shop.clock.advance(61_000);
    for (let sweep = 0; sweep < 4; sweep += 1) await shop.sweepDueWork.execute();
    const before = shop.gateway.calls.length;
    await runJobs(shop);
    expect(shop.gateway.calls.length - before).to.equal(1);
    expect((await paymentOf(payment.id)).attempts).to.equal(2);
  });
});
