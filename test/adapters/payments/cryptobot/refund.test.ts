import { expect } from 'chai';
import { Money } from '#domain/shared/money.js';
import type { RefundRequest } from '#use-cases/ports/providers/payment-gateway.js';
import { CUSTOMER_ID } from '../../../builders/a-customer.js';
import { type CryptobotWorld, openCryptobotWorld, type WorldChanges } from '../../../contracts/payments/cryptobot/cryptobot-world.js';
import { failureOf, invoiceRequests } from '../../../contracts/payments/gateway-world.js';

const GOOD = { user_id: CUSTOMER_ID, asset: 'USDT', amount: '10' };

describe('Crypto Pay refund', () => {
  let world: CryptobotWorld;
  const request = invoiceRequests(() => world);
  const open = (changes: WorldChanges = {}) => openCryptobotWorld({ ...changes, config: { transfers: true, ...changes.config } });

  beforeEach(async () => {
    world = await open();
  });
  afterEach(() => world.close());

  const usdt = (text: string) => Money.parse(text, world.currency);

  async function paidInvoice(amount = '10', asset?: string): Promise<string> {
    const { invoiceId } = await world.gateway.create(request(amount));
    await world.simulator.pay(invoiceId, { asset });
    return invoiceId;
  }
  const refund = (invoiceId: string, changes: Partial<RefundRequest> = {}) =>
    world.gateway.refund({ refundId: 'r-1', reference: { invoiceId }, amount: usdt('10'), destination: '', ...changes });
  const sent = () => world.simulator.transfers().map(({ spendId, userId, asset, amount }) => [spendId, userId, asset, amount]);
  const stateOf = async (invoiceId: string) => (await world.gateway.fetch({ invoiceId }))?.state;

  it('is a transfer to the Telegram account of the payer, under the id of the refund', async () => {
    const invoiceId = await paidInvoice();
    expect(await refund(invoiceId)).to.deep.equal({ state: 'done' });
    expect(sent()).to.deep.equal([['r-1', CUSTOMER_ID, 'USDT', '10']]);
  });

  it('shows when the invoice is read again, though the provider goes on calling it paid', async () => {
    const invoiceId = await paidInvoice();
    expect(await stateOf(invoiceId)).to.equal('paid');
    await refund(invoiceId);
    expect(await world.gateway.fetch({ invoiceId })).to.include({ state: 'refunded', final: true, providerStatus: 'paid, transferred back' });
    expect(world.simulator.invoice(invoiceId)).to.include({ status: 'paid' });
  });

  it('is found behind a thousand later transfers', async () => {
    const invoiceId = await paidInvoice();
    await refund(invoiceId);
    const state = world.simulator.snapshot();
    const gifts = Array.from({ length: 1000 }, (_, index) => ({ id: index, spendId: `gift-${index}`, userId: 1, asset: 'USDT', amount: '1', comment: 'a gift', completedAt: world.now().toISOString() }));
    world.simulator.restore({ ...state, transfers: [...state.transfers, ...gifts] });
    expect(await stateOf(invoiceId)).to.equal('refunded');
  });

  it('is not looked for while an invoice is not paid', async () => {
    const { invoiceId } = await world.gateway.create(request('10'));
    expect(await stateOf(invoiceId)).to.equal('awaiting');
    expect(world.line.steps).to.not.include('transfers');
  });

  it('gives back the coins that were paid for a fiat invoice', async () => {
    await world.close();
    world = await open({ currency: 'RUB' });
    const invoiceId = await paidInvoice('500', 'TON');
    const paid = world.simulator.invoice(invoiceId)?.paidAmount;
    expect(await refund(invoiceId, { amount: usdt('500') })).to.deep.equal({ state: 'done' });
    expect(sent()).to.deep.equal([['r-1', CUSTOMER_ID, 'TON', paid]]);
    expect(await stateOf(invoiceId)).to.equal('refunded');
  });

  it('is made once however often it is asked for, under its own id or another', async () => {
    const invoiceId = await paidInvoice();
    for (const refundId of ['r-1', 'r-1', 'r-2']) expect(await refund(invoiceId, { refundId })).to.deep.equal({ state: 'done' });
    expect(sent()).to.have.lengthOf(1);
  });

  it('whose answer was lost is found by its id', async () => {
    const invoiceId = await paidInvoice();
    world.line.lose('transfer');
    expect(await refund(invoiceId)).to.deep.equal({ state: 'done' });
    expect(sent()).to.have.lengthOf(1);
  });

  it('that nobody can see any more is an unknown outcome, and done when it is asked for again', async () => {
    const invoiceId = await paidInvoice();
    world.line.lose('transfer', 'transfers');
    expect(await failureOf(refund(invoiceId))).to.include({ failure: 'unknown_outcome' });
    expect(await refund(invoiceId)).to.deep.equal({ state: 'done' });
    expect(sent()).to.have.lengthOf(1);
  });

  it('whose key was used by a call that nobody heard of counts as made (a key is accepted once)', async () => {
    const invoiceId = await paidInvoice();
    await world.call('transfer', { user_id: CUSTOMER_ID, asset: 'USDT', amount: '10.000', spend_id: 'r-1' });
    expect(await refund(invoiceId)).to.deep.equal({ state: 'done' });
    expect(sent()).to.have.lengthOf(1);
  });

  for (const [what, other] of [
    ['another person', { user_id: CUSTOMER_ID + 1 }],
    ['another amount', { amount: '9.999999999' }],
    ['another coin', { asset: 'TON' }],
  ] as const) {
    it(`is no refund when its key went to ${what}: a person has to look`, async () => {
      const invoiceId = await paidInvoice();
      await world.call('transfer', { spend_id: 'r-1', ...GOOD, ...other });
      expect(await failureOf(refund(invoiceId))).to.include({ failure: 'unknown_outcome' });
      expect(await stateOf(invoiceId)).to.equal('paid');
      expect(sent()).to.have.lengthOf(1);
    });
  }

  it('of a part, made by hand under the same words, is none', async () => {
    const { invoiceId, snapshot } = await world.gateway.create(request('10'));
    await world.simulator.pay(invoiceId);
    await world.call('transfer', { ...GOOD, amount: '9', spend_id: 'by-hand', comment: `Refund ${snapshot.paymentId ?? ''}` });
    expect(await stateOf(invoiceId)).to.equal('paid');
    expect(await refund(invoiceId)).to.deep.equal({ state: 'done' });
    expect(sent()).to.have.lengthOf(2);
    expect(await stateOf(invoiceId)).to.equal('refunded');
  });

  it('that the provider refuses was not made, and says so', async () => {
    const invoiceId = await paidInvoice('0.5');
    expect(await failureOf(refund(invoiceId, { amount: usdt('0.5') }))).to.include({ failure: 'rejected', message: 'AMOUNT_INVALID' });
    expect(await stateOf(invoiceId)).to.equal('paid');
  });

  it('that was refused, with nobody able to see whether its key was used before, is an unknown outcome', async () => {
    const invoiceId = await paidInvoice('0.5');
    world.line.loseAfter('transfer', 'transfers');
    expect(await failureOf(refund(invoiceId, { amount: usdt('0.5') }))).to.include({ failure: 'unknown_outcome' });
  });

  it('is not sent while it cannot be looked up', async () => {
    const invoiceId = await paidInvoice();
    world.line.lose('transfers');
    expect(await failureOf(refund(invoiceId))).to.include({ failure: 'unavailable' });
    expect(sent()).to.deep.equal([]);
  });

  it('is refused for another amount, an unpaid invoice, and one nobody knows', async () => {
    const invoiceId = await paidInvoice();
    expect(await failureOf(refund(invoiceId, { amount: usdt('9') }))).to.include({ failure: 'rejected' });
    const { invoiceId: unpaid } = await world.gateway.create(request('10'));
    expect(await failureOf(refund(unpaid))).to.include({ failure: 'rejected' });
    expect(await failureOf(refund('999999'))).to.include({ failure: 'not_found' });
    expect(sent()).to.deep.equal([]);
  });

  it('is refused for an invoice that does not say whose it is', async () => {
    await world.call('createInvoice', { asset: 'USDT', amount: '10', payload: 'order-1001' });
    const invoiceId = String(world.simulator.invoices()[0]?.id);
    await world.simulator.pay(invoiceId);
    expect(await failureOf(refund(invoiceId))).to.include({ failure: 'rejected' });
  });

  it('asks for no destination, and takes none', () => {
    expect(world.gateway.isDestination('', 'USDT')).to.equal(true);
    expect(world.gateway.isDestination('', 'RUB')).to.equal(true);
    expect(world.gateway.isDestination('vera', 'USDT')).to.equal(false);
    expect(world.gateway.isDestination('', 'XTR')).to.equal(false);
  });

  it('is not offered unless it is configured', async () => {
    await world.close();
    world = await openCryptobotWorld();
    const invoiceId = await paidInvoice();
    expect(world.gateway.descriptor.capabilities.refund).to.equal(false);
    expect(await failureOf(refund(invoiceId))).to.include({ failure: 'not_supported' });
    expect(await stateOf(invoiceId)).to.equal('paid');
    expect(world.line.steps).to.not.include('transfers');
  });

  it('is not possible while transfers are off for the app, as they are at first; payments are seen all the same', async () => {
    await world.close();
    world = await open({ provider: { transfers: false } });
    const invoiceId = await paidInvoice();
    expect(await stateOf(invoiceId)).to.equal('paid');
    expect(await failureOf(refund(invoiceId))).to.include({ failure: 'not_supported' });
  });

  it('that cannot be looked up does not keep a payment from being seen', async () => {
    const invoiceId = await paidInvoice();
    world.line.lose('transfers');
    expect(await stateOf(invoiceId)).to.equal('paid');
  });
});
