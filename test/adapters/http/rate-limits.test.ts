import { expect } from 'chai';
import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { FixedClock } from '#adapters/outbound/memory/runtime/fixed-clock.js';
import { MemoryCache } from '#adapters/outbound/memory/runtime/memory-cache.js';
import { MemoryMetrics } from '#adapters/outbound/memory/runtime/memory-metrics.js';
import { MemoryRateLimiter } from '#adapters/outbound/memory/runtime/memory-rate-limiter.js';
import { MemoryUnitOfWork } from '#adapters/outbound/memory/persistence/memory-unit-of-work.js';
import { KnownCustomers } from '#use-cases/customers/known-customers.js';
import type { UnitOfWork } from '#use-cases/ports/persistence/unit-of-work.js';
import { AdmitRequest } from '#use-cases/operations/admit-request.js';
import { aWebhook, HttpLab, TELEGRAM_SECRET } from './http-lab.js';

const SETTINGS = { messagesPerMinute: 1, operationsPerMinute: 1, paymentsPerHour: 1, apiPerMinute: 5, globalPerSecond: 1, burst: 5 };
const UPDATE = JSON.stringify({ update_id: 1 });

describe('the web side', () => {
  let lab: HttpLab;
  let clock: FixedClock;
  let looks: number;
  beforeEach(async () => {
    clock = new FixedClock();
    looks = 0;
    const memory = new MemoryUnitOfWork({ clock });
    const unitOfWork: UnitOfWork = {
      run: (work) => {
        looks += 1;
        return memory.run(work);
      },
    };
    const admitRequest = new AdmitRequest(new MemoryRateLimiter(clock), new KnownCustomers(new MemoryCache(clock)), new MemoryMetrics(), SETTINGS, []);
    lab = await HttpLab.open({ admitRequest, unitOfWork, trustedProxies: ['127.0.0.1'] });
  });
  afterEach(() => lab.close());

  const get = async (path: string, address: string): Promise<Response> => {
    const response = await fetch(`${lab.origin}${path}`, { headers: { 'x-forwarded-for': address } });
    return response;
  };
  const statuses = async (count: number, path: string, addressOf: (index: number) => string): Promise<readonly number[]> => {
    const answers: number[] = [];
    for (let index = 0; index < count; index += 1) {
      const response = await get(path, addressOf(index));
      await response.body?.cancel();
      answers.push(response.status);
    }
    return answers;
  };

  it('tells an address that asks too often when to come back, as a problem', async () => {
    expect(await statuses(5, '/api/v1/anything', () => '192.0.2.1')).to.deep.equal(Array.from({ length: 5 }, () => 404));
    clock.advance(15_000);
    const refused = await get('/api/v1/anything', '192.0.2.1');
    expect([refused.status, refused.headers.get('retry-after'), refused.headers.get('content-type')]).to.deep.equal([429, '45', 'application/problem+json']);
    expect(await refused.json()).to.include({ status: 429, code: 'http.too-many-requests', type: 'about:blank' });
    expect(await statuses(1, '/api/v1/anything', () => '192.0.2.2')).to.deep.equal([404]);
    clock.advance(45_000);
    expect(await statuses(1, '/api/v1/anything', () => '192.0.2.1')).to.deep.equal([404]);
  });

  it('takes all addresses of one IPv6 network for one', async () => {
    const answers = await statuses(7, '/api/v1/anything', (index) => `2001:db8:1:2::${index + 1}`);
    expect(answers).to.deep.equal([404, 404, 404, 404, 404, 429, 429]);
    expect(await statuses(1, '/api/v1/anything', () => '2001:db8:1:3::1')).to.deep.equal([404]);
  });

  it('answers monitoring where everything else is refused, and not without end', async () => {
    await statuses(30, '/api/v1/anything', () => '192.0.2.1');
    const answers = await statuses(605, '/health', () => '192.0.2.1');
    expect(answers.filter((status) => status === 200)).to.have.length(600);
    expect(answers.at(-1)).to.equal(429);
  });

  it('never limits a gateway or Telegram by where they call from', async () => {
    await statuses(50, '/api/v1/anything', () => '127.0.0.1');
    for (let time = 0; time < 50; time += 1) {
      expect((await lab.post('/webhook/heleket', aWebhook())).status).to.equal(200);
      expect((await lab.post('/webhook/telegram', UPDATE, { 'x-telegram-bot-api-secret-token': TELEGRAM_SECRET })).status).to.equal(200);
    }
    expect(lab.updates).to.have.length(50);
  });

  it('limits who looks for webhooks by any other method', async () => {
    expect(await statuses(7, '/webhook/heleket', () => '192.0.2.1')).to.deep.equal([405, 405, 405, 405, 405, 429, 429]);
  });

  it('acknowledges every genuine webhook while garbage floods in, which never reaches the database (case 22)', async function () {
    this.timeout(20_000);
    const slow = Array.from({ length: 20 }, () => aSlowSender(lab.origin));
    let flooding = true;
    let garbage = 0;
    const flood = async (): Promise<void> => {
      while (flooding) {
        const forged = garbage % 2 === 0 ? aWebhook('paid', 'not-the-key') : '{"sign":"0","uuid":';
        const response = await lab.post(garbage % 3 === 0 ? '/webhook/telegram' : '/webhook/heleket', forged);
        await response.body?.cancel();
        expect(response.status).to.be.oneOf([400, 401]);
        garbage += 1;
      }
    };
    const flooders = Array.from({ length: 16 }, flood);
    for (let time = 0; time < 100; time += 1) {
      const response = await lab.post('/webhook/heleket', aWebhook());
      await response.body?.cancel();
      expect(response.status).to.equal(200);
      await pause(10);
    }
    flooding = false;
    await Promise.all(flooders);
    for (const socket of slow) socket.destroy();
    expect(looks, 'the database is asked for the genuine ones alone').to.equal(100);
    expect(garbage).to.be.above(500);
  });
});

/** Begins a webhook and never ends it. */
function aSlowSender(origin: string): Socket {
  const socket = connect({ port: Number(new URL(origin).port), host: '127.0.0.1' });
  socket.on('error', () => undefined);
  socket.write('POST /webhook/heleket HTTP/1.1\r\nHost: shop\r\nContent-Type: application/json\r\nContent-Length: 4096\r\n\r\n{"uuid"');
  return socket;
}
