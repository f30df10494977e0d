import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { aWebhook, EVENT, HttpLab, type ProblemBody, TELEGRAM_SECRET } from './http-lab.js';

const TEN_MEGABYTES = 10 * 1024 * 1024;

describe('the web side', () => {
  let lab: HttpLab;
  beforeEach(async () => {
    lab = await HttpLab.open();
  });
  afterEach(() => lab.close());

  async function problemOf(response: Response): Promise<ProblemBody> {
    expect(response.headers.get('content-type')).to.match(/^application\/problem\+json/);
    return (await response.json()) as ProblemBody;
  }

  it('says that there is nothing at an unknown address', async () => {
    expect(await problemOf(await lab.get('/wp-admin'))).to.deep.equal({ type: 'about:blank', status: 404, code: 'http.not-found', title: 'There is nothing here' });
  });

  it('says which methods an address knows', async () => {
    for (const path of ['/webhook/heleket', '/webhook/telegram']) {
      const response = await lab.get(path);
      expect(response.headers.get('allow')).to.equal('POST');
      expect(await problemOf(response)).to.include({ status: 405, code: 'http.method-not-allowed' });
    }
    expect((await lab.post('/health', '')).status).to.equal(405);
  });

  it('takes no compressed body (case 11)', async () => {
    const response = await lab.post('/webhook/heleket', gzipSync(aWebhook()), { 'content-encoding': 'gzip' });
    expect(await problemOf(response)).to.include({ status: 415, code: 'http.encoding-not-supported' });
  });

  it('refuses ten megabytes without reading them, while others are served (case 11)', async () => {
    const [large, other] = await Promise.all([lab.post('/webhook/heleket', 'x'.repeat(TEN_MEGABYTES)), lab.post('/webhook/heleket', aWebhook())]);
    expect(await problemOf(large)).to.include({ status: 413, code: 'http.body-too-large' });
    expect(other.status).to.equal(200);
    expect((await lab.get('/health')).status).to.equal(200);
  });

  it('refuses a body that grows too large without having said so', async () => {
    const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
    const answer = await lab.raw(`POST /webhook/heleket HTTP/1.1\r\nHost: shop\r\nTransfer-Encoding: chunked\r\n\r\n${chunk.repeat(5)}`);
    expect(answer).to.match(/^HTTP\/1\.1 413 /);
  });

  it('does not guess at half a body', async () => {
    const body = aWebhook();
    const answer = await lab.raw(`POST /webhook/heleket HTTP/1.1\r\nHost: shop\r\nContent-Length: ${body.length + 1}\r\n\r\n${body}`);
    expect(answer).not.to.match(/^HTTP\/1\.1 2/);
    expect(await lab.holds(EVENT)).to.equal(false);
  });

  it('gives each request an id, or keeps the one it came with when it is a sane one', async () => {
    expect((await lab.get('/health')).headers.get('x-request-id')).to.match(/^[0-9a-f-]{36}$/);
    const headers = { 'x-request-id': 'trace-0001' };
    expect((await fetch(`${lab.origin}/health`, { headers })).headers.get('x-request-id')).to.equal('trace-0001');
    expect((await fetch(`${lab.origin}/health`, { headers: { 'x-request-id': 'a b' } })).headers.get('x-request-id')).to.match(/^[0-9a-f-]{36}$/);
  });

  it('logs neither query nor body', async () => {
    await lab.post('/webhook/heleket?token=canary-of-a-query', '{"canary":"of a body"}');
    expect(lab.logger.lines.filter(({ message }) => message === 'request')).to.have.length(1);
    expect(JSON.stringify(lab.logger.lines)).not.to.contain('canary');
  });

  it('answers what nobody foresaw with an id that the log knows, and with nothing else of it', async () => {
    const broken = await HttpLab.open({ unitOfWork: { run: () => Promise.reject(new Error('duplicate key value "canary"')) } });
    const response = await broken.post('/webhook/heleket', aWebhook());
    await broken.close();
    const body = await response.text();
    expect(body).not.to.contain('canary');
    const { errorId, ...problem } = JSON.parse(body) as ProblemBody;
    expect(problem).to.deep.equal({ type: 'about:blank', status: 500, code: 'http.unexpected', title: 'Something went wrong on our side; nothing was lost' });
    const line = broken.logger.lines.find(({ level }) => level === 'error');
    expect(line?.fields).to.include({ errorId, method: 'POST', path: '/webhook/heleket' });
  });

  describe('for Telegram', () => {
    const update = JSON.stringify({ update_id: 1, message: {} });
    const secret = { 'x-telegram-bot-api-secret-token': TELEGRAM_SECRET };

    it('handles an update that carries the secret', async () => {
      expect((await lab.post('/webhook/telegram', update, secret)).status).to.equal(200);
      expect(lab.updates).to.deep.equal([update]);
    });

    it('handles none without the secret or with a wrong one (case 140)', async () => {
      for (const headers of [{}, { 'x-telegram-bot-api-secret-token': `${TELEGRAM_SECRET}!` }, { 'x-telegram-bot-api-secret-token': '' }]) {
        expect(await problemOf(await lab.post('/webhook/telegram', update, headers))).to.include({ status: 401, code: 'webhook.bad-secret' });
      }
      expect(lab.updates).to.deep.equal([]);
    });

    it('refuses what is no update', async () => {
      expect(await problemOf(await lab.post('/webhook/telegram', 'hello', secret))).to.include({ status: 400, code: 'webhook.malformed' });
    });

    it('asks for an update again that could not be handled', async () => {
      const broken = await HttpLab.open({ handleUpdate: () => Promise.reject(new Error('the store is away')) });
      expect((await broken.post('/webhook/telegram', update, secret)).status).to.equal(500);
      await broken.close();
    });
  });
});
