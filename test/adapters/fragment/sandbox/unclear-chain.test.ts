import { expect } from 'chai';
import type { TonChain, WalletState } from '#adapters/outbound/fragment/ton/chain.js';
import { OperatorNeeded, RetryLater } from '#use-cases/ports/providers/star-provider.js';
import { failureOf } from '../fixtures.js';
import { SandboxWorld } from './sandbox-world.js';

const bent = (chain: TonChain, overrides: Partial<TonChain>): TonChain => ({
  wallet: (address) => chain.wallet(address),
  indexed: () => chain.indexed(),
  transactionsSince: (address, since) => chain.transactionsSince(address, since),
  broadcast: (boc) => chain.broadcast(boc),
  ...overrides,
});

async function wallet(world: SandboxWorld): Promise<WalletState> {
  let state: WalletState | undefined;
  const watching = await world.providerOn((chain) => bent(chain, { wallet: async (address) => (state = await chain.wallet(address)) }));
  await watching.health();
  if (!state) throw new Error('the wallet was not read');
  return state;
}

const SETTLED = 30;
const EXPIRED = 241;

describe('Buying stars over a chain that is unclear', () => {
  let world: SandboxWorld;

  beforeEach(async () => {
    world = await SandboxWorld.open();
  });
  afterEach(() => world.close());

  it('pays once although the broadcast had no answer and was repeated', async () => {
    const provider = await world.provider();
    const attempt = await world.prepare(provider);
    world.stand.breakDown('ton', 'silent', 1);
    await provider.submit(attempt);
    expect(await provider.observe(attempt)).to.include({ outcome: 'pending' });
    await provider.submit(attempt);
    expect(await world.after(SETTLED, provider, attempt)).to.include({ outcome: 'paid' });
    await provider.submit(attempt);
    world.stand.tick(SETTLED);
    expect(world.ton.transfers()).to.have.length(1);
  });

  it('is void only after the validity and the margin, and the next payment takes the same seqno', async () => {
    const provider = await world.provider();
    const lost = await world.prepare(provider);
    world.stand.breakDown('ton', 'lying', 1);
    await provider.submit(lost);
    expect(await world.after(60, provider, lost)).to.deep.equal({ outcome: 'pending', resubmit: true });
    expect(await world.after(60, provider, lost)).to.deep.equal({ outcome: 'pending', resubmit: false });
    const observation = await world.after(EXPIRED - 120, provider, lost);
    if (observation.outcome !== 'void') throw new Error(observation.outcome);
    expect(observation.fee.isZero()).to.equal(true);

    const second = await world.prepare(provider);
    expect(second.data['seqno']).to.equal(lost.data['seqno']);
    expect(second.fingerprint).not.to.equal(lost.fingerprint);
    await provider.submit(lost);
    await provider.submit(second);
    expect(await world.after(SETTLED, provider, second)).to.include({ outcome: 'paid' });
    expect(world.ton.transfers()).to.have.length(1);
  });

  it('does not take a node that is behind for a proof', async () => {
    const provider = await world.provider();
    const attempt = await world.prepare(provider);
    world.ton.lag(200);
    expect(await world.after(EXPIRED, provider, attempt)).to.include({ outcome: 'pending' });
    world.ton.lag(0);
    expect(await provider.observe(attempt)).to.include({ outcome: 'void' });
  });

  it('signs nothing on a node that is behind', async () => {
    const provider = await world.provider();
    world.ton.lag(91);
    expect(await failureOf(world.prepare(provider))).to.be.instanceOf(RetryLater).with.property('retryCause', 'stale-chain');
  });

  it('signs nothing on a node that shows less than was seen before', async () => {
    const provider = await world.provider();
    const attempt = await world.prepare(provider);
    await provider.submit(attempt);
    expect(await world.after(SETTLED, provider, attempt)).to.include({ outcome: 'paid' });
    world.ton.lag(60);
    expect(await failureOf(world.prepare(provider))).to.be.instanceOf(RetryLater).with.property('retryCause', 'stale-chain');
  });

  it('signs nothing on a node that is behind the index, even just after a start', async () => {
    const first = await world.provider();
    const attempt = await world.prepare(first);
    const before = await wallet(world);
    await first.submit(attempt);
    expect(await world.after(SETTLED, first, attempt)).to.include({ outcome: 'paid' });
    const restarted = await world.providerOn((chain) => bent(chain, { wallet: () => Promise.resolve(before) }));
    expect(await failureOf(world.prepare(restarted))).to.be.instanceOf(RetryLater).with.property('retryCause', 'stale-chain');
  });

  it('believes neither the node nor the index alone', async () => {
    const provider = await world.provider();
    const attempt = await world.prepare(provider);
    const before = await wallet(world);
    await provider.submit(attempt);
    expect(await world.after(EXPIRED, provider, attempt)).to.include({ outcome: 'paid' });
    const now = Math.floor(world.stand.context.now().getTime() / 1000);
    const blind = await world.providerOn((chain) => bent(chain, { transactionsSince: () => Promise.resolve([]) }));
    expect(await blind.observe(attempt)).to.include({ outcome: 'unknown' });
    const unused = { ...before, chainTime: now, block: before.block + EXPIRED };
    const forgetful = await world.providerOn((chain) => bent(chain, { wallet: () => Promise.resolve(unused) }));
    expect(await forgetful.observe(attempt)).to.include({ outcome: 'unknown' });
  });

  it('burns a fee and no money when the wallet was emptied after signing', async () => {
    const provider = await world.provider();
    const attempt = await world.prepare(provider);
    world.ton.setBalance(100_000_000n);
    await provider.submit(attempt);
    const observation = await world.after(SETTLED, provider, attempt);
    if (observation.outcome !== 'void') throw new Error(observation.outcome);
    expect(observation.fee.isPositive()).to.equal(true);
    expect(world.ton.transfers()).to.deep.equal([]);
    world.ton.setBalance(1_000_000_000n);
    expect((await world.prepare(provider)).data['seqno']).to.equal(Number(attempt.data['seqno']) + 1);
  });

  it('waits for the operator when the wallet cannot pay and keep its reserve', async () => {
    const provider = await world.provider();
    const { cost } = await world.prepare(provider);
    world.ton.setBalance(cost.minor + 49_999_999n);
    expect(await failureOf(world.prepare(provider))).to.be.instanceOf(OperatorNeeded).with.property('trouble', 'low-balance');
    world.ton.setBalance(cost.minor + 50_000_000n);
    await world.prepare(provider);
  });

  it('leaves a stranger\'s use of the wallet to a person', async () => {
    const provider = await world.provider();
    const attempt = await world.prepare(provider);
    world.ton.foreignTransfer();
    await provider.submit(attempt);
    expect(await world.after(SETTLED, provider, attempt)).to.include({ outcome: 'unknown' });
    expect(await provider.health()).to.include({ ok: false, trouble: 'foreign-transaction' });
  });

  it('never throws on a broadcast, whatever the node does', async () => {
    const provider = await world.provider();
    const attempt = await world.prepare(provider);
    for (const mode of ['failing', 'silent'] as const) {
      world.stand.breakDown('ton', mode, 1);
      await provider.submit(attempt);
    }
    await provider.submit({ ...attempt, data: { ...attempt.data, boc: 'bm8gYm9j' } });
    await provider.submit({ ...attempt, data: { v: 99 } });
    expect(await provider.observe({ ...attempt, data: { v: 99 } })).to.include({ outcome: 'unknown' });
  });
});
