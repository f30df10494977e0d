import { expect } from 'chai';
import { HeleketSimulator } from '#sandbox/heleket/heleket-simulator.js';
import { failureOf, invoiceRequests } from '../../contracts/payments/gateway-world.js';
import { CREDENTIALS, type HeleketWorld, openHeleketWorld } from '../../contracts/payments/heleket/heleket-world.js';
import { ton } from '../../builders/ton.js';

describe("Heleket's stand-in", () => {
  let world: HeleketWorld;
  const request = invoiceRequests(() => world);

  beforeEach(async () => {
    world = await openHeleketWorld();
  });
  afterEach(() => world.close());

  const opened = async (amount = '10') => (await world.gateway.create(request(amount))).invoiceId;
  const statuses = () => world.webhooks.map(({ body }) => (JSON.parse(Buffer.from(body).toString('utf8')) as { status: string }).status);

  async function control(method: 'GET' | 'POST', path: string, body?: object): Promise<{ status: number; body: unknown }> {
    const response = await fetch(`${world.origin}/sandbox/heleket/invoices${path}`, {
      method,
      ...(body ? { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } } : {}),
    });
    const text = await response.text();
    return { status: response.status, body: response.ok ? (JSON.parse(text) as unknown) : text };
  }

  describe('as people use it', () => {
    it('shows an invoice with its deadline and its payment page', async () => {
      const uuid = await opened('12.5');
      const [view] = (await control('GET', '')).body as Record<string, unknown>[];
      expect(view).to.include({ uuid, amount: '12.5', currency: 'TON', status: 'check', paid: '0', url: `${world.origin}/sandbox/heleket/pay/${uuid}` });
      expect(view?.expiresAt).to.equal(world.now().getTime() / 1000 + 3600);
      expect((await control('GET', `/${uuid}`)).body).to.deep.equal(view);
      expect((await control('GET', '/nobody')).status).to.equal(404);
    });

    it('pays exactly what is due when no amount is named', async () => {
      const uuid = await opened('10');
      expect((await control('POST', `/${uuid}/pay`, { amount: '4' })).body).to.include({ status: 'wrong_amount_waiting', paid: '4' });
      expect((await control('POST', `/${uuid}/pay`)).body).to.include({ status: 'paid', paid: '10' });
      expect((await control('POST', `/${uuid}/pay`)).body).to.include({ status: 'paid_over', paid: '20' });
      expect(statuses()).to.deep.equal(['paid', 'paid_over']);
    });

    it('sends as many copies of a webhook at once as it is told to', async () => {
      const uuid = await opened();
      const { body } = await control('POST', `/${uuid}/pay`, { times: 50 });
      expect(body).to.include({ status: 'paid', paid: '10' });
      expect(world.webhooks).to.have.lengthOf(50);
      expect(new Set(world.webhooks.map((webhook) => JSON.stringify(world.gateway.receive(webhook)))).size).to.equal(1);
    });

    it('takes money for a closed invoice only when it is called late', async () => {
      const uuid = await opened();
      world.pass(3601);
      expect((await control('POST', `/${uuid}/pay`)).status).to.equal(409);
      expect((await control('POST', `/${uuid}/pay`, { late: true })).body).to.include({ status: 'paid', paid: '10' });
      expect(statuses()).to.have.members(['cancel', 'paid']);
    });

    it('lets an open invoice end first when money is to come late', async () => {
      const uuid = await opened();
      expect((await control('POST', `/${uuid}/pay`, { late: true, amount: '3' })).body).to.include({ status: 'wrong_amount', paid: '3' });
      expect(statuses()).to.have.members(['cancel', 'wrong_amount']);
    });

    it('gives an invoice any documented fate, and no other', async () => {
      const uuid = await opened();
      for (const status of ['locked', 'system_fail', 'refund_paid', 'cancel']) {
        expect((await control('POST', `/${uuid}/status`, { status })).body).to.include({ status, paid: '0' });
        expect(statuses().at(-1)).to.equal(status);
      }
      expect((await control('POST', `/${uuid}/status`, { status: 'stolen' })).status).to.equal(400);
    });

    it('forges a webhook that a careful shop turns away', async () => {
      const uuid = await opened();
      expect((await control('POST', `/${uuid}/forge`)).body).to.deep.equal({ httpStatus: 401 });
      expect(await world.gateway.fetch({ invoiceId: uuid })).to.include({ state: 'awaiting' });
    });

    for (const body of [{ amount: 10 }, { amount: '-1' }, { amount: '0' }, { times: 0 }, { times: 1.5 }, { times: 1001 }]) {
      it(`refuses to pay with ${JSON.stringify(body)}`, async () => {
        const uuid = await opened();
        expect((await control('POST', `/${uuid}/pay`, body)).status).to.equal(400);
        expect(world.simulator.invoice(uuid)).to.include({ paid: '0' });
      });
    }
  });

  describe('as it calls back', () => {
    it('spells its webhooks in every way real senders do, and a shop understands each', async () => {
      const callback = `${world.origin}/webhook/heleket`;
      await world.call('/v1/payment', { amount: '10', currency: 'TON', order_id: 'order-1', url_callback: callback, additional_data: 'Заказ / 1' });
      const uuid = world.simulator.invoices()[0]?.uuid ?? '';
      const texts = new Set<string>();
      for (let time = 0; time < 4; time += 1) texts.add(Buffer.from((await world.webhookOf(uuid)).body).toString('utf8'));
      expect(texts.size).to.equal(4);
      for (const webhook of world.webhooks) expect(world.gateway.receive(webhook).verdict).to.equal('authentic');
    });

    it('repeats a webhook until the shop has taken it', async () => {
      const uuid = await opened();
      const taken = new Promise<void>((resolve) => {
        let left = 3;
        world.answerWith = () => {
          left -= 1;
          if (left === 0) resolve();
          return left === 0 ? 200 : 503;
        };
      });
      await world.pay(uuid, ton('10'));
      await taken;
      await world.simulator.stop();
      expect(world.simulator.invoice(uuid)?.deliveries.map(({ httpStatus }) => httpStatus)).to.deep.equal([503, 503, 200]);
    });

    it('gives up after five tries', async () => {
      const [first, second] = [await opened(), await opened()];
      const refusals = (count: number) =>
        new Promise<void>((resolve) => {
          world.answerWith = () => {
            if (world.webhooks.length === count) resolve();
            return 500;
          };
        });
      const firstDone = refusals(5);
      await world.pay(first, ton('10'));
      await firstDone;
      const secondDone = refusals(10);
      await world.pay(second, ton('10'));
      await secondDone;
      expect(world.simulator.invoice(first)?.deliveries).to.have.lengthOf(5);
    });

    it('says nothing of states that only asking reveals', async () => {
      const uuid = await opened();
      await world.pay(uuid, ton('4'));
      expect(statuses()).to.deep.equal([]);
    });
  });

  describe('out of order', () => {
    it('failing, refuses and does nothing', async () => {
      world.faults.arm({ target: 'heleket', mode: 'failing', times: undefined });
      expect(await failureOf(world.gateway.create(request('10')))).to.include({ failure: 'unknown_outcome' });
      expect(world.simulator.invoices()).to.deep.equal([]);
    });

    it('silent, acts and tells nobody', async () => {
      world.faults.arm({ target: 'heleket', mode: 'silent', times: undefined });
      const asked = request('10');
      expect(await failureOf(world.gateway.create(asked))).to.include({ failure: 'unknown_outcome' });
      const [invoice] = world.simulator.invoices();
      expect(invoice?.orderId).to.equal(asked.paymentId);
      await world.simulator.pay(invoice?.uuid ?? '');
      expect(world.webhooks).to.deep.equal([]);
      world.faults.clear();
      expect(await world.gateway.fetch({ paymentId: asked.paymentId })).to.include({ state: 'paid' });
    });

    it('slow, answers all the same', async () => {
      world.faults.arm({ target: 'heleket', mode: 'slow', times: 1 });
      const started = performance.now();
      expect(await world.gateway.ping()).to.include({ ok: true });
      expect(performance.now() - started).to.be.greaterThan(250);
    });

    it('lying, names money nobody asked for and nobody paid', async () => {
      const uuid = await opened('10');
      world.faults.arm({ target: 'heleket', mode: 'lying', times: undefined });
      const lie = await world.gateway.fetch({ invoiceId: uuid });
      expect(lie).to.include({ state: 'paid', providerStatus: 'paid_over' });
      expect(lie?.requested?.toDecimal()).to.equal('20');
      await world.webhookOf(uuid);
      expect(statuses()).to.deep.equal(['paid_over']);
      expect(world.simulator.invoice(uuid)).to.include({ paid: '0' });
    });
  });

  describe('after a restart', () => {
    it('remembers invoices and what it has not delivered', async () => {
      const uuid = await opened();
      world.answerWith = () => 503;
      await world.pay(uuid, ton('10'));
      const state: unknown = JSON.parse(JSON.stringify(world.simulator.snapshot()));
      await world.simulator.stop();
      const delivered = new Promise<void>((resolve) => {
        world.answerWith = () => {
          resolve();
          return 200;
        };
      });
      const context = { now: () => world.now(), faults: world.faults, origin: world.origin, changed: () => undefined };
      const next = new HeleketSimulator(context, CREDENTIALS, { slowMs: 0, retryMs: [5, 5], refundMs: 0, sweepMs: 60_000 });
      next.restore(state);
      expect(next.invoice(uuid)).to.include({ status: 'paid', paid: '10' });
      await delivered;
      await next.stop();
    });

    it('forgets everything when it is reset', async () => {
      await opened();
      world.simulator.reset();
      expect(world.simulator.snapshot()).to.deep.equal({ invoices: [], pending: [] });
    });
  });
});
