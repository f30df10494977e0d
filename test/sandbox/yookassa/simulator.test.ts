import { expect } from 'chai';
import { yookassa } from '#adapters/outbound/payments/yookassa/index.js';
import { YookassaSimulator } from '#sandbox/yookassa/yookassa-simulator.js';
import { failureOf, invoiceRequests } from '../../contracts/payments/gateway-world.js';
import { ACCOUNT, BRISK, openYookassaWorld, type YookassaWorld } from '../../contracts/payments/yookassa/yookassa-world.js';

describe("YooKassa's stand-in", () => {
  let world: YookassaWorld;
  const request = invoiceRequests(() => world);

  beforeEach(async () => {
    world = await openYookassaWorld();
  });
  afterEach(() => world.close());

  const opened = async (amount = '10') => (await world.gateway.create(request(amount))).invoiceId;
  const events = () => world.webhooks.map(({ body }) => (JSON.parse(Buffer.from(body).toString('utf8')) as { event: string }).event);

  async function control(path: string, body?: object): Promise<{ status: number; body: unknown }> {
    const response = await fetch(`${world.origin}/sandbox/yookassa${path}`, {
      ...(body ? { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } } : {}),
    });
    const text = await response.text();
    return { status: response.status, body: response.status === 200 ? (JSON.parse(text) as unknown) : text };
  }

  it('says how a shop is made to use it', () => {
    const section = yookassa.parse(world.simulator.environment(world.origin));
    expect(section).to.have.property('config').that.includes({ ...ACCOUNT, testMode: true, checksWebhookIp: false, saveMethods: true });
    expect(section).to.have.nested.property('config.baseUrl', `${world.origin}/sandbox/yookassa/api/v3`);
  });

  describe('as people use it', () => {
    it('shows a payment, and the same where the payer is sent', async () => {
      const id = await opened('12.5');
      const [view] = (await control('/invoices')).body as Record<string, unknown>[];
      expect(view).to.include({ id, amount: '12.50', currency: 'RUB', status: 'pending', paid: '0.00', url: `${world.origin}/sandbox/yookassa/pay/${id}` });
      expect(view).to.have.property('expiresAt', world.now().getTime() / 1000 + 3600);
      expect((await control(`/invoices/${id}`)).body).to.deep.equal(view);
      expect((await control('/invoices/nobody')).status).to.equal(404);
    });

    it('takes the money once, whole, and tells of it', async () => {
      const id = await opened();
      expect((await control(`/invoices/${id}/pay`, {})).body).to.include({ status: 'succeeded', paid: '10.00' });
      expect((await control(`/invoices/${id}/pay`, {})).status).to.equal(409);
      expect((await control('/invoices/nobody/pay', {})).status).to.equal(404);
      expect(events()).to.deep.equal(['payment.succeeded']);
    });

    it('declines a payment for any documented reason, which ends it', async () => {
      const id = await opened();
      expect((await control(`/invoices/${id}/pay`, { declined: 'because' })).status).to.equal(400);
      expect((await control(`/invoices/${id}/pay`, { declined: 'insufficient_funds' })).body).to.include({ status: 'canceled', reason: 'insufficient_funds' });
      expect((await control(`/invoices/${id}/pay`, {})).status).to.equal(409);
      expect(await world.gateway.fetch({ invoiceId: id })).to.include({ state: 'failed', providerStatus: 'canceled:insufficient_funds' });
    });

    it('takes money for a payment that has ended only when it is called late', async () => {
      const id = await opened();
      world.pass(3_601);
      expect((await control(`/invoices/${id}/pay`, {})).status).to.equal(409);
      expect((await control(`/invoices/${id}/pay`, { late: true })).body).to.include({ status: 'succeeded', paid: '10.00' });
      expect(events()).to.have.members(['payment.canceled', 'payment.succeeded']);
    });

    it('holds money as a shop of two steps does, which nobody has asked for', async () => {
      const id = await opened();
      await control(`/invoices/${id}/pay`, { hold: true });
      expect(await world.gateway.fetch({ invoiceId: id })).to.include({ state: 'held', final: false });
      expect(events()).to.deep.equal(['payment.waiting_for_capture']);
    });

    it('sends as many copies of a notification at once as it is told to', async () => {
      const id = await opened();
      await control(`/invoices/${id}/pay`, { times: 50 });
      expect(world.webhooks).to.have.lengthOf(50);
      expect(new Set(world.webhooks.map((webhook) => JSON.stringify(world.gateway.receive(webhook)))).size).to.equal(1);
      expect((await control(`/invoices/${id}/pay`, { times: 0 })).status).to.equal(400);
    });

    it('returns money by hand, whole or in part, and no more than there is', async () => {
      const id = await opened();
      expect((await control(`/invoices/${id}/refund`, {})).status).to.equal(409);
      await control(`/invoices/${id}/pay`, {});
      expect((await control(`/invoices/${id}/refund`, { amount: '2.5' })).status).to.equal(400);
      expect((await control(`/invoices/${id}/refund`, { amount: '2.50' })).body).to.include({ paid: '7.50' });
      expect((await control(`/invoices/${id}/refund`, { amount: '7.51' })).status).to.equal(409);
      expect(events()).to.deep.equal(['payment.succeeded', 'refund.succeeded']);
    });

    it('withdraws a saved method, makes a refund fail and a write take its time', async () => {
      const { invoiceId } = await world.gateway.create({ ...request('10'), remember: true });
      await world.simulator.pay(invoiceId);
      expect(world.simulator.invoice(invoiceId)).to.include({ methodSaved: true });
      expect((await control(`/invoices/${invoiceId}/revoke`, {})).body).to.include({ methodSaved: false });
      expect((await control('/refund-outcome', { reason: 'no' })).status).to.equal(400);
      expect((await control('/refund-outcome', { reason: 'general_decline' })).status).to.equal(204);
      expect((await control('/processing', { times: 1 })).status).to.equal(204);
      await world.gateway.refund({ refundId: 'r', reference: { invoiceId }, amount: request('10').amount, destination: '' });
      world.pass(10);
      expect(await world.gateway.fetch({ invoiceId })).to.include({ state: 'refund_failed' });
    });

    it('forges a notification that nothing but the payment itself disproves', async () => {
      const id = await opened();
      expect((await control(`/invoices/${id}/forge`, {})).body).to.deep.equal({ httpStatus: 200 });
      const [forged] = world.webhooks;
      expect(forged && world.gateway.receive(forged)).to.include({ verdict: 'authentic' });
      expect(await world.gateway.fetch({ invoiceId: id })).to.include({ state: 'awaiting', final: false });
      expect((await control('/invoices/nobody/forge', {})).status).to.equal(404);
    });
  });

  describe('telling the shop', () => {
    it('repeats a notification until it is answered with 200, which 204 is not', async () => {
      const id = await opened();
      const answers = [500, 204, 200];
      const done = new Promise<void>((resolve) => {
        world.answerWith = () => {
          const answer = answers.shift() ?? 200;
          if (answers.length === 0) resolve();
          return answer;
        };
      });
      await world.simulator.pay(id);
      await done;
      await world.simulator.stop();
      expect(world.simulator.invoice(id)?.deliveries.map(({ httpStatus }) => httpStatus)).to.deep.equal([500, 204, 200]);
    });

    it('repeats what it said then, whatever has become of the payment since', async () => {
      const id = await opened();
      const again = new Promise<void>((resolve) => {
        world.answerWith = ({ body }) => {
          const copies = world.webhooks.filter((webhook) => Buffer.from(webhook.body).equals(body));
          if (copies.length > 1 && events().includes('refund.succeeded')) resolve();
          return 503;
        };
      });
      await world.simulator.pay(id);
      await world.simulator.refundByHand(id);
      await again;
      const [first] = world.webhooks;
      expect(Buffer.from(first?.body ?? []).toString('utf8')).to.contain('"refunded_amount":{"value":"0.00"');
    });
  });

  describe('out of order', () => {
    it('failing, refuses and does nothing', async () => {
      world.faults.arm({ target: 'yookassa', mode: 'failing', times: undefined });
      expect(await failureOf(world.gateway.create(request('10')))).to.include({ failure: 'unknown_outcome' });
      expect(world.simulator.invoices()).to.deep.equal([]);
    });

    it('silent, acts and tells nobody', async () => {
      world.faults.arm({ target: 'yookassa', mode: 'silent', times: undefined });
      const asked = request('10');
      expect(await failureOf(world.gateway.create(asked))).to.include({ failure: 'unknown_outcome' });
      const [payment] = world.simulator.invoices();
      await world.simulator.pay(payment?.id ?? '');
      expect(world.webhooks).to.deep.equal([]);
      world.faults.clear();
      expect(await world.gateway.fetch({ paymentId: asked.paymentId })).to.include({ state: 'paid' });
    });

    it('slow, answers all the same', async () => {
      world.faults.arm({ target: 'yookassa', mode: 'slow', times: 1 });
      const started = performance.now();
      expect(await world.gateway.ping()).to.include({ ok: true });
      expect(performance.now() - started).to.be.greaterThan(250);
    });

    it('lying, names money nobody asked for and nobody paid', async () => {
      const asked = request('10');
      const { invoiceId } = await world.gateway.create(asked);
      world.faults.arm({ target: 'yookassa', mode: 'lying', times: undefined });
      for (const reference of [{ invoiceId }, { paymentId: asked.paymentId }]) {
        const lie = await world.gateway.fetch(reference);
        expect(lie).to.include({ state: 'paid', final: true });
        expect(lie?.requested?.toDecimal()).to.equal('20');
      }
      await world.simulator.pay(invoiceId, { declined: 'general_decline' });
      expect(events()).to.deep.equal(['payment.succeeded']);
      expect(world.simulator.invoice(invoiceId)).to.include({ status: 'canceled', paid: '0.00' });
    });
  });

  describe('after a restart', () => {
    it('remembers payments, refunds, keys and what it has not delivered', async () => {
      const asked = request('10');
      const { invoiceId } = await world.gateway.create(asked);
      world.answerWith = () => 503;
      await world.simulator.pay(invoiceId);
      await world.gateway.refund({ refundId: 'r', reference: { invoiceId }, amount: asked.amount, destination: '' });
      const state: unknown = JSON.parse(JSON.stringify(world.simulator.snapshot()));
      await world.simulator.stop();
      const delivered = new Promise<void>((resolve) => {
        world.answerWith = () => {
          resolve();
          return 200;
        };
      });
      const next = new YookassaSimulator({ now: () => world.now(), faults: world.faults, origin: world.origin, changed: () => undefined }, ACCOUNT, BRISK);
      next.restore(state);
      expect(next.invoice(invoiceId)).to.include({ status: 'succeeded', paid: '10.00' });
      expect(next.invoice(invoiceId)?.refunds).to.have.lengthOf(1);
      expect(next.snapshot().keys.map(({ key }) => key)).to.deep.equal([asked.paymentId, 'r']);
      await delivered;
      await next.stop();
    });

    it('forgets everything when it is reset', async () => {
      await opened();
      world.simulator.reset();
      expect(world.simulator.snapshot()).to.deep.equal({ payments: [], refunds: [], keys: [], pending: [] });
    });
  });
});
