import { Money } from '#domain/shared/money.js';
import { SandboxWorld } from '../../adapters/fragment/sandbox/sandbox-world.js';
import { describeStarProvider } from './star-provider.contract.js';

describeStarProvider('Fragment, before its stand-in', async () => {
  const world = await SandboxWorld.open();
  world.fragment.setPrice(4_500_000n, false);
  return {
    provider: await world.provider(),
    username: 'alice',
    stranger: 'nobody_here',
    loseSubmissions: () => world.stand.breakDown('ton', 'lying'),
    settle: () => world.stand.tick(30),
    paid: () => world.ton.transfers().map((transfer) => Money.of(transfer.amountNano, 'TON')),
    delivered: () => world.fragment.deliveries().map(({ recipient, stars }) => ({ username: recipient, stars })),
    close: () => world.close(),
  };
});
