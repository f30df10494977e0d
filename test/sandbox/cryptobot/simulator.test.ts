import { EventEmitter, once } from 'node:events';
import { expect } from 'chai';
import { cryptobot } from '#adapters/outbound/payments/cryptobot/index.js';
import { CryptobotSimulator } from '#sandbox/cryptobot/cryptobot-simulator.js';
import { type CryptobotWorld, openCryptobotWorld } from '../../contracts/payments/cryptobot/cryptobot-world.js';
import { failureOf, invoiceRequests } from '../../contracts/payments/gateway-world.js';

interface Update {
  readonly update_id: number;
  readonly update_type: string;
  readonly request_date: string;
  readonly payload: { readonly invoice_id: number; readonly status: string; readonly amount: string | number };
}

describe("Crypto Pay's stand-in", () => {
  let world: CryptobotWorld;
  const request = invoiceRequests(() => world);

  beforeEach(async () => {
    world = await openCryptobotWorld();
  });
  afterEach(() => world.close());

  const opened = async (amount = '10') => (await world.gateway.create(request(amount))).invoiceId;
  const updates = () => world.webhooks.map(({ body }) => JSON.parse(Buffer.from(body).toString('utf8')) as Update);
  const context = () => ({ now: () => world.now(), faults: world.faults, origin: world.origin, changed: () => undefined });

  async function control(method: 'GET' | 'POST', path: string, body?: object): Promise<{ status: number; body: unknown }> {
    const response = await fetch(`${world.origin}/sandbox/cryptobot${path}`, {
      method,
      ...(body ? { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } } : {}),
    });
    const text = await response.text();
    return { status: response.status, body: response.ok ? (JSON.parse(text) as unknown) : text };
  }

  /** Resolves when so many webhooks have come; until then each is answered with this status. */
  function answered(count: number, status: number): Promise<unknown> {
    const heard = new EventEmitter();
    world.answerWith = () => {
      if (world.webhooks.length === count) heard.emit('all');
      return status;
    };
    return once(heard, 'all');
  }

  describe('as people use it', () => {
    it('shows an invoice, and where it is paid', async () => {
      const id = await opened('12.5');
      const [view] = (await control('GET', '/invoices')).body as Record<string, unknown>[];
      expect(view).to.include({ amount: '12.5', currency: 'USDT', status: 'active', url: `${world.origin}/sandbox/cryptobot/pay/${id}` });
      expect((await control('GET', `/invoices/${id}`)).body).to.deep.equal(view);
      expect((await control('GET', '/invoices/1')).status).to.equal(404);
      expect((await control('GET', '/transfers')).body).to.deep.equal([]);
    });

    it('takes exactly the invoice\'s sum, and only once', async () => {
      const id = await opened('10');
      expect((await control('POST', `/invoices/${id}/pay`)).body).to.include({ status: 'paid', paidAsset: 'USDT', paidAmount: '10' });
      expect((await control('POST', `/invoices/${id}/pay`)).status).to.equal(409);
      expect(updates().map(({ update_type, payload }) => [update_type, payload.status])).to.deep.equal([['invoice_paid', 'paid']]);
      expect((await control('POST', '/invoices/1/pay')).status).to.equal(404);
    });

    it('takes no money after the end, unless the payer was in time and it is only told late', async () => {
      const id = await opened();
      world.pass(3601);
      expect((await control('POST', `/invoices/${id}/pay`)).status).to.equal(409);
      const { body } = await control('POST', `/invoices/${id}/pay`, { reportedLate: true });
      expect(body).to.include({ status: 'paid' });
      expect(body).to.have.property('paidAt', (body as { expiresAt: string }).expiresAt);
    });

    it('says nothing when an invoice expires', async () => {
      const id = await opened();
      world.pass(3601);
      expect(world.simulator.invoice(id)).to.include({ status: 'expired' });
      expect(world.webhooks).to.deep.equal([]);
    });

    it('takes a fiat invoice in the coins it accepts, and a coin\'s invoice in no other', async () => {
      await world.call('createInvoice', { currency_type: 'fiat', fiat: 'USD', amount: '6', accepted_assets: 'TON' });
      const fiat = String(world.simulator.invoices()[0]?.id);
      expect((await control('POST', `/invoices/${fiat}/pay`, { asset: 'USDT' })).status).to.equal(409);
      expect((await control('POST', `/invoices/${fiat}/pay`)).body).to.include({ paidAsset: 'TON', paidAmount: '2' });
      expect((await control('POST', `/invoices/${await opened()}/pay`, { asset: 'TON' })).status).to.equal(409);
    });

    it('sends as many copies of a webhook at once as it is told to', async () => {
      await control('POST', `/invoices/${await opened()}/pay`, { times: 20 });
      expect(new Set(world.webhooks.map((webhook) => JSON.stringify(world.gateway.receive(webhook)))).size).to.equal(1);
      expect(world.webhooks).to.have.lengthOf(20);
    });

    it('gives several updates one id', async () => {
      for (let paid = 0; paid < 5; paid += 1) await world.simulator.pay(await opened());
      expect(new Set(updates().map(({ update_id }) => update_id)).size).to.be.lessThan(5);
      expect(new Set(updates().map(({ payload }) => payload.invoice_id)).size).to.equal(5);
    });

    it('forges a webhook that a careful shop turns away', async () => {
      const id = await opened();
      expect((await control('POST', `/invoices/${id}/forge`)).body).to.deep.equal({ httpStatus: 401 });
      expect(updates()[0]?.payload).to.include({ status: 'paid' });
      expect(await world.gateway.fetch({ invoiceId: id })).to.include({ state: 'awaiting' });
      expect((await control('POST', '/invoices/1/forge')).status).to.equal(404);
    });

    for (const body of [{ times: 0 }, { times: 1.5 }, { times: 1001 }, { times: '2' }, { asset: 1 }]) {
      it(`refuses to pay with ${JSON.stringify(body)}`, async () => {
        const id = await opened();
        expect((await control('POST', `/invoices/${id}/pay`, body)).status).to.equal(400);
        expect(world.simulator.invoice(id)).to.include({ status: 'active' });
      });
    }
  });

  describe('as it calls back', () => {
    it('wants a 200, and repeats what got anything else', async () => {
      const id = await opened();
      const taken = answered(3, 200);
      const { answerWith } = world;
      world.answerWith = (webhook) => {
        answerWith?.(webhook);
        return [204, 503, 200][world.webhooks.length - 1] ?? 200;
      };
      await world.simulator.pay(id);
      await taken;
      await world.simulator.stop();
      expect(world.simulator.invoice(id)?.deliveries.map(({ httpStatus }) => httpStatus)).to.deep.equal([204, 503, 200]);
      expect(world.simulator.hook().on).to.equal(true);
    });

    it('is switched off for good after 17 tries, until its owner switches it on', async () => {
      const [first, second, third] = [await opened(), await opened(), await opened()];
      const all = answered(17, 500);
      await world.simulator.pay(first);
      await all;
      // The last answer may still be on its way; stopped, the stand-in repeats nothing.
      await world.simulator.stop();
      expect((await control('GET', '/hook')).body).to.deep.equal({ url: `${world.origin}/webhook/cryptobot`, on: false });
      world.answerWith = undefined;
      await world.simulator.pay(second);
      expect(world.webhooks).to.have.lengthOf(17);
      expect((await control('POST', '/hook', { on: true })).body).to.include({ on: true });
      await world.simulator.pay(third);
      expect(world.webhooks).to.have.lengthOf(18);
      expect(updates().at(-1)?.payload.invoice_id).to.equal(Number(third));
    });

    it('posts where its owner says', async () => {
      expect((await control('POST', '/hook', { url: `${world.origin}/elsewhere` })).status).to.equal(200);
      const id = await opened();
      await world.simulator.pay(id);
      expect(world.webhooks).to.deep.equal([]);
      expect(world.simulator.invoice(id)?.deliveries.map(({ httpStatus }) => httpStatus)).to.include(404);
      for (const wrong of [{ url: 'shop' }, { url: 1 }, { on: 'yes' }]) expect((await control('POST', '/hook', wrong)).status).to.equal(400);
    });
  });

  describe('out of order', () => {
    it('failing, refuses and does nothing', async () => {
      world.faults.arm({ target: 'cryptobot', mode: 'failing', times: undefined });
      expect(await failureOf(world.gateway.create(request('10')))).to.include({ failure: 'unavailable' });
      expect(world.simulator.invoices()).to.deep.equal([]);
    });

    it('silent, acts and tells nobody', async () => {
      const id = await opened();
      world.faults.arm({ target: 'cryptobot', mode: 'silent', times: undefined });
      expect(await failureOf(world.call('createInvoice', { asset: 'TON', amount: '1' }))).to.be.instanceOf(Error);
      expect(world.simulator.invoices()).to.have.lengthOf(2);
      await world.simulator.pay(id);
      expect(world.webhooks).to.deep.equal([]);
    });

    it('slow, answers all the same', async () => {
      world.faults.arm({ target: 'cryptobot', mode: 'slow', times: 1 });
      const started = performance.now();
      expect(await world.gateway.ping()).to.include({ ok: true });
      expect(performance.now() - started).to.be.greaterThan(250);
    });

    it('lying, names money nobody asked for and nobody paid', async () => {
      const id = await opened('10');
      world.faults.arm({ target: 'cryptobot', mode: 'lying', times: undefined });
      const lie = await world.gateway.fetch({ invoiceId: id });
      expect(lie).to.include({ state: 'paid' });
      expect(lie?.requested?.toDecimal()).to.equal('20');
      await world.webhookOf(id);
      expect(String(updates()[0]?.payload.amount)).to.equal('20');
      expect(world.simulator.invoice(id)).to.include({ status: 'active' });
      const transfer = { user_id: 1001, asset: 'USDT', amount: '10', spend_id: 'r-1' };
      expect((await world.call('transfer', transfer)).status).to.equal(200);
      expect(world.simulator.transfers()).to.deep.equal([]);
    });
  });

  describe('after a restart', () => {
    it('remembers invoices, transfers, what it has not delivered and where to', async () => {
      await world.close();
      world = await openCryptobotWorld({ provider: { retryMs: [60_000] } });
      const id = await opened();
      await world.call('transfer', { user_id: 1001, asset: 'USDT', amount: '10', spend_id: 'r-1' });
      world.answerWith = () => 503;
      await world.simulator.pay(id);
      const state: unknown = JSON.parse(JSON.stringify(world.simulator.snapshot()));
      await world.simulator.stop();
      const delivered = answered(2, 200);
      const next = new CryptobotSimulator(context(), { token: '1:another', retryMs: [5] });
      next.restore(state);
      expect(next.invoice(id)).to.include({ status: 'paid', paidAmount: '10' });
      expect(next.transfers().map(({ spendId }) => spendId)).to.deep.equal(['r-1']);
      await delivered;
      await next.stop();
    });

    it('begins anew from a state that was saved before there was such a stand-in', async () => {
      const next = new CryptobotSimulator(context());
      next.restore(undefined);
      expect(next.invoices()).to.deep.equal([]);
      await next.stop();
    });

    it('forgets everything when it is reset, and switches its webhooks on', async () => {
      await opened();
      world.simulator.setHook({ on: false });
      world.simulator.reset();
      expect(world.simulator.snapshot()).to.deep.include({ invoices: [], transfers: [], pending: [], hook: { url: `${world.origin}/webhook/cryptobot`, on: true } });
    });
  });

  it('names the variables that make a shop use it', () => {
    const section = cryptobot.parse(new CryptobotSimulator(context()).environment(world.origin));
    expect(section).to.have.property('config').that.includes({ baseUrl: `${world.origin}/sandbox/cryptobot/api`, transfers: true });
  });
});
