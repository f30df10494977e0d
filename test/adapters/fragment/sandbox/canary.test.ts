import { inspect } from 'node:util';
import { expect } from 'chai';
import type { FragmentStarProvider } from '#adapters/outbound/fragment/provider.js';
import { MAX_COST, SandboxWorld } from './sandbox-world.js';

/** Runs everything a provider can do, well and badly, and returns all the errors that came of it. */
async function liveThroughMuch(world: SandboxWorld, provider: FragmentStarProvider): Promise<unknown[]> {
  const errors: unknown[] = [];
  const attempted = async (work: () => Promise<unknown>): Promise<void> => {
    await work().catch((error: unknown) => errors.push(error));
  };
  const attempt = await world.prepare(provider);
  const purchase = await world.purchase(provider);
  for (const disturb of [
    (): void => undefined,
    (): void => world.stand.breakDown('ton', 'silent'),
    (): void => world.stand.breakDown('fragment', 'failing'),
    (): void => world.fragment.setSession('expired'),
    (): void => world.fragment.setSession('need_verify'),
    (): void => world.fragment.setSession('need_ton'),
    (): void => world.ton.foreignTransfer(),
  ]) {
    world.stand.faults.clear();
    disturb();
    await attempted(() => provider.submit(attempt));
    await attempted(() => provider.prepare(purchase, MAX_COST, 'again'));
    await attempted(() => provider.observe(attempt));
    await attempted(() => provider.acknowledge(attempt));
    await attempted(() => provider.confirmDelivery(attempt));
    await attempted(async () => errors.push(await provider.health(), await provider.precheck()));
    await attempted(async () => errors.push(await provider.updateCookies('stel_token=canary-offered-cookie')));
    world.stand.tick(30);
  }
  return errors;
}

describe('The secrets of the Fragment provider', () => {
  it('are in no log line, no error, no attempt and no print of the provider', async () => {
    const world = await SandboxWorld.open();
    try {
      const provider = await world.provider();
      const attempt = await world.prepare(provider);
      const errors = await liveThroughMuch(world, provider);
      expect(errors.length).to.be.greaterThan(10);
      expect(world.logger.lines.length).to.be.greaterThan(10);
      const everything = [
        world.printed(),
        inspect(world.logger.lines, { depth: 9 }),
        inspect(errors, { depth: 9, showHidden: true }),
        JSON.stringify(errors),
        JSON.stringify(attempt),
        JSON.stringify(provider),
        inspect(provider, { depth: 9, showHidden: true }),
      ].join('\n');
      const words = world.ton.seedPhrase.split(' ');
      const cookies = world.fragment.initialCookies.split('; ').map((pair) => pair.split('=')[1] ?? '');
      const parts = [words.slice(0, 3).join(' '), words.slice(-3).join(' ')];
      const secrets = [world.ton.seedPhrase, ...parts, 'canary-offered-cookie', ...cookies.filter((value) => value.length > 8)];
      expect(secrets).to.have.length(7);
      for (const secret of secrets) expect(everything.includes(secret), `a secret of ${secret.length} characters was printed`).to.equal(false);
    } finally {
      await world.close();
    }
  });
});
