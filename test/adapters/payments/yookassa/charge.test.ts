import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { InvoiceMismatch } from '#use-cases/ports/providers/provider-error.js';
import { failureOf, invoiceRequests } from '../../../contracts/payments/gateway-world.js';
import { openYookassaWorld, type YookassaWorld } from '../../../contracts/payments/yookassa/yookassa-world.js';
import { ANSWER, gatewayThatHears, kindOf, list, ok, REQUEST } from './scripted-yookassa.js';

describe('what a payer has paid with at YooKassa', () => {
  let world: YookassaWorld;
  const request = invoiceRequests(() => world);

  beforeEach(async () => {
    world = await openYookassaWorld();
  });
  afterEach(() => world.close());

  async function savedMethod(): Promise<string> {
    const { invoiceId } = await world.gateway.create({ ...request('10'), remember: true });
    await world.simulator.pay(invoiceId);
    const saved = (await world.gateway.fetch({ invoiceId }))?.savedMethod;
    if (!saved) throw new Error('nothing was saved');
    return saved.token;
  }

  it('is kept when the shop asks for it, under the id of the first payment', async () => {
    const { invoiceId } = await world.gateway.create({ ...request('10'), remember: true });
    expect((await world.gateway.fetch({ invoiceId }))?.savedMethod).to.equal(undefined);
    await world.simulator.pay(invoiceId);
    expect((await world.gateway.fetch({ invoiceId }))?.savedMethod).to.deep.equal({ token: invoiceId, label: 'Bank card *4477' });
  });

  it('is kept by nobody who did not ask', async () => {
    const { invoiceId } = await world.gateway.create(request('10'));
    await world.simulator.pay(invoiceId);
    expect((await world.gateway.fetch({ invoiceId }))?.savedMethod).to.equal(undefined);
  });

  it('is charged again without the payer, once under one payment id', async () => {
    const token = await savedMethod();
    const asked = { ...request('99.90'), token };
    const charged = await world.gateway.charge(asked);
    expect(charged.snapshot).to.include({ state: 'paid', final: true, paymentId: asked.paymentId });
    expect(charged).to.include({ url: 'https://t.me/polaris_bot', reused: false });
    expect((await world.gateway.charge(asked)).invoiceId).to.equal(charged.invoiceId);
    expect(world.invoicesOf(asked.paymentId)).to.equal(1);
  });

  it('is charged once although the answer was lost', async () => {
    const asked = { ...request('10'), token: await savedMethod() };
    world.loseNextAnswer();
    expect(await kindOf(world.gateway.charge(asked))).to.equal('unknown_outcome');
    expect((await world.gateway.charge(asked)).snapshot.state).to.equal('paid');
    expect(world.invoicesOf(asked.paymentId)).to.equal(1);
  });

  it('is never charged again under a key that has ended: the charge is found, or rejected', async () => {
    const token = await savedMethod();
    const [made, unmade] = [{ ...request('10'), token }, { ...request('10'), token }];
    const { invoiceId } = await world.gateway.charge(made);
    world.pass(25 * 3_600);
    expect(await world.gateway.charge(made)).to.include({ invoiceId, reused: true });
    expect(await kindOf(world.gateway.charge(unmade))).to.equal('rejected');
    expect(world.invoicesOf(made.paymentId)).to.equal(1);
    expect(world.invoicesOf(unmade.paymentId)).to.equal(0);
  });

  it('that the payer has withdrawn is rejected, and the rejection says so', async () => {
    const token = await savedMethod();
    world.simulator.revoke(token);
    const error = await failureOf(world.gateway.charge({ ...request('10'), token }));
    expect(error).to.include({ failure: 'rejected' }).and.have.property('message').that.matches(/permission_revoked/);
  });

  it('that is declined for another reason is a failed payment', async () => {
    const declined = { ...ANSWER, status: 'canceled', cancellation_details: { party: 'payment_network', reason: 'insufficient_funds' } };
    const { snapshot } = await gatewayThatHears([ok(declined)]).gateway.charge({ ...REQUEST, token: 'm' });
    expect(snapshot).to.include({ state: 'failed', final: true, providerStatus: 'canceled:insufficient_funds' });
  });

  it('that takes its time is a payment that waits', async () => {
    expect((await gatewayThatHears([ok(ANSWER)]).gateway.charge({ ...REQUEST, token: 'm' })).snapshot.state).to.equal('awaiting');
  });

  it('that nobody knows is rejected', async () => {
    expect(await kindOf(world.gateway.charge({ ...request('10'), token: randomUUID() }))).to.equal('rejected');
  });

  it('is not believed to be charged with another sum', async () => {
    const other = { ...ANSWER, status: 'succeeded', paid: true, amount: { value: '99.00', currency: 'RUB' } };
    expect(await failureOf(gatewayThatHears([ok(other), list()]).gateway.charge({ ...REQUEST, token: 'm' }))).to.be.instanceOf(InvoiceMismatch);
  });

  it('is neither kept nor charged where that is not configured', async () => {
    const token = await savedMethod();
    const without = world.gatewayWith({ saveMethods: false });
    expect([world.gateway, without].map(({ descriptor }) => descriptor.capabilities.savedMethod)).to.deep.equal([true, false]);
    expect(await kindOf(without.charge({ ...request('10'), token }))).to.equal('not_supported');
    const { invoiceId } = await without.create({ ...request('10'), remember: true });
    await world.simulator.pay(invoiceId);
    expect(world.simulator.invoice(invoiceId)).to.include({ methodSaved: false });
  });

  it('may not be kept in a shop that has not been allowed to', async () => {
    const strict = await openYookassaWorld({ mayCharge: false });
    try {
      expect(await kindOf(strict.gateway.create({ ...request('10'), remember: true }))).to.equal('not_supported');
    } finally {
      await strict.close();
    }
  });
});
