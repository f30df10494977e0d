import { expect } from 'chai';
import { Writable } from 'node:stream';
import { createLogger, type LoggerOptions } from '#adapters/outbound/system/pino-logger.js';
import { KnownSecrets } from '#adapters/outbound/system/redaction.js';
import { Money } from '#domain/shared/money.js';
import { ProviderError } from '#use-cases/ports/providers/provider-error.js';

const BOT_TOKEN = '123456789:AAF-canary_canary_canary_canary_1234';
const API_KEY = 'canary/api+key=very&secret';
const SEED = 'canary abandon ability able about above absent absorb';

function aLog(options: Partial<LoggerOptions> = {}) {
  const chunks: string[] = [];
  const destination = new Writable({
    decodeStrings: false,
    write(chunk: string | Buffer, _encoding, done) {
      chunks.push(chunk.toString());
      done();
    },
  });
  const log = createLogger({ level: 'debug', pretty: false, secrets: [BOT_TOKEN, API_KEY, SEED], destination, ...options });
  const text = (): string => chunks.join('');
  const line = (): Record<string, unknown> => JSON.parse(text()) as Record<string, unknown>;
  return { log, text, line };
}

describe('the log', () => {
  it('writes one line of JSON with level, time, message and fields', () => {
    const { log, line } = aLog();
    log.child({ requestId: 'r-1' }).info({ paymentId: 'p-1', amount: Money.parse('10', 'TON'), count: 5n }, 'payment settled');
    expect(line()).to.deep.include({ level: 'info', msg: 'payment settled', requestId: 'r-1', paymentId: 'p-1', count: '5' });
    expect(line()['amount']).to.deep.equal({ minor: '10000000000', currency: 'TON' });
    expect(new Date(String(line()['time'])).getTime()).to.be.above(0);
  });

  it('never shows a secret that it learnt after it was opened', () => {
    const secrets = new KnownSecrets([API_KEY]);
    const { log, text } = aLog({ secrets });
    secrets.learn(['canary-of-a-panel', API_KEY]);
    log.info({ note: `canary-of-a-panel ${API_KEY}` }, 'a message with canary-of-a-panel');
    expect(text()).to.contain('[redacted]').and.not.contain('canary');
  });

  it('leaves out what is below its level', () => {
    const { log, text } = aLog({ level: 'warn' });
    log.debug({}, 'quiet');
    log.info({}, 'quiet');
    log.warn({}, 'loud');
    expect([text().includes('quiet'), text().includes('loud')]).to.deep.equal([false, true]);
  });

  for (const name of ['token', 'botToken', 'access_token', 'password', 'REDIS_PASSWORD', 'cookie', 'set-cookie', 'FRAGMENT_COOKIES', 'seed', 'seedPhrase', 'mnemonic', 'authorization', 'secret', 'webhookSecret', 'api_key', 'apiKey', 'privateKey', 'sign', 'X-Signature', 'boc', 'SENTRY_DSN']) {
    it(`never shows a field called ${name}, at any depth`, () => {
      const { log, text } = aLog({ secrets: [] });
      log.info({ [name]: 'canary-value', list: [{ inner: { [name]: { deep: 'canary-value' } } }] }, 'm');
      log.child({ [name]: 'canary-value' }).info({}, 'm');
      expect(text()).not.to.contain('canary');
      expect(text()).to.contain('[redacted]');
    });
  }

  it('shows fields whose names only resemble', () => {
    const { log, line } = aLog();
    log.info({ design: 'a', assigned: 'b', state: 'c' }, 'm');
    expect(line()).to.deep.include({ design: 'a', assigned: 'b', state: 'c' });
  });

  it('erases known secrets from messages, URLs and escapes of every kind', () => {
    const { log, text } = aLog();
    log.error({ url: `https://api.telegram.org/bot${BOT_TOKEN}/sendMessage?key=${encodeURIComponent(API_KEY)}` }, `called with ${API_KEY}`);
    log.info({ quoted: JSON.stringify({ note: SEED }), encoded: Buffer.from(API_KEY).toString('base64') }, SEED);
    expect(text()).not.to.match(/canary/);
    expect(text()).not.to.contain(Buffer.from(API_KEY).toString('base64'));
  });

  it('erases them from errors, their stacks and their causes', () => {
    const { log, text, line } = aLog();
    const cause = new Error(`connect https://api.telegram.org/bot${BOT_TOKEN}/getMe`);
    const error = new Error(`it failed with ${API_KEY}`, { cause });
    log.error({ err: error, nested: { err: cause } }, 'call failed');
    expect(text()).not.to.match(/canary/);
    expect(line()['err']).to.have.property('stack').that.contains('logger.test');
    expect(line()['err']).to.have.nested.property('cause.message').that.contains('connect https');
  });

  it('keeps what an error says of itself', () => {
    const { log, line } = aLog();
    log.warn({ err: new ProviderError('heleket', 'rate_limited', 'slow down', 500) }, 'call failed');
    expect(line()['err']).to.deep.include({ type: 'ProviderError', code: 'provider.rate-limited', message: 'slow down', retryAfterMs: 500 });
  });

  it('recognises a bot token and a password in a URL it was not told of', () => {
    const { log, text } = aLog({ secrets: [] });
    log.info({ a: `bot${BOT_TOKEN}`, b: 'postgres://shop:canary-pass@db:5432/shop', c: 'redis://:canary-pass@cache:6379' }, 'm');
    expect(text()).not.to.match(/canary/);
    expect(text()).to.contain('@db:5432/shop').and.to.contain('@cache:6379');
  });

  it('is not turned blank by an empty or tiny secret', () => {
    const { log, line } = aLog({ secrets: ['', 'a', 'info'] });
    log.info({ name: 'banana' }, 'a message');
    expect(line()).to.deep.include({ level: 'info', name: 'banana', msg: 'a message' });
  });

  it('survives what cannot be written', () => {
    const { log, text } = aLog();
    const circle: Record<string, unknown> = { name: 'circle' };
    circle['self'] = circle;
    log.info({ circle, bytes: new Uint8Array(3), nothing: undefined, missing: null, at: new Date(0) }, 'odd');
    expect(text()).to.contain('odd').and.to.contain('[3 bytes]').and.to.contain('1970-01-01T00:00:00.000Z');
  });

  it('erases secrets from lines for people, too', async () => {
    const { log, text } = aLog({ pretty: true });
    log.error({ err: new Error(`failed with ${SEED}`), token: 'canary' }, `called ${API_KEY}`);
    await new Promise((resolve) => setImmediate(resolve));
    expect(text()).to.contain('ERROR').and.to.contain('called [redacted]');
    expect(text()).not.to.match(/canary/);
  });
});
