import { expect } from 'chai';
import type { InvoiceRequest } from '#use-cases/ports/providers/payment-gateway.js';
import { InvoiceMismatch } from '#use-cases/ports/providers/provider-error.js';
import { failureOf, invoiceRequests } from '../../../contracts/payments/gateway-world.js';
import { openYookassaWorld, type YookassaWorld } from '../../../contracts/payments/yookassa/yookassa-world.js';
import { ANSWER, gatewayThatHears, kindOf, list, no, ok, REQUEST } from './scripted-yookassa.js';

const HOUR = 3_600;

describe('a payment asked for at YooKassa', () => {
  let world: YookassaWorld;
  const request = invoiceRequests(() => world);

  beforeEach(async () => {
    world = await openYookassaWorld();
  });
  afterEach(() => world.close());

  const keys = () => world.simulator.snapshot().keys.map(({ key }) => key);

  it('has our payment id for its key and in its metadata', async () => {
    const asked = request('10');
    const { invoiceId, url, reused } = await world.gateway.create(asked);
    expect(keys()).to.deep.equal([asked.paymentId]);
    expect(world.simulator.invoice(invoiceId)).to.include({ orderId: asked.paymentId, amount: '10.00', url });
    expect(reused).to.equal(false);
  });

  it('whose answer was lost is the same one when it is asked for again', async () => {
    const asked = request('10');
    world.loseNextAnswer();
    expect(await kindOf(world.gateway.create(asked))).to.equal('unknown_outcome');
    world.pass(600);
    expect(await world.gateway.create(asked)).to.include({ reused: true });
    expect(world.invoicesOf(asked.paymentId)).to.equal(1);
  });

  it('that is still being processed is asked for again under the same key', async () => {
    world.simulator.processFor(3);
    const asked = request('10');
    expect((await world.gateway.create(asked)).snapshot.state).to.equal('awaiting');
    expect(world.invoicesOf(asked.paymentId)).to.equal(1);
    expect(keys()).to.deep.equal([asked.paymentId]);
  });

  it('that is processed for ever is an unknown outcome', async () => {
    world.simulator.processFor(1_000);
    expect(await kindOf(world.gateway.create(request('10')))).to.equal('unknown_outcome');
  });

  it('was asked for in another language before, which makes it another text under the same key, and is found', async () => {
    const asked: InvoiceRequest = request('10');
    const { invoiceId } = await world.gateway.create(asked);
    expect(await world.gateway.create({ ...asked, language: 'ru', description: 'Месяц VPN' })).to.include({ invoiceId, reused: true });
    expect(world.invoicesOf(asked.paymentId)).to.equal(1);
  });

  it('repeats the refusal when there is no such payment either', async () => {
    const { gateway, steps } = gatewayThatHears([no(400, 'invalid_request', { parameter: 'amount.value' }), list()]);
    expect(await kindOf(gateway.create(REQUEST))).to.equal('rejected');
    expect(steps).to.deep.equal(['create', 'scan']);
  });

  it('is not known to be refused while nobody could look whether it is there', async () => {
    expect(await kindOf(gatewayThatHears([no(400, 'invalid_request'), no(500, 'internal_server_error')]).gateway.create(REQUEST))).to.equal('unavailable');
  });

  it('under a repeated key is shown as it stands now, not as it stood in the first answer', async () => {
    const asked = request('10');
    const { invoiceId } = await world.gateway.create(asked);
    world.pass(HOUR + 1);
    const error = await failureOf(world.gateway.create(asked));
    expect(error).to.be.instanceOf(InvoiceMismatch).and.have.nested.property('details.field', 'status');
    expect(world.simulator.invoice(invoiceId)).to.include({ status: 'canceled', reason: 'expired_on_confirmation' });
  });

  it('is shown by its first answer where nothing newer can be read', async () => {
    const old = { ...ANSWER, created_at: '2026-01-15T11:30:00.000Z' };
    expect(await gatewayThatHears([ok(old), no(404, 'not_found')]).gateway.create(REQUEST)).to.include({ reused: true });
  });

  describe('after a day, when its key would buy a second time', () => {
    it('is looked for and not asked for', async () => {
      const asked = request('10');
      await world.gateway.create(asked);
      world.pass(25 * HOUR);
      expect(await failureOf(world.gateway.create(asked))).to.be.instanceOf(InvoiceMismatch);
      expect(world.invoicesOf(asked.paymentId)).to.equal(1);
    });

    it('is rejected when it was never there', async () => {
      const asked = request('10');
      world.pass(25 * HOUR);
      expect(await kindOf(world.gateway.create(asked))).to.equal('rejected');
      expect(world.simulator.invoices()).to.deep.equal([]);
    });

    it('is still asked for a few hours before that', async () => {
      const asked = request('10');
      world.pass(22 * HOUR);
      expect((await world.gateway.create(asked)).snapshot.state).to.equal('awaiting');
    });
  });

  it('is shown to nobody when the provider names another amount', async () => {
    world.faults.arm({ target: 'yookassa', mode: 'lying', times: 1 });
    const asked = request('10');
    expect(await failureOf(world.gateway.create(asked))).to.be.instanceOf(InvoiceMismatch);
    expect(world.invoicesOf(asked.paymentId)).to.equal(1);
  });

  it('in play money is shown to nobody where real money is expected', async () => {
    expect(await failureOf(world.gatewayWith({ testMode: false }).create(request('10')))).to.be.instanceOf(InvoiceMismatch).and.have.nested.property('details.field', 'test');
  });

  it('needs a receipt where the shop makes receipts', async () => {
    const fiscal = await openYookassaWorld({ wantsReceipts: true });
    try {
      expect(await kindOf(fiscal.gateway.create(request('10')))).to.equal('rejected');
      const equipped = fiscal.gatewayWith({ receipt: { email: 'shop@example.com', vatCode: 1, taxSystem: 3 } });
      expect((await equipped.create(request('12.34'))).snapshot.state).to.equal('awaiting');
    } finally {
      await fiscal.close();
    }
  });

  it('is found by our id however many payments came after it', async () => {
    const asked = request('10');
    const { invoiceId } = await world.gateway.create(asked);
    for (let number = 0; number < 105; number += 1) await world.gateway.create(request('1'));
    expect(await world.gateway.fetch({ paymentId: asked.paymentId })).to.include({ invoiceId });
  });

  it('is looked for from the moment on that its id was made', async () => {
    const opened = (at: number) => `${at.toString(16).padStart(12, '0').replace(/^(.{8})/, '$1-')}-7000-8000-00000000000a`;
    const [before, after] = [opened(world.now().getTime()), opened(world.now().getTime() + HOUR * 1000)];
    await world.gateway.create(request('10', before));
    await world.gateway.create(request('10', after));
    world.pass(2 * HOUR);
    expect(await world.gateway.fetch({ paymentId: before })).to.include({ paymentId: before });
    expect(await world.gateway.fetch({ paymentId: after }), 'made before its id was').to.equal(undefined);
  });
});
