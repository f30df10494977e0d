import { createHmac } from 'node:crypto';
import { expect } from 'chai';
import { StoreUnavailable } from '#use-cases/ports/persistence/persistence-error.js';
import { aWebhook, EVENT, HttpLab, INVOICE } from './http-lab.js';

const PATH = '/webhook/heleket';
const SECRET = 'a-secret-of-the-shop-itself';

describe('a gateway\'s webhook', () => {
  let lab: HttpLab;
  afterEach(() => lab.close());

  async function refused(response: Response, status: number, code: string): Promise<void> {
    expect(response.status).to.equal(status);
    expect(response.headers.get('content-type')).to.match(/^application\/problem\+json/);
    expect(await response.json()).to.include({ type: 'about:blank', status, code });
  }

  describe('is judged by its signature', () => {
    beforeEach(async () => {
      lab = await HttpLab.open();
    });

    it('a genuine one is stored before it is acknowledged', async () => {
      expect((await lab.post(PATH, aWebhook())).status).to.equal(200);
      expect(await lab.holds(EVENT)).to.equal(true);
    });

    it('one under another key is refused and leaves nothing (cases 5, 16)', async () => {
      await refused(await lab.post(PATH, aWebhook('paid', 'a-guessed-key')), 401, 'webhook.bad-signature');
      expect(await lab.holds(EVENT)).to.equal(false);
    });

    it('one whose amount was altered on the way is refused and leaves nothing', async () => {
      const altered = aWebhook().replace('10.00000000', '99.00000000');
      await refused(await lab.post(PATH, altered), 401, 'webhook.bad-signature');
      expect(await lab.holds(`${INVOICE}:paid:99.00000000`)).to.equal(false);
    });

    it('one without a signature is refused (case 5)', async () => {
      await refused(await lab.post(PATH, '{"type":"payment"}'), 401, 'webhook.bad-signature');
    });

    it('a replayed one is thanked for again and stored once (case 19)', async () => {
      const replies = [await lab.post(PATH, aWebhook()), await lab.post(PATH, aWebhook())];
      expect(replies.map(({ status }) => status)).to.deep.equal([200, 200]);
      expect(await lab.holds(EVENT)).to.equal(true);
    });

    for (const [what, body] of [
      ['no JSON', '{"uuid": '],
      ['no object', '[]'],
      ['no text', Uint8Array.of(0xff, 0xfe, 0x00)],
      ['nothing', ''],
    ] as const) {
      it(`${what} is refused and never a 2xx`, async () => {
        const { status } = await lab.post(PATH, body);
        expect(status).to.be.oneOf([400, 401]);
      });
    }

    it('the simplified body is refused while no secret for it is configured', async () => {
      const body = JSON.stringify({ uuid: INVOICE, status: 'paid' });
      const signature = createHmac('sha256', SECRET).update(body).digest('hex');
      await refused(await lab.post(PATH, body, { 'x-signature': signature }), 401, 'webhook.bad-signature');
      const empty = createHmac('sha256', '').update(body).digest('hex');
      await refused(await lab.post(PATH, body, { 'x-signature': empty }), 401, 'webhook.bad-signature');
    });
  });

  it('may be the shop\'s own simplified one where a secret is configured for it', async () => {
    lab = await HttpLab.open({ environment: { WEBHOOK_SECRET: SECRET } });
    const body = JSON.stringify({ uuid: INVOICE, status: 'paid' });
    const signature = createHmac('sha256', SECRET).update(body).digest('hex');
    await refused(await lab.post(PATH, body, { 'x-signature': signature.replace(/^./, (digit) => (digit === '0' ? '1' : '0')) }), 401, 'webhook.bad-signature');
    await refused(await lab.post(PATH, `${body} `, { 'x-signature': signature }), 401, 'webhook.bad-signature');
    expect((await lab.post(PATH, body, { 'x-signature': signature })).status).to.equal(200);
    expect(await lab.holds(`simplified:${INVOICE}::paid`)).to.equal(true);
  });

  describe('comes from where the gateway says', () => {
    const environment = { HELEKET_CHECK_WEBHOOK_IP: 'true', HELEKET_WEBHOOK_IPS: '31.133.220.8' };
    const from = (...hops: string[]) => ({ 'x-forwarded-for': hops.join(', ') });

    it('behind a configured proxy the nearest foreign address counts', async () => {
      lab = await HttpLab.open({ environment, trustedProxies: ['127.0.0.0/8', '10.0.0.0/8'] });
      expect((await lab.post(PATH, aWebhook(), from('31.133.220.8'))).status).to.equal(200);
      expect((await lab.post(PATH, aWebhook(), from('1.2.3.4', '31.133.220.8', '10.1.2.3'))).status).to.equal(200);
      await refused(await lab.post(PATH, aWebhook(), from('31.133.220.8', '1.2.3.4')), 403, 'webhook.foreign-address');
      await refused(await lab.post(PATH, aWebhook()), 403, 'webhook.foreign-address');
    });

    it('a claim of somebody who is no proxy of ours is not believed (case 17)', async () => {
      lab = await HttpLab.open({ environment });
      await refused(await lab.post(PATH, aWebhook(), from('31.133.220.8')), 403, 'webhook.foreign-address');
      expect(await lab.holds(EVENT)).to.equal(false);
    });
  });

  it('is asked for again while the store is away (case 18)', async () => {
    lab = await HttpLab.open({ unitOfWork: { run: () => Promise.reject(new StoreUnavailable()) } });
    const response = await lab.post(PATH, aWebhook());
    await refused(response, 503, 'store.unavailable');
    expect(response.headers.get('retry-after')).to.equal('5');
  });

  it('of a gateway that does not exist is not found', async () => {
    lab = await HttpLab.open();
    await refused(await lab.post('/webhook/wechat', aWebhook()), 404, 'payments.unknown-gateway');
  });
});
