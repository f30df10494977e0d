import { MemoryStarProvider } from '#adapters/outbound/memory/providers/memory-star-provider.js';
import { FixedClock } from '#adapters/outbound/memory/runtime/fixed-clock.js';
import { describeStarProvider } from './star-provider.contract.js';

describeStarProvider('in memory', () => {
  const clock = new FixedClock();
  const provider = new MemoryStarProvider(clock);
  provider.know({ username: 'alice', name: 'Alice', token: 'token-of-alice' });
  return Promise.resolve({
    provider,
    username: 'alice',
    stranger: 'nobody_here',
    loseSubmissions: () => {
      provider.onSubmit = 'is-lost';
    },
    settle: () => clock.advance(60_000),
    paid: () => provider.effects.payments.map((payment) => payment.cost),
    delivered: () => provider.effects.deliveries.map(({ username, stars }) => ({ username, stars })),
    close: () => Promise.resolve(),
  });
});
