import { expect } from 'chai';
import { FixedClock } from '#adapters/outbound/memory/runtime/fixed-clock.js';
import { MemoryRateLimiter } from '#adapters/outbound/memory/runtime/memory-rate-limiter.js';
import { rateLimiterContract } from '../../contracts/runtime/rate-limiter.contract.js';

rateLimiterContract(
  'process memory',
  async () => {
    const clock = new FixedClock();
    return { processes: [new MemoryRateLimiter(clock)], pass: (milliseconds) => clock.advance(milliseconds), close: () => Promise.resolve() };
  },
  500,
);

describe('the memory of the limiter', () => {
  it('stays as small as it was made, and keeps those who came last', async () => {
    const limiter = new MemoryRateLimiter(new FixedClock(), 100);
    const action = { name: 'tap', windows: [{ most: 1, windowMs: 60_000 }], bans: { refusals: 1, stepsMs: [1_000], quietMs: 1_000 } };
    for (let subject = 0; subject < 1_000; subject += 1) for (let time = 0; time < 2; time += 1) await limiter.check(String(subject), action);
    expect(limiter.size).to.equal(200);
    expect((await limiter.check('999', action)).allowed).to.equal(false);
  });
});
