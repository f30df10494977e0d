import { expect } from 'chai';
import { Money, type MoneyJson } from '#domain/shared/money.js';
import { CostAboveLimit, RecipientRejected, type StarAttempt, type StarProvider, type StarPurchase } from '#use-cases/ports/providers/star-provider.js';

/** A star provider before an outside world that the suite can look into and move on. */
export interface StarWorld {
  readonly provider: StarProvider;
  /** Somebody who can receive stars, and a name that nobody has. */
  readonly username: string;
  readonly stranger: string;
  /** From now on what is submitted never arrives. */
  loseSubmissions(): void;
  /** Long enough for a payment that arrived to be seen. */
  settle(): void;
  /** What really happened: payments that left the wallet, and stars that arrived. */
  paid(): readonly Money[];
  delivered(): readonly { readonly username: string; readonly stars: number }[];
  close(): Promise<void>;
}

const MUCH = Money.parse('100', 'TON');

/** What any star provider must do; the shop relies on nothing else. */
export function describeStarProvider(name: string, open: () => Promise<StarWorld>): void {
  describe(`The star provider: ${name}`, () => {
    let world: StarWorld;
    let provider: StarProvider;

    beforeEach(async () => {
      world = await open();
      provider = world.provider;
    });
    afterEach(() => world.close());

    const purchase = async (stars = 50): Promise<StarPurchase> => {
      const check = await provider.checkRecipient(world.username);
      if (check.outcome !== 'found') throw new Error(check.outcome);
      return { orderId: 'order-1', stars, recipient: check.recipient };
    };
    const prepare = async (): Promise<StarAttempt> => provider.prepare(await purchase(), MUCH, 'attempt-1');
    const failureOf = (work: Promise<unknown>): Promise<unknown> =>
      work.then(
        () => undefined,
        (error: unknown) => error,
      );

    it('says what it sells and through which lane', () => {
      const { id, lane, minimumStars, maximumStars } = provider.describe();
      expect(id).not.to.equal('');
      expect(lane).not.to.equal('');
      expect(minimumStars).to.be.greaterThan(0).and.lessThan(maximumStars);
    });

    it('knows who a name belongs to, and that nobody has the other one', async () => {
      const first = await purchase();
      expect(first.recipient).to.include({ username: world.username });
      expect((await purchase()).recipient).to.deep.equal(first.recipient);
      expect(await provider.checkRecipient(world.stranger)).to.deep.equal({ outcome: 'rejected', reason: 'unknown' });
    });

    it('names a price in TON that grows with the count', async () => {
      const few = await provider.quote(50);
      const many = await provider.quote(500);
      expect(few.cost.currency).to.equal('TON');
      expect(few.cost.isPositive()).to.equal(true);
      expect(many.cost.compare(few.cost)).to.equal(1);
    });

    it('moves no money by preparing, and costs what it says', async () => {
      const attempt = await prepare();
      expect(attempt).to.include({ id: 'attempt-1', lane: provider.describe().lane });
      expect(attempt.cost.equals((await provider.quote(50)).cost)).to.equal(true);
      world.settle();
      expect(world.paid()).to.deep.equal([]);
      expect((await provider.observe(attempt)).outcome).to.equal('pending');
    });

    it('signs each attempt into bytes of its own', async () => {
      const first = await prepare();
      world.settle();
      const second = await provider.prepare(await purchase(), MUCH, 'attempt-2');
      expect(second.fingerprint).not.to.equal(first.fingerprint);
    });

    it('refuses before money what costs more than the order allows', async () => {
      const { cost } = await provider.quote(50);
      const justBelow = cost.minus(Money.of(1n, 'TON'));
      expect(await failureOf(provider.prepare(await purchase(), justBelow, 'attempt-1'))).to.be.instanceOf(CostAboveLimit);
      expect((await provider.prepare(await purchase(), cost, 'attempt-2')).cost.equals(cost)).to.equal(true);
    });

    it('refuses before money a name that has become somebody else', async () => {
      const { recipient, ...rest } = await purchase();
      const changed = { ...rest, recipient: { ...recipient, token: `${recipient.token}x` } };
      expect(await failureOf(provider.prepare(changed, MUCH, 'attempt-1'))).to.be.instanceOf(RecipientRejected).with.property('reason', 'changed');
    });

    it('pays once, however often the same attempt is submitted', async () => {
      const attempt = await prepare();
      await provider.submit(attempt);
      await provider.submit(attempt);
      world.settle();
      await provider.submit(attempt);
      world.settle();
      expect(world.paid().map(String)).to.deep.equal([attempt.cost.toString()]);
      const observation = await provider.observe(attempt);
      if (observation.outcome !== 'paid') throw new Error(observation.outcome);
      expect(observation.evidence).not.to.equal('');
      expect(observation.fee.currency).to.equal('TON');
    });

    it('recognises an attempt that was stored and read again', async () => {
      const stored: unknown = JSON.parse(JSON.stringify(await prepare()));
      const attempt = revived(stored);
      await provider.submit(attempt);
      world.settle();
      expect((await provider.observe(attempt)).outcome).to.equal('paid');
    });

    it('does not call paid what never arrived', async () => {
      world.loseSubmissions();
      const attempt = await prepare();
      await provider.submit(attempt);
      world.settle();
      expect((await provider.observe(attempt)).outcome).not.to.equal('paid');
      expect(world.paid()).to.deep.equal([]);
    });

    it('delivers once what was paid, however often it is acknowledged', async () => {
      const attempt = await prepare();
      await provider.submit(attempt);
      world.settle();
      await provider.acknowledge(attempt);
      await provider.acknowledge(attempt);
      expect((await provider.confirmDelivery(attempt)).delivered).to.equal(true);
      expect(world.delivered()).to.deep.equal([{ username: world.username, stars: 50 }]);
    });

    it('shows no delivery of what was not paid', async () => {
      const attempt = await prepare();
      expect((await provider.confirmDelivery(attempt)).delivered).to.equal(false);
      expect(world.delivered()).to.deep.equal([]);
    });

    it('is well and says what is in its wallet', async () => {
      const health = await provider.health();
      expect(health).to.include({ ok: true, trouble: undefined });
      expect(health.walletBalance?.isPositive()).to.equal(true);
    });
  });
}

function revived(stored: unknown): StarAttempt {
  const attempt = stored as Omit<StarAttempt, 'cost'> & { readonly cost: MoneyJson };
  return { ...attempt, cost: Money.fromJson(attempt.cost) };
}
