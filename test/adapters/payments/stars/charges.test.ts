import { expect } from 'chai';
import { CUSTOMER_ID } from '../../../builders/a-customer.js';
import { StarsWorld } from '../../../contracts/payments/stars/stars-world.js';

const BOB = 2002;

describe('a payment in Stars', () => {
  let world: StarsWorld;
  beforeEach(async () => {
    world = await StarsWorld.open();
    await world.lab.telegram.person(BOB).say('/start', { firstName: 'Bob', languageCode: 'en' });
    await world.lab.updates();
  });
  afterEach(() => world.close());

  const stateOf = async (paymentId: string): Promise<string> => (await world.payment(paymentId)).state;
  const heard = async (): Promise<void> => {
    await world.lab.pump();
    await world.work();
  };

  it('that is told again and again is money once (case 150)', async () => {
    const { id } = await world.invoiced();
    await world.tapPay(id, { unasked: true, told: 3 });
    const updates = await world.lab.updates();
    expect(updates).to.have.length(3);
    for (const update of [...updates, ...updates]) await world.lab.bot.handleUpdate(new TextEncoder().encode(JSON.stringify(update)));
    await world.work();
    expect(await world.charges(id)).to.have.length(1);
    expect([await stateOf(id), await world.balance()]).to.deep.equal(['credited', '100']);
  });

  it('whose news is lost is found in Telegram\'s list, by a look at the payment or by the routine (case 150)', async () => {
    const [first, second] = [await world.invoiced(), await world.invoiced(50)];
    await world.tapPay(first.id, { unasked: true, told: 0 });
    await world.shop.settlePayment.execute({ paymentId: first.id });
    expect([await stateOf(first.id), await world.balance()]).to.deep.equal(['credited', '100']);
    await world.tapPay(second.id, { unasked: true, told: 0 });
    await world.collect.execute();
    await world.work();
    expect([await stateOf(second.id), await world.balance()]).to.deep.equal(['credited', '150']);
    await world.collect.execute();
    await world.work();
    expect(await world.balance()).to.equal('150');
    expect(await world.alerts()).to.deep.equal([]);
  });

  it('by a stranger is refused, and what comes all the same belongs to whose payment it is (case 149)', async () => {
    const { id } = await world.invoiced();
    const outcome = world.tapPay(id, {}, BOB);
    const [question] = await world.lab.telegram.changed(() => world.lab.updates(), (updates) => updates.length > 0);
    await world.lab.bot.handleUpdate(new TextEncoder().encode(JSON.stringify(question)));
    expect(await outcome).to.include({ paid: false });
    await world.tapPay(id, { unasked: true }, BOB);
    await heard();
    expect((await world.charges(id)).map(({ payer }) => payer)).to.deep.equal([BOB]);
    expect([await stateOf(id), await world.balance()]).to.deep.equal(['credited', '100']);
  });

  it('made twice through one link brings the rest to the balance (case 149)', async () => {
    const { id } = await world.invoiced();
    await world.tapPay(id, { unasked: true });
    await heard();
    await world.tapPay(id, { unasked: true });
    await heard();
    expect(await world.charges(id)).to.have.length(2);
    expect([await stateOf(id), await world.balance()]).to.deep.equal(['credited', '200']);
    expect((await world.payment(id)).flags.over).to.equal(true);
  });

  it('that comes after its invoice has expired is money all the same', async () => {
    const { id } = await world.invoiced();
    world.pass(1801);
    await world.shop.settlePayment.execute({ paymentId: id });
    expect(await stateOf(id)).to.equal('expired');
    await world.tapPay(id, { unasked: true });
    await heard();
    expect([await stateOf(id), await world.balance()]).to.deep.equal(['credited', '100']);
    expect((await world.payment(id)).flags.late).to.equal(true);
  });

  it('that nothing waits for is kept, and the operators hear of it once', async () => {
    const { id } = await world.invoiced();
    const paid = { currency: 'XTR', total_amount: 7, invoice_payload: 'who knows', telegram_payment_charge_id: 'stx-stray', provider_payment_charge_id: '' };
    const message = { message_id: 9, date: 1_768_478_400, from: { id: BOB, is_bot: false, first_name: 'Bob' }, chat: { id: BOB, type: 'private', first_name: 'Bob' }, successful_payment: paid };
    for (const update_id of [1, 2]) await world.lab.bot.handleUpdate(new TextEncoder().encode(JSON.stringify({ update_id, message })));
    expect(await world.alerts()).to.deep.equal(['star-charge-unclaimed']);
    const page = await world.gateway.scan(new Date(0));
    expect(page.invoices.map(({ snapshot }) => [snapshot.invoiceId, snapshot.paymentId, snapshot.state])).to.deep.equal([[id, id, 'awaiting'], ['stx-stray', undefined, 'paid']]);
  });

  it('of the time before the shop began to look is nobody\'s alert', async () => {
    await world.lab.telegram.api('createInvoiceLink', { title: 'Old', description: 'Old', payload: 'sold long ago', currency: 'XTR', prices: [{ label: 'Old', amount: 5 }] });
    await world.tapPay('sold long ago', { unasked: true, told: 0 });
    await world.collect.execute();
    expect(await world.alerts()).to.deep.equal([]);
    await world.tapPay('sold long ago', { unasked: true, told: 0 });
    await world.collect.execute();
    expect(await world.alerts()).to.deep.equal(['star-charge-unclaimed']);
  });

  it('is found behind more payments than Telegram lists at once', async () => {
    await world.collect.execute();
    const { id } = await world.invoiced(1);
    for (let count = 0; count < 130; count += 1) await world.tapPay(id, { unasked: true, told: 0 });
    await world.collect.execute();
    expect(await world.charges(id)).to.have.length(130);
    const reads = world.line.steps.filter((step) => step === 'transactions').length;
    await world.tapPay(id, { unasked: true, told: 0 });
    await world.collect.execute();
    expect(await world.charges(id)).to.have.length(131);
    expect(world.line.steps.filter((step) => step === 'transactions').length - reads, 'it reads on, not anew').to.equal(1);
  });

  it('that Telegram takes back without us is taken off the balance', async () => {
    const { id } = await world.invoiced();
    await world.tapPay(id, { unasked: true });
    await heard();
    const [charge] = await world.charges(id);
    await world.lab.telegram.call('POST', `/sandbox/telegram/stars/${charge?.id ?? ''}/chargeback`, {});
    await world.collect.execute();
    await world.work();
    expect([await stateOf(id), await world.balance()]).to.deep.equal(['refunded', '0']);
  });

  it('whose refund is told before the payment itself leaves nothing behind', async () => {
    const { id } = await world.invoiced();
    const { body } = { body: await world.tapPay(id, { unasked: true }) };
    await world.lab.telegram.api('refundStarPayment', { user_id: CUSTOMER_ID, telegram_payment_charge_id: body['chargeId'] });
    const updates = await world.lab.updates();
    for (const update of [...updates].reverse()) await world.lab.bot.handleUpdate(new TextEncoder().encode(JSON.stringify(update)));
    await world.work();
    expect(await world.balance()).to.equal('0');
    expect((await world.charges(id))[0]?.refundedAt).to.be.instanceOf(Date);
  });
});
