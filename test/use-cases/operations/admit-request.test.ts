import { expect } from 'chai';
import { aCustomer } from '../../builders/a-customer.js';
import { FixedClock } from '#adapters/outbound/memory/runtime/fixed-clock.js';
import { MemoryCache } from '#adapters/outbound/memory/runtime/memory-cache.js';
import { MemoryMetrics } from '#adapters/outbound/memory/runtime/memory-metrics.js';
import { MemoryRateLimiter } from '#adapters/outbound/memory/runtime/memory-rate-limiter.js';
import { KnownCustomers } from '#use-cases/customers/known-customers.js';
import { AdmitRequest, type IncomingRequest } from '#use-cases/operations/admit-request.js';
import type { LimitSettings } from '#use-cases/operations/limit-rules.js';

const SETTINGS: LimitSettings = { messagesPerMinute: 10, operationsPerMinute: 20, paymentsPerHour: 4, apiPerMinute: 8, globalPerSecond: 1_000, burst: 1_000 };
const OPERATOR = 7;
const DAY = 24 * 60 * 60_000;

class Gate {
  readonly clock = new FixedClock();
  readonly metrics = new MemoryMetrics();
  readonly known = new KnownCustomers(new MemoryCache(this.clock));
  private readonly admitRequest: AdmitRequest;

  constructor(settings: Partial<LimitSettings> = {}) {
    this.admitRequest = new AdmitRequest(new MemoryRateLimiter(this.clock), this.known, this.metrics, { ...SETTINGS, ...settings }, [OPERATOR]);
  }

  /** How many of so many requests at once are let in. */
  async admits(request: IncomingRequest, asked = 60): Promise<number> {
    let admitted = 0;
    for (let time = 0; time < asked; time += 1) if ((await this.admitRequest.execute(request)).allowed) admitted += 1;
    return admitted;
  }
}

const by = (userId: number, kind: 'message' | 'operation' | 'payment' = 'message', premium = false): IncomingRequest => ({ kind, userId, premium });
const from = (address: string, kind: 'api' | 'probe' = 'api'): IncomingRequest => ({ kind, address });

describe('how much is let in', () => {
  it('depends on what is asked for', async () => {
    const gate = new Gate();
    expect([await gate.admits(by(1, 'message'), 12), await gate.admits(by(2, 'operation'), 25), await gate.admits(by(3, 'payment'), 9)]).to.deep.equal([10, 20, 4]);
  });

  it('is twice as much with Premium and half as much on the first day', async () => {
    const gate = new Gate();
    await gate.known.remember(aCustomer({ userId: 2 }), gate.clock.now(), true);
    await gate.known.remember(aCustomer({ userId: 3 }), gate.clock.now(), true);
    const regular = await gate.admits(by(4, 'operation'), 30);
    const premium = await gate.admits(by(1, 'operation', true), 45);
    const newcomer = await gate.admits(by(2, 'operation'), 15);
    expect([regular, premium, newcomer, await gate.admits(by(3, 'operation', true), 25)]).to.deep.equal([20, 40, 10, 20]);
    gate.clock.advance(DAY);
    expect(await gate.admits(by(2, 'operation'), 25)).to.equal(20);
  });

  it('is everything for an operator', async () => {
    const gate = new Gate({ globalPerSecond: 1 });
    expect(await gate.admits(by(OPERATOR), 500)).to.equal(500);
  });

  it('is at least one, however small the limit', async () => {
    const gate = new Gate({ paymentsPerHour: 1 });
    await gate.known.remember(aCustomer({ userId: 1 }), gate.clock.now(), true);
    expect(await gate.admits(by(1, 'payment'), 3)).to.equal(1);
  });

  it('has a burst of its own', async () => {
    const gate = new Gate({ burst: 3 });
    expect(await gate.admits(by(1), 5)).to.equal(3);
    gate.clock.advance(1_000);
    expect(await gate.admits(by(1), 5)).to.equal(3);
  });

  it('for all people is not used up by one who floods', async () => {
    const gate = new Gate({ globalPerSecond: 15 });
    expect(await gate.admits(by(1), 500)).to.equal(10);
    expect(await gate.admits(by(2), 5)).to.equal(5);
    expect(await gate.admits(by(3), 1)).to.equal(0);
    gate.clock.advance(1_000);
    expect(await gate.admits(by(3), 1)).to.equal(1);
  });

  it('on the web is each address\'s own, and takes nothing from people', async () => {
    const gate = new Gate({ globalPerSecond: 5 });
    expect([await gate.admits(from('192.0.2.1'), 12), await gate.admits(from('192.0.2.2'), 12)]).to.deep.equal([8, 8]);
    expect(await gate.admits(by(1), 5)).to.equal(5);
  });

  it('leaves monitoring alone, even at an address that is banned', async () => {
    const gate = new Gate();
    await gate.admits(from('192.0.2.1'), 100);
    expect(await gate.admits(from('192.0.2.1', 'probe'), 650)).to.equal(600);
    gate.clock.advance(60_000);
    expect(await gate.admits(from('192.0.2.1', 'probe'), 1)).to.equal(1);
  });

  it('is counted by what was refused', async () => {
    const gate = new Gate({ globalPerSecond: 11 });
    await gate.admits(by(1), 13);
    await gate.admits(by(2), 2);
    await gate.admits(from('192.0.2.1'), 9);
    const hits = ['message', 'global', 'api'].map((type) => gate.metrics.counted('telegram_bot_rate_limit_hits', { type }));
    expect(hits).to.deep.equal([3, 1, 1]);
  });
});
