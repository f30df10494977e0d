import { expect } from 'chai';
import { ApproveCheckout } from '#use-cases/payments/stars/approve-checkout.js';
import { StoreUnavailable } from '#use-cases/ports/persistence/persistence-error.js';
import { aPayment } from '../../../builders/a-payment.js';
import { anOrder } from '../../../builders/an-order.js';
import { CUSTOMER_ID } from '../../../builders/a-customer.js';
import { stars, StarsWorld } from '../../../contracts/payments/stars/stars-world.js';

const BOB = 2002;

describe('before somebody pays with Stars', () => {
  let world: StarsWorld;
  beforeEach(async () => {
    world = await StarsWorld.open();
    await world.lab.telegram.person(BOB).say('/start', { firstName: 'Bob', languageCode: 'en' });
    await world.lab.updates();
  });
  afterEach(() => world.close());

  const ask = (paymentId: string, changes: object = {}) =>
    world.shop.approveCheckout.execute({ queryId: '1', payer: CUSTOMER_ID, payload: paymentId, currency: 'XTR', total: 100n, ...changes });
  const reasonOf = async (paymentId: string, changes: object = {}): Promise<string> => {
    const verdict = await ask(paymentId, changes);
    return verdict.approved ? 'approved' : verdict.reason;
  };

  it('the bot says yes to who owes the payment, for what it asks', async () => {
    const { id } = await world.invoiced();
    expect(await reasonOf(id, { payload: 'no payment of ours' })).to.equal('unknown');
    expect(await reasonOf(id, { payer: BOB })).to.equal('foreign');
    expect(await reasonOf(id, { total: 99n })).to.equal('changed');
    expect(await reasonOf(id, { currency: 'USD' })).to.equal('changed');
    expect(await reasonOf(id)).to.equal('approved');
  });

  it('a payment through another gateway is none of Telegram\'s business', async () => {
    const payment = aPayment({ gateway: 'heleket', amount: stars(100) });
    await world.lab.shop.memory.run((tx) => tx.payments.add(payment));
    expect(await reasonOf(payment.id)).to.equal('unknown');
  });

  it('a second question waits a minute, the same one does not', async () => {
    const { id } = await world.invoiced();
    expect(await reasonOf(id)).to.equal('approved');
    expect(await reasonOf(id), 'Telegram asks again').to.equal('approved');
    expect(await reasonOf(id, { queryId: '2' })).to.equal('busy');
    world.pass(61);
    expect(await reasonOf(id, { queryId: '2' })).to.equal('approved');
  });

  it('what is paid is not paid again, settled or not', async () => {
    const { id } = await world.invoiced();
    await world.tapPay(id, { unasked: true });
    await world.lab.pump();
    expect(await reasonOf(id)).to.equal('paid');
    await world.work();
    expect(await reasonOf(id)).to.equal('paid');
  });

  it('nobody may begin so late that the payment outlives its invoice', async () => {
    const { id } = await world.invoiced();
    world.pass(1800 - 60);
    expect(await reasonOf(id)).to.equal('approved');
    world.pass(1);
    expect(await reasonOf(id, { queryId: '2' })).to.equal('closed');
  });

  it('an order that was cancelled is paid by nobody (case 148)', async () => {
    const order = anOrder({ price: stars(100), method: 'stars' }).moved('awaiting_payment');
    await world.lab.shop.memory.run((tx) => tx.orders.add(order));
    const { id } = await world.invoiced(100, order.id);
    expect(await reasonOf(id)).to.equal('approved');
    await world.lab.shop.memory.run((tx) => tx.orders.save(order.moved('cancelled')));
    expect(await reasonOf(id)).to.equal('closed');
  });

  /** Somebody taps the link and the bot hears the question; answers what the person is told. */
  const tapped = async (paymentId: string, userId = CUSTOMER_ID): Promise<unknown> => {
    const outcome = world.tapPay(paymentId, {}, userId);
    const [question] = await world.lab.telegram.changed(() => world.lab.updates(), (updates) => updates.length > 0);
    await world.lab.bot.handleUpdate(new TextEncoder().encode(JSON.stringify(question)));
    return (await outcome)['error'];
  };

  it('a no is worded in the payer\'s language', async () => {
    const { id } = await world.invoiced();
    expect(await tapped(id, BOB)).to.include('belongs to someone else');
    world.pass(1800);
    expect(await tapped(id)).to.include('Срок счёта истёк');
  });

  it('a store that is away is a no, said in time', async () => {
    await world.close();
    const away = (): Promise<never> => Promise.reject(new StoreUnavailable());
    world = await StarsWorld.open({ changes: (_deps, { clock }) => ({ approveCheckout: new ApproveCheckout({ run: away }, clock) }) });
    const { id } = await world.invoiced();
    expect(await tapped(id)).to.include('Попробуйте через минуту');
    expect(world.till()).to.deep.equal([]);
  });

  it('an answer that got lost is given once more', async () => {
    const { id } = await world.invoiced();
    world.lab.telegram.faults.arm({ target: 'telegram', mode: 'failing', times: 1 });
    expect(await tapped(id)).to.equal(undefined);
    expect(world.till()).to.have.length(1);
  });
});
