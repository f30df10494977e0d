import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect } from 'chai';
import { OpenShop } from '../../e2e/support/open-shop.js';
import { invoiceOf } from '../../e2e/support/outside.js';
import { HttpLab } from './http-lab.js';

const PROMISED = [
  'telegram_bot_messages_total',
  'telegram_bot_payments_total',
  'telegram_bot_errors_total',
  'telegram_bot_active_users',
  'telegram_bot_response_time_seconds',
  'telegram_bot_rate_limit_hits',
];

describe('health', () => {
  let lab: HttpLab;
  beforeEach(async () => {
    lab = await HttpLab.open();
  });
  afterEach(() => lab.close());

  async function ask(path: string): Promise<{ status: number; body: Record<string, unknown> }> {
    const response = await lab.get(path);
    expect(response.headers.get('cache-control')).to.equal('no-store');
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }

  it('is well while the shop is open and its database answers', async () => {
    const { status, body } = await ask('/health');
    expect(status).to.equal(200);
    expect(body).to.include({ status: 'ok' });
  });

  it('sends traffic elsewhere while the database is away', async () => {
    lab.database = { ok: false, detail: 'does not answer', latencyMs: 2_000 };
    expect(await ask('/health')).to.deep.include({ status: 503 });
    expect((await ask('/health')).body).to.include({ status: 'down' });
    expect((await ask('/health/db')).body).to.include({ status: 'down', detail: 'does not answer' });
    expect((await ask('/health/redis')).status).to.equal(200);
  });

  it('names what is degraded without turning traffic away', async () => {
    const { status, body } = await ask('/health/detailed');
    expect(status).to.equal(200);
    expect(body).to.include({ status: 'degraded' });
    expect(body['circuits']).to.deep.equal({ telegram: 'closed', heleket: 'open' });
    expect(body['checks']).to.deep.include({ name: 'heleket', ok: false, detail: 'unavailable' });
    const payment = await ask('/health/payment');
    expect(payment.status).to.equal(503);
    expect(payment.body).to.include({ status: 'degraded' });
  });

  it('says that the shop is stopping before it stops', async () => {
    lab.stage = 'stopping';
    const { status, body } = await ask('/health');
    expect(status).to.equal(503);
    expect(body).to.include({ status: 'stopping' });
    expect((await ask('/health/detailed')).status).to.equal(503);
  });

  it('is told on a connection that was open before, while a request is still in work', async () => {
    const { port } = new URL(lab.origin);
    const halfAsked = await opened(port, 'GET /health HTTP/1.1\r\nHost: shop\r\n');
    lab.stage = 'stopping';
    const closed = lab.server.close(5_000);
    halfAsked.end('\r\n');
    expect(await text(halfAsked)).to.match(/^HTTP\/1\.1 503 .*"stopping"/s);
    await closed;
    const refused = await lab.get('/health').catch((error: unknown) => error);
    expect(refused).to.be.instanceOf(TypeError);
  });

  async function opened(port: string, head: string): Promise<Socket> {
    const socket = connect({ port: Number(port), host: '127.0.0.1', allowHalfOpen: true });
    await once(socket, 'connect');
    await new Promise((resolve) => socket.write(head, resolve));
    await lab.get('/health');
    return socket;
  }
});

describe('metrics', () => {
  it('answer while the store does not, with the last known number of people', async () => {
    const lab = await HttpLab.open();
    expect(await (await lab.get('/metrics')).text()).to.contain('telegram_bot_active_users 3');
    lab.activeUsers = () => Promise.reject(new Error('the store is away'));
    const response = await lab.get('/metrics');
    await lab.close();
    expect(response.status).to.equal(200);
    expect(await response.text()).to.contain('telegram_bot_active_users 3');
  });

  describe('of a whole shop', () => {
    let shop: OpenShop;
    before(async function () {
      this.timeout(60_000);
      shop = await OpenShop.open();
    });
    after(() => shop.stop());

    async function figures(): Promise<string> {
      const response = await fetch(`${shop.origin}/metrics`);
      expect(response.headers.get('content-type')).to.match(/^text\/plain; version=0\.0\.4/);
      return response.text();
    }

    it('have every figure that was promised from the first moment on', async () => {
      const shown = await figures();
      for (const name of PROMISED) expect(shown, name).to.match(new RegExp(`^${name}(_count)?(\\{[^}]*\\})? \\d`, 'm'));
    });

    it('count people, payments and what they waited', async () => {
      for (const id of [9001, 9002]) await shop.person(id).asks('/start', /Hi/);
      const vera = shop.person(9001);
      await vera.walks('balance', 'recharge', 'recharge_heleket');
      await shop.outside.pay(invoiceOf(await vera.taps('recharge_heleket_10', /invoice is ready/)));
      await vera.sees(/10 TON added/);
      const shown = await figures();
      expect(shown).to.match(/^telegram_bot_active_users 2$/m);
      expect(shown).to.match(/^telegram_bot_payments_total\{state="credited"\} 1$/m);
      expect(shown).to.match(/^telegram_bot_messages_total\{type="button"\} 4$/m);
      expect(shown).to.match(/^telegram_bot_response_time_seconds_count\{type="command"\} 2$/m);
    });

    it('forget people who were not seen for a day', async () => {
      shop.clock.advance(25 * 60 * 60_000);
      expect(await figures()).to.match(/^telegram_bot_active_users 0$/m);
    });
  });
});
