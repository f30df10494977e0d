import { Address } from '@ton/core';
import { expect } from 'chai';
import type { TonChain } from '#adapters/outbound/fragment/ton/chain.js';
import { TonWalletStatement } from '#adapters/outbound/fragment/wallet-statement.js';
import { SandboxWorld } from './sandbox-world.js';

const SETTLED = 30;

describe('the statement of the wallet that pays', () => {
  let world: SandboxWorld;
  beforeEach(async () => {
    world = await SandboxWorld.open();
  });
  afterEach(() => world.close());

  it('names each payment as its attempt does, with what left and what it cost', async () => {
    const provider = await world.provider();
    const since = world.stand.context.now();
    const attempts = [];
    const fees = [];
    for (let number = 0; number < 3; number += 1) {
      const attempt = await world.prepare(provider);
      await provider.submit(attempt);
      const paid = await world.after(SETTLED, provider, attempt);
      if (paid.outcome !== 'paid') throw new Error(paid.outcome);
      attempts.push(attempt);
      fees.push(paid.fee);
    }
    const movements = await provider.statement.movementsSince(since);
    expect(movements).to.have.length(3);
    const named = new Map(movements.map((movement) => [movement.reference, movement]));
    const seen = attempts.map((attempt) => named.get(provider.statement.referenceOf(attempt) ?? ''));
    expect(seen.map((movement) => movement?.paid.toString())).to.deep.equal(attempts.map(({ cost }) => cost.toString()));
    expect(seen.map((movement) => movement?.fee.toString())).to.deep.equal(fees.map((fee) => fee.toString()));
    for (const movement of movements) expect(movement.at.getTime()).to.be.greaterThan(since.getTime());
  });

  it('begins where it is asked to, and knows no attempt of another version', async () => {
    const provider = await world.provider();
    const attempt = await world.prepare(provider);
    await provider.submit(attempt);
    world.stand.tick(3600);
    expect(await provider.statement.movementsSince(world.stand.context.now())).to.deep.equal([]);
    expect(provider.statement.referenceOf({ ...attempt, data: { v: 99 } })).to.equal(undefined);
  });

  it('shows nothing of money that came in, and counts once what the index shows twice', async () => {
    let seen: TonChain | undefined;
    const provider = await world.providerOn((chain) => (seen = chain));
    const since = world.stand.context.now();
    const attempt = await world.prepare(provider);
    await provider.submit(attempt);
    world.stand.tick(SETTLED);
    const chain = seen;
    if (!chain) throw new Error('no chain was opened');
    const twice: TonChain = {
      wallet: (address) => chain.wallet(address),
      indexed: () => chain.indexed(),
      broadcast: (boc) => chain.broadcast(boc),
      transactionsSince: async (...asked) => {
        const found = await chain.transactionsSince(...asked);
        const deposit = found.map((one) => ({ ...one, hash: `in-${one.hash}`, source: `0:${'a'.repeat(64)}` }));
        return [...found, ...found, ...deposit];
      },
    };
    const statement = new TonWalletStatement(twice, Address.parse(world.ton.walletAddress));
    const movements = await statement.movementsSince(since);
    expect(movements.map(({ reference, paid }) => [reference, paid.toString()])).to.deep.equal([[statement.referenceOf(attempt), attempt.cost.toString()]]);
  });
});
