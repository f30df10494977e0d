import { expect } from 'chai';
import { SigningKey } from '#sandbox/wata/signing-key.js';
import { USUAL_TIMING, WataSimulator } from '#sandbox/wata/wata-simulator.js';
import { failureOf, invoiceRequests } from '../../contracts/payments/gateway-world.js';
import { openWataWorld, type WataWorld } from '../../contracts/payments/wata/wata-world.js';

describe("Wata's stand-in", () => {
  let world: WataWorld;
  const request = invoiceRequests(() => world);

  beforeEach(async () => {
    world = await openWataWorld();
  });
  afterEach(() => world.close());

  const opened = async (amount = '10') => {
    const { invoiceId } = await world.gateway.create(request(amount));
    return { invoiceId, id: world.linkOf(invoiceId) };
  };
  const told = () => world.webhooks.map(({ body }) => (JSON.parse(Buffer.from(body).toString('utf8')) as { transactionStatus: string }).transactionStatus);

  async function control(method: 'GET' | 'POST', path: string, body?: object): Promise<{ status: number; body: unknown }> {
    const response = await fetch(`${world.origin}/sandbox/wata${path}`, {
      method,
      ...(body ? { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } } : {}),
    });
    const text = await response.text();
    return { status: response.status, body: response.ok && text !== '' ? (JSON.parse(text) as unknown) : text };
  }

  describe('as people use it', () => {
    it('shows a link with its deadline, and its payment page is that view', async () => {
      const { id } = await opened('12.5');
      const [view] = (await control('GET', '/invoices')).body as Record<string, unknown>[];
      expect(view).to.include({ id, amount: '12.50', currency: 'RUB', status: 'Opened', paid: '0.00', url: `${world.origin}/sandbox/wata/pay/${id}`, returnUrl: 'https://t.me/polaris_bot' });
      expect(view?.expiresAt).to.equal(world.now().getTime() / 1000 + 3600);
      expect((await control('GET', `/invoices/${id}`)).body).to.deep.equal(view);
      expect((await control('GET', '/invoices/nobody')).status).to.equal(404);
    });

    it('takes one payment, and a second one only when it is called again', async () => {
      const { id } = await opened();
      expect((await control('POST', `/invoices/${id}/pay`)).body).to.include({ status: 'Closed', paid: '10.00' });
      expect((await control('POST', `/invoices/${id}/pay`)).status).to.equal(409);
      expect((await control('POST', `/invoices/${id}/pay`, { again: true, amount: '2.5' })).body).to.include({ paid: '12.50' });
      expect(told()).to.deep.equal(['Paid', 'Paid']);
    });

    it('declines as often as it is told to before it pays', async () => {
      const { id } = await opened();
      expect((await control('POST', `/invoices/${id}/pay`, { declined: 2 })).body).to.include({ paid: '10.00' });
      expect(told()).to.deep.equal(['Declined', 'Declined', 'Paid']);
    });

    it('leaves a payment at the bank until somebody decides it', async () => {
      const { id } = await opened();
      expect((await control('POST', `/invoices/${id}/pay`, { pending: true })).body).to.include({ status: 'Opened', paid: '0.00' });
      expect(told()).to.deep.equal([]);
      expect((await control('POST', `/invoices/${id}/settle`, { status: 'Paid' })).body).to.include({ status: 'Closed', paid: '10.00' });
      expect((await control('POST', `/invoices/${id}/settle`, { status: 'Stolen' })).status).to.equal(400);
    });

    it('takes money for a deleted link only when it is called late', async () => {
      const { id } = await opened();
      world.pass(3601);
      expect((await control('POST', `/invoices/${id}/pay`)).status).to.equal(409);
      expect((await control('POST', `/invoices/${id}/pay`, { late: true })).body).to.include({ status: 'Deleted', paid: '10.00' });
    });

    it('sends as many copies of a webhook at once as it is told to, and the last one again', async () => {
      const { id } = await opened();
      await control('POST', `/invoices/${id}/pay`, { times: 20 });
      await control('POST', `/invoices/${id}/resend`);
      expect(world.webhooks).to.have.lengthOf(21);
      expect(new Set(world.webhooks.map((webhook) => JSON.stringify(world.gateway.receive(webhook)))).size).to.equal(1);
    });

    it('forges a webhook that a careful shop turns away', async () => {
      const { id, invoiceId } = await opened();
      expect((await control('POST', `/invoices/${id}/forge`)).body).to.deep.equal({ httpStatus: 401 });
      expect(await world.gateway.fetch({ invoiceId })).to.include({ state: 'awaiting' });
    });

    for (const body of [{ amount: 10 }, { amount: '-1' }, { amount: '0' }, { times: 0 }, { times: 1.5 }, { declined: 1001 }]) {
      it(`refuses to pay with ${JSON.stringify(body)}`, async () => {
        const { id } = await opened();
        expect((await control('POST', `/invoices/${id}/pay`, body)).status).to.equal(400);
        expect(world.simulator.invoice(id)).to.include({ paid: '0.00' });
      });
    }
  });

  describe('as it calls back', () => {
    it('asks before a payment, once, and takes anything but 200 for a no', async () => {
      const { id } = await opened();
      world.answerWith = () => (world.webhooks.length === 1 ? 201 : 200);
      expect(await world.simulator.pay(id, { ask: true })).to.include({ status: 'Opened', paid: '0.00' });
      expect(told()).to.deep.equal(['Created', 'Declined']);
    });

    it('repeats a webhook until it is answered with exactly 200', async () => {
      const { id } = await opened();
      const taken = new Promise<void>((resolve) => {
        const answers = [503, 202, 200];
        world.answerWith = () => {
          const answer = answers.shift() ?? 200;
          if (answer === 200) resolve();
          return answer;
        };
      });
      await world.simulator.pay(id);
      await taken;
      await world.simulator.stop();
      expect(world.simulator.invoice(id)?.deliveries.map(({ status, httpStatus }) => [status, httpStatus])).to.deep.equal([['Payment Paid', 503], ['Payment Paid', 202], ['Payment Paid', 200]]);
    });

    it('signs with another key after a change, which a careful shop notices by itself', async () => {
      const own = await openWataWorld({ key: new SigningKey() });
      try {
        const { invoiceId } = await own.gateway.create(invoiceRequests(() => own)('10'));
        const id = own.linkOf(invoiceId);
        await own.simulator.pay(id, { declined: 1 });
        own.pass(60);
        await fetch(`${own.origin}/sandbox/wata/key/rotate`, { method: 'POST' });
        await own.simulator.resend(id);
        expect(own.simulator.invoice(id)?.deliveries.map(({ httpStatus }) => httpStatus)).to.deep.equal([200, 200, 200]);
        expect(own.calls.filter((call) => call === 'GET /public-key')).to.have.lengthOf(2);
      } finally {
        await own.close();
      }
    });
  });

  describe('out of order', () => {
    it('failing, refuses and does nothing', async () => {
      world.faults.arm({ target: 'wata', mode: 'failing', times: undefined });
      expect(await failureOf(world.gateway.create(request('10')))).to.include({ failure: 'unavailable' });
      expect(world.simulator.invoices()).to.deep.equal([]);
    });

    it('failing, keeps its key to itself, and the shop takes no webhook', async () => {
      const { id } = await opened();
      world.faults.arm({ target: 'wata', mode: 'failing', times: undefined });
      await world.simulator.pay(id);
      expect(world.simulator.invoice(id)?.deliveries[0]).to.include({ httpStatus: 503 });
    });

    it('silent, acts and tells nobody', async () => {
      const { id, invoiceId } = await opened();
      world.faults.arm({ target: 'wata', mode: 'silent', times: undefined });
      expect(await world.simulator.pay(id, { ask: true }), 'a question nobody hears').to.include({ paid: '0.00' });
      expect(await world.simulator.pay(id)).to.include({ paid: '10.00' });
      expect(await failureOf(world.gateway.fetch({ invoiceId }))).to.include({ failure: 'unavailable' });
      expect(world.webhooks).to.deep.equal([]);
    });

    it('slow, answers all the same', async () => {
      world.faults.arm({ target: 'wata', mode: 'slow', times: 1 });
      const started = performance.now();
      expect(await world.gateway.ping()).to.include({ ok: true });
      expect(performance.now() - started).to.be.greaterThan(250);
    });

    it('lying, names money nobody asked for and nobody paid, and refunds nothing', async () => {
      const { id, invoiceId } = await opened('10');
      world.faults.arm({ target: 'wata', mode: 'lying', times: undefined });
      const lie = await world.gateway.fetch({ invoiceId });
      expect(lie).to.include({ state: 'paid' });
      expect([lie?.requested?.toDecimal(), lie?.received?.toDecimal()]).to.deep.equal(['20', '20']);
      expect(world.simulator.invoice(id)).to.include({ paid: '0.00' });
      world.faults.clear();
      await world.simulator.pay(id);
      const transaction = world.simulator.invoice(id)?.transactions[0]?.id;
      world.faults.arm({ target: 'wata', mode: 'lying', times: undefined });
      const answer = await world.call('/transactions/refunds', `{"originalTransactionId":"${transaction}","amount":10}`);
      expect(answer.body).to.include({ transactionStatus: 'Paid' });
      expect(world.simulator.invoice(id)).to.include({ paid: '10.00' });
    });
  });

  describe('after a restart', () => {
    it('remembers links, its key and what it has not delivered', async () => {
      const { id } = await opened();
      world.answerWith = () => 503;
      await world.simulator.pay(id);
      const state: unknown = JSON.parse(JSON.stringify(world.simulator.snapshot()));
      await world.simulator.stop();
      const delivered = new Promise<void>((resolve) => {
        world.answerWith = (webhook) => {
          const known = world.gateway.receive(webhook).verdict === 'authentic';
          if (known) resolve();
          return known ? 200 : 401;
        };
      });
      await world.gateway.prepare(world.webhooks[0]!);
      const context = { now: () => world.now(), faults: world.faults, origin: world.origin, changed: () => undefined };
      const next = new WataSimulator(context, { ...USUAL_TIMING, retryMs: [5, 5] });
      next.restore(state);
      expect(next.invoice(id)).to.include({ status: 'Closed', paid: '10.00' });
      await delivered;
      await next.stop();
    });

    it('forgets everything but its key when it is reset', async () => {
      await opened();
      world.simulator.reset();
      expect(world.simulator.snapshot()).to.deep.include({ book: { links: [], transactions: [] }, pending: [] });
    });
  });
});
