import { expect } from 'chai';
import { FragmentProtocol } from '#adapters/outbound/fragment/protocol/protocol.js';
import type { StarsLink } from '#adapters/outbound/fragment/protocol/wire.js';
import { Money } from '#domain/shared/money.js';
import {
  CostAboveLimit,
  OperatorNeeded,
  RecipientRejected,
  RetryLater,
  type StarAttempt,
} from '#use-cases/ports/providers/star-provider.js';
import { failureOf } from '../fixtures.js';
import { MAX_COST, SandboxWorld } from './sandbox-world.js';

const SETTLED = 30;

/** Its links want the buyer to call something else than a confirmation. */
class MisleadingProtocol extends FragmentProtocol {
  override async link(...given: Parameters<FragmentProtocol['link']>): Promise<StarsLink> {
    return { ...(await super.link(...given)), confirm_method: 'initBuyStarsRequest' };
  }
}

describe('Buying stars at Fragment', () => {
  let world: SandboxWorld;

  beforeEach(async () => {
    world = await SandboxWorld.open();
  });
  afterEach(() => world.close());

  it('goes from a name to stars: signed, stored, paid, acknowledged, delivered', async () => {
    const provider = await world.provider();
    const attempt = await world.prepare(provider);
    expect(world.ton.transfers()).to.deep.equal([]);
    expect(attempt.lane).to.equal(provider.describe().lane);
    expect(attempt.lane).to.equal(`fragment:${world.ton.walletAddress}`);
    expect(await provider.observe(attempt)).to.deep.equal({ outcome: 'pending', resubmit: true });

    await provider.submit(attempt);
    const paid = await world.after(SETTLED, provider, attempt);
    if (paid.outcome !== 'paid') throw new Error(paid.outcome);
    expect(paid.fee.isPositive()).to.equal(true);
    expect(world.ton.transfers().map((transfer) => transfer.amountNano)).to.deep.equal([attempt.cost.minor]);

    expect(await provider.confirmDelivery(attempt)).to.include({ delivered: false });
    await provider.acknowledge(attempt);
    await provider.acknowledge(attempt);
    expect(await provider.confirmDelivery(attempt)).to.include({ delivered: true });
    expect(world.fragment.deliveries()).to.have.length(1);
    expect(world.fragment.deliveries()[0]).to.include({ recipient: 'alice', stars: 50 });
    expect(world.fragment.strayPayments()).to.deep.equal([]);
  });

  it('confirms as it always does where a link names some other method for it', async () => {
    const provider = await world.providerOn((chain) => chain, (session) => new MisleadingProtocol(session, false));
    const attempt = await world.prepare(provider);
    await provider.submit(attempt);
    await world.after(SETTLED, provider, attempt);
    await provider.acknowledge(attempt);
    expect(await provider.confirmDelivery(attempt)).to.include({ delivered: true });
  });

  it('loses no money in its books: what the wallet lost is the cost and the fee', async () => {
    const provider = await world.provider();
    const before = world.ton.balance();
    const attempt = await world.prepare(provider);
    await provider.submit(attempt);
    const paid = await world.after(SETTLED, provider, attempt);
    if (paid.outcome !== 'paid') throw new Error(paid.outcome);
    expect(before - world.ton.balance()).to.equal(attempt.cost.plus(paid.fee).minor);
  });

  it('survives a restart at any step with nothing but the stored attempt', async () => {
    const prepared = await world.prepare(await world.provider());
    const data = JSON.parse(JSON.stringify(prepared.data)) as StarAttempt['data'];
    const attempt = { ...prepared, data };
    await (await world.provider()).submit(attempt);
    expect(await world.after(SETTLED, await world.provider(), attempt)).to.include({ outcome: 'paid' });
    await (await world.provider()).acknowledge(attempt);
    expect(await (await world.provider()).confirmDelivery(attempt)).to.include({ delivered: true });
  });

  it('is not signed above the limit of the order', async () => {
    const provider = await world.provider();
    const purchase = await world.purchase(provider);
    expect(await failureOf(provider.prepare(purchase, Money.parse('0.1', 'TON'), 'attempt'))).to.be.instanceOf(CostAboveLimit);
  });

  it('catches up with a price that moved', async () => {
    const provider = await world.provider();
    const before = await world.prepare(provider);
    world.fragment.setPrice(5_000_000n, false);
    const attempt = await world.prepare(provider);
    expect(attempt.cost.toDecimal()).to.equal('0.25');
    expect(before.cost.equals(attempt.cost)).to.equal(false);
    expect((await provider.quote(50)).cost.toDecimal()).to.equal('0.25');
  });

  it('is refused for good, before money, when the recipient cannot have it', async () => {
    const provider = await world.provider();
    expect(await provider.checkRecipient('nobody_here')).to.deep.equal({ outcome: 'rejected', reason: 'unknown' });
    expect(await provider.checkRecipient('channel_news')).to.deep.equal({ outcome: 'rejected', reason: 'not-a-user' });
    expect(await provider.checkRecipient('restricted_bob')).to.deep.equal({ outcome: 'rejected', reason: 'restricted' });
    expect(await provider.checkRecipient('not a name')).to.deep.equal({ outcome: 'rejected', reason: 'unknown' });
    const check = await provider.checkRecipient('@hostile_name');
    if (check.outcome !== 'found') throw new Error(check.outcome);
    expect(check.recipient).to.include({ username: 'hostile_name', name: '<b>Bobby</b> & "Tables"' });
    const purchase = await world.purchase(provider);
    const moved = { ...purchase, recipient: { ...purchase.recipient, token: check.recipient.token } };
    expect(await failureOf(provider.prepare(moved, MAX_COST, 'attempt'))).to.be.instanceOf(RecipientRejected).with.property('reason', 'changed');
    const gone = { ...purchase, recipient: { ...purchase.recipient, username: 'restricted_bob' } };
    expect(await failureOf(provider.prepare(gone, MAX_COST, 'attempt'))).to.be.instanceOf(RecipientRejected).with.property('reason', 'restricted');
  });

  it('neither finds nor misses a name while Fragment is silent', async () => {
    const provider = await world.provider();
    world.stand.breakDown('fragment', 'failing');
    expect(await provider.checkRecipient('alice')).to.deep.equal({ outcome: 'indeterminate' });
    expect(await failureOf(provider.quote(50))).to.be.instanceOf(RetryLater);
  });

  it('waits for the operator when the login is dead, and goes on when it lives again', async () => {
    const provider = await world.provider();
    await world.prepare(provider);
    world.fragment.setSession('expired');
    expect(await failureOf(world.prepare(provider))).to.be.instanceOf(OperatorNeeded).with.property('trouble', 'session-dead');
    expect(await provider.health()).to.include({ ok: false, trouble: 'session-dead' });
    expect(await provider.updateCookies(world.fragment.initialCookies)).to.deep.equal({ accepted: false, reason: 'session' });
    world.fragment.setSession('valid');
    expect(await provider.precheck()).to.deep.equal({ accepted: true, reason: 'logged in' });
    await world.prepare(provider);
  });

  it('connects the wallet by itself when Fragment has forgotten it', async () => {
    const provider = await world.provider();
    world.fragment.setSession('need_ton');
    const attempt = await world.prepare(provider);
    expect(attempt.data['wallet']).to.equal(world.ton.rawWalletAddress);
  });

  it('waits for the operator when the account must be verified', async () => {
    const provider = await world.provider();
    world.fragment.setSession('need_verify');
    expect(await failureOf(world.prepare(provider))).to.be.instanceOf(OperatorNeeded).with.property('trouble', 'need-verify');
  });

  it('signs neither of the lies of a market that asks for more or promises less', async () => {
    const provider = await world.provider();
    const purchase = await world.purchase(provider);
    for (const attempt of ['more', 'less']) {
      world.stand.breakDown('fragment', 'lying', 1);
      expect(await failureOf(provider.prepare(purchase, MAX_COST, attempt))).to.be.instanceOf(OperatorNeeded).with.property('trouble', 'protocol-changed');
    }
    expect(world.ton.transfers()).to.deep.equal([]);
  });

  it('repeats the acknowledgement as long as Fragment does not take it', async () => {
    const provider = await world.provider();
    const attempt = await world.prepare(provider);
    await provider.submit(attempt);
    expect(await world.after(SETTLED, provider, attempt)).to.include({ outcome: 'paid' });
    world.fragment.setSession('expired');
    expect(await failureOf(provider.acknowledge(attempt))).to.be.instanceOf(RetryLater);
    world.fragment.setSession('valid');
    world.stand.breakDown('fragment', 'silent', 1);
    expect(await failureOf(provider.acknowledge(attempt))).to.be.instanceOf(RetryLater);
    await provider.acknowledge(attempt);
    expect(world.fragment.deliveries()).to.have.length(1);
  });

  it('does not take the delivery of one order for that of another', async () => {
    const provider = await world.provider();
    const pay = async (): Promise<StarAttempt> => {
      const attempt = await world.prepare(provider);
      await provider.submit(attempt);
      expect(await world.after(SETTLED, provider, attempt)).to.include({ outcome: 'paid' });
      return attempt;
    };
    const first = await pay();
    const second = await pay();
    await provider.acknowledge(second);
    expect(await provider.confirmDelivery(second)).to.include({ delivered: true });
    expect(await provider.confirmDelivery(first)).to.include({ delivered: false });
    await provider.acknowledge(first);
    expect(await provider.confirmDelivery(first)).to.include({ delivered: true });
    expect(world.fragment.deliveries()).to.have.length(2);
  });

  it('tells an operator how session, wallet, balance and chain are', async () => {
    const provider = await world.provider();
    const health = await provider.health();
    expect(health).to.include({ ok: true, trouble: undefined });
    expect(health.checks.map((check) => check.name)).to.deep.equal(['session', 'wallet', 'balance', 'seqno', 'chain']);
    expect(health.walletBalance?.minor).to.equal(world.ton.balance());
    world.ton.setBalance(50_000_000n);
    expect(await provider.health()).to.include({ ok: false, trouble: 'low-balance' });
    world.stand.breakDown('fragment', 'failing');
    expect((await provider.health()).checks[0]).to.deep.equal({ name: 'session', ok: false, detail: 'blocked' });
  });

  it('sells nothing outside its limits', async () => {
    const provider = await world.provider();
    for (const stars of [49, 0, -50, 50.5, 1_000_001]) {
      expect(await failureOf(provider.quote(stars))).to.have.property('code', 'catalog.stars-out-of-range');
    }
  });
});
