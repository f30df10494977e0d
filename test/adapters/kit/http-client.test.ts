import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { directCalls } from '#adapters/outbound/kit/call-seam.js';
import { HttpClient, type HttpClientOptions, type HttpRequest } from '#adapters/outbound/kit/http-client.js';
import { HttpFailure } from '#adapters/outbound/kit/http-failure.js';
import { FixedClock } from '#adapters/outbound/memory/runtime/fixed-clock.js';
import { MemoryCache } from '#adapters/outbound/memory/runtime/memory-cache.js';
import type { Cache } from '#use-cases/ports/runtime/cache.js';
import { failureOf } from '../../contracts/payments/gateway-world.js';
import { MoodyServer } from './moody-server.js';

const OPEN_MS = 60;
const PAUSED = /paused after repeated failures/;

describe('the way out over HTTP', () => {
  let server: MoodyServer;
  beforeEach(async () => {
    server = await MoodyServer.open();
  });
  afterEach(() => server.close());

  const client = (options: HttpClientOptions = {}): HttpClient => new HttpClient(directCalls, { openMs: OPEN_MS, pauseMs: 1, ...options });
  const request = (changes: Partial<HttpRequest> = {}): HttpRequest => ({ system: 'heleket', step: 'call', method: 'GET', url: server.url, ...changes });
  const send = (http: HttpClient, changes: Partial<HttpRequest> = {}) => http.send(request(changes));
  const failure = async (call: Promise<unknown>): Promise<HttpFailure> => {
    const error = await failureOf(call);
    if (error instanceof HttpFailure) return error;
    throw error;
  };
  /** So many failures in a row as the circuit needs. */
  const breakIt = async (http: HttpClient, failures = 5): Promise<void> => {
    server.next(...Array.from({ length: failures }, () => 500));
    for (let failed = 0; failed < failures; failed += 1) await send(http);
  };

  describe('when a call fails', () => {
    it('sends what may be repeated again, and answers with what came at last', async () => {
      server.next(503, 'cut');
      expect(await send(client(), { repeatable: true })).to.include({ status: 200, text: 'answer' });
      expect(server.requests).to.equal(3);
    });

    it('gives up after three tries', async () => {
      server.usual = 502;
      expect((await send(client(), { repeatable: true })).status).to.equal(502);
      expect(server.requests).to.equal(3);
    });

    it('never sends again what might do its work twice', async () => {
      server.next('cut');
      expect((await failure(send(client(), { method: 'POST' }))).outcome).to.equal('unknown');
      expect(server.requests).to.equal(1);
    });

    it('takes a refusal for an answer', async () => {
      server.next(422, 429);
      expect((await send(client(), { repeatable: true })).status).to.equal(422);
      expect((await send(client(), { repeatable: true })).status).to.equal(429);
      expect(server.requests).to.equal(2);
    });

    it('does not claim that nothing happened when only its last try surely did nothing', async () => {
      server.usual = 'cut';
      const error = await failure(send(client({ failures: 1 }), { repeatable: true }));
      expect(error.message).to.match(PAUSED);
      expect(error.outcome).to.equal('unknown');
      expect(server.requests).to.equal(1);
    });

    it('does not wait longer for all its tries than it may for one', async () => {
      server.usual = 'hold';
      const started = performance.now();
      await failure(send(client(), { repeatable: true, timeoutMs: 80 }));
      expect(performance.now() - started).to.be.lessThan(1_000);
      expect(server.requests).to.equal(1);
    });
  });

  describe('when a system keeps failing', () => {
    it('leaves it alone after five failures in a row, and says that nothing was sent', async () => {
      const http = client();
      await breakIt(http, 4);
      expect(http.circuit('heleket')).to.equal('closed');
      await breakIt(http, 1);
      expect(http.circuit('heleket')).to.equal('open');
      const error = await failure(send(http));
      expect(error.outcome).to.equal('not-sent');
      expect(error.message).to.match(PAUSED);
      expect(server.requests).to.equal(5);
    });

    it('leaves the other systems as they are', async () => {
      const http = client();
      await breakIt(http);
      expect((await send(http, { system: 'ton' })).status).to.equal(200);
      expect(http.circuit('ton')).to.equal('closed');
    });

    it('trusts it again only after three good answers', async () => {
      const http = client();
      await breakIt(http);
      await pause(OPEN_MS + 20);
      await send(http);
      expect(http.circuit('heleket')).to.equal('half-open');
      await send(http);
      expect(http.circuit('heleket')).to.equal('half-open');
      await send(http);
      expect(http.circuit('heleket')).to.equal('closed');
    });

    it('needs one more failure only to leave it alone again', async () => {
      const http = client();
      await breakIt(http);
      await pause(OPEN_MS + 20);
      await send(http);
      await breakIt(http, 1);
      expect(http.circuit('heleket')).to.equal('open');
    });

    it('counts a good answer in between', async () => {
      const http = client();
      await breakIt(http, 4);
      await send(http);
      await breakIt(http, 4);
      expect(http.circuit('heleket')).to.equal('closed');
    });

    it('tells of every change', async () => {
      const heard: string[] = [];
      const http = client({ onCircuit: (system, condition) => heard.push(`${system} ${condition}`) });
      await breakIt(http);
      await pause(OPEN_MS + 20);
      for (let good = 0; good < 3; good += 1) await send(http);
      expect(heard).to.deep.equal(['heleket open', 'heleket half-open', 'heleket closed']);
    });
  });

  describe('with a second instance of the shop', () => {
    it('spares it the failures the first one has met', async () => {
      const shared = new MemoryCache(new FixedClock());
      const [first, second] = [client({ shared }), client({ shared })];
      await breakIt(first);
      expect((await failure(send(second))).message).to.match(PAUSED);
      expect(second.circuit('heleket')).to.equal('open');
      expect(server.requests).to.equal(5);
    });

    it('shows there what the first one has met, though nothing was called', async () => {
      const shared = new MemoryCache(new FixedClock());
      const told: string[] = [];
      const [first, second] = [client({ shared }), client({ shared, onCircuit: (system, condition) => told.push(`${system} ${condition}`) })];
      await breakIt(first);
      expect(await second.circuits(['heleket', 'ton'])).to.deep.equal({ heleket: 'open', ton: 'closed' });
      expect(told).to.deep.equal(['heleket open']);
      expect(server.requests).to.equal(5);
    });

    it('lets it call again when the pause is over, on trial', async () => {
      const clock = new FixedClock();
      const shared = new MemoryCache(clock);
      const [first, second] = [client({ shared }), client({ shared })];
      await breakIt(first);
      await failure(send(second));
      clock.advance(OPEN_MS + 1);
      await pause(1_050);
      await breakIt(second, 1);
      expect(second.circuit('heleket')).to.equal('open');
    });

    it('changes nothing when the cache is broken', async () => {
      const broken = (): Promise<never> => Promise.reject(new Error('the cache is broken'));
      const shared: Cache = { get: broken, set: broken, remove: broken };
      const http = client({ shared });
      expect((await send(http)).status).to.equal(200);
      await breakIt(http);
      expect(http.circuit('heleket')).to.equal('open');
    });
  });

  it('reads no answer without end, however small it came', async () => {
    for (const mood of ['huge', 'packed'] as const) {
      server.next(mood);
      expect((await failure(send(client()))).outcome, mood).to.equal('unknown');
    }
  });

  it('goes nowhere an answer sends it', async () => {
    server.next(302);
    expect((await send(client(), { repeatable: true })).status).to.equal(302);
    expect(server.requests).to.equal(1);
  });

  it('keeps a crowd waiting instead of sending it all at once', async () => {
    server.usual = 'hold';
    const http = client();
    const calls = Array.from({ length: 50 }, () => send(http));
    const answered = Promise.all(calls);
    while (server.requests < 32) await pause(5);
    await pause(30);
    expect(server.busiest).to.equal(32);
    server.usual = 200;
    server.release();
    expect((await answered).map(({ status }) => status)).to.have.length(50);
  });

  it('turns away who would have to wait without end', async () => {
    server.usual = 'hold';
    const http = client();
    const calls = Array.from({ length: 32 + 512 }, () => send(http));
    const error = await failure(send(http));
    expect(error.outcome).to.equal('not-sent');
    server.usual = 200;
    server.release();
    const waiting = setInterval(() => server.release(), 5);
    await Promise.all(calls);
    clearInterval(waiting);
  });
});
