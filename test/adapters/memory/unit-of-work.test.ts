import { expect } from 'chai';
import { guarded } from '#adapters/outbound/memory/persistence/guarded.js';
import { IntegrityViolation } from '#adapters/outbound/memory/persistence/integrity.js';
import { MemoryUnitOfWork } from '#adapters/outbound/memory/persistence/memory-unit-of-work.js';
import { TransactionStillOpen } from '#adapters/outbound/memory/persistence/open-transaction.js';
import { MemoryLedgerAudit } from '#adapters/outbound/memory/persistence/queries/memory-ledger-audit.js';
import { MemoryNotifier } from '#adapters/outbound/memory/providers/memory-notifier.js';
import { MemoryPaymentGateway } from '#adapters/outbound/memory/providers/memory-payment-gateway.js';
import { MemoryStarProvider } from '#adapters/outbound/memory/providers/memory-star-provider.js';
import { FixedClock } from '#adapters/outbound/memory/runtime/fixed-clock.js';
import { capture, hold, InsufficientFunds, topUp } from '#domain/wallet/ledger.js';
import type { Transaction } from '#use-cases/ports/persistence/unit-of-work.js';
import type { Job } from '#use-cases/ports/runtime/job-queue.js';
import { aCustomer, CUSTOMER_ID } from '../../builders/a-customer.js';
import { anAttempt } from '../../builders/an-attempt.js';
import { NOW } from '../../builders/now.js';
import { ton } from '../../builders/ton.js';
import { refusal } from '../../contracts/persistence/kit/refusal.js';

describe('a transaction in process memory', () => {
  let store: MemoryUnitOfWork;
  beforeEach(() => {
    store = new MemoryUnitOfWork({ clock: new FixedClock() });
  });

  it('may call no outside system', async () => {
    const clock = new FixedClock();
    const [gateway, stars, notifier] = [new MemoryPaymentGateway(), new MemoryStarProvider(clock), new MemoryNotifier()];
    const calls: (() => Promise<unknown>)[] = [
      () => gateway.fetch({ paymentId: 'p' }),
      () => gateway.ping(),
      () => stars.checkRecipient('durov'),
      () => stars.health(),
      () => stars.submit(anAttempt({ data: { orderId: 'o', stars: 50, username: 'durov' } })),
      () => notifier.deliver(CUSTOMER_ID, { kind: 'payment-expired', paymentId: 'p' }),
    ];
    for (const call of calls) await refusal(store.run(call), TransactionStillOpen);
    expect([gateway.calls, stars.calls, notifier.told]).to.deep.equal([[], [], []]);
    for (const call of calls) await call();
  });

  it('lets pure methods of a guarded provider through, and no others', async () => {
    const provider = guarded({ describe: () => 'a name', call: async () => 'an answer' }, ['describe']);
    expect(await store.run(async () => provider.describe())).to.equal('a name');
    await refusal(
      store.run(async () => provider.call()),
      TransactionStillOpen,
    );
    expect(await provider.call()).to.equal('an answer');
  });

  it('is over for what it left running, too', async () => {
    const notifier = new MemoryNotifier();
    let later: Promise<unknown> = Promise.resolve();
    let committed = (): void => undefined;
    const afterCommit = new Promise<void>((resolve) => {
      committed = resolve;
    });
    await store.run(async () => {
      later = afterCommit.then(() => notifier.deliver(CUSTOMER_ID, { kind: 'payment-expired', paymentId: 'p' }));
    });
    committed();
    await later;
    expect(notifier.told).to.have.length(1);
  });

  it('is never begun inside another', async () => {
    await refusal(
      store.run(() => store.run(async () => 1)),
      TransactionStillOpen,
    );
    expect(await store.run(async () => 2)).to.equal(2);
  });

  it('takes its repositories with it', async () => {
    let kept: Transaction | undefined;
    await store.run(async (tx) => {
      kept = tx;
    });
    await refusal(kept?.users.find(1) ?? Promise.resolve(), TransactionStillOpen);
  });

  it('cannot commit after a refusal that was swallowed', async () => {
    await store.run((tx) => tx.users.save(aCustomer(), NOW));
    const swallowing = store.run(async (tx) => {
      await tx.settings.save('before', true);
      await tx.ledger.post(hold('o', CUSTOMER_ID, ton('1'))).catch((error: unknown) => expect(error).to.be.instanceOf(InsufficientFunds));
    });
    await refusal(swallowing, IntegrityViolation);
    expect(await store.run((tx) => tx.settings.find('before'))).to.equal(undefined);
  });

  it('is invisible to readers until it commits', async () => {
    await store.run(async (tx) => {
      await tx.users.save(aCustomer(), NOW);
      expect(store.open).to.equal(true);
      expect(store.committed.users.size).to.equal(0);
    });
    expect([store.open, store.committed.users.size]).to.deep.equal([false, 1]);
  });

  it('hands its jobs over once it has committed', async () => {
    const handed: (readonly Job[])[] = [];
    const listening = new MemoryUnitOfWork({ onJobs: (jobs) => handed.push(jobs) });
    await listening.run(async (tx) => {
      await tx.jobs.enqueue({ name: 'deliver-notices' });
      expect(handed).to.deep.equal([]);
    });
    expect([handed, listening.takeJobs()]).to.deep.equal([[[{ name: 'deliver-notices' }]], []]);
  });

  it('refuses what belongs to nobody', async () => {
    await refusal(
      store.run((tx) => tx.ledger.post(topUp({ gateway: 'heleket', chargeId: 'c', userId: 9, amount: ton('1'), total: ton('1') }))),
      IntegrityViolation,
    );
  });
});

describe('the audit in process memory', () => {
  it('finds a ledger that was kept by its rules in order, and shows it', async () => {
    const store = new MemoryUnitOfWork({ clock: new FixedClock() });
    await store.run(async (tx) => {
      await tx.users.save(aCustomer(), NOW);
      await tx.ledger.post(topUp({ gateway: 'heleket', chargeId: 'c', userId: CUSTOMER_ID, amount: ton('10'), total: ton('10') }));
      await tx.ledger.post(hold('o', CUSTOMER_ID, ton('4')));
      await tx.ledger.post(capture('o', CUSTOMER_ID, ton('4')));
    });
    const audit = new MemoryLedgerAudit(store);
    expect((await audit.verify()).map(({ id, counted, violations }) => [id, counted, violations])).to.deep.equal([
      ['I1', 3, []],
      ['I2', 2, []],
      ['I3', 2, []],
    ]);
    const overview = await audit.overview(1);
    expect(overview.transfers.map((transfer) => [transfer.ref, transfer.from, transfer.to, transfer.amount])).to.deep.equal([
      ['capture:o', `user:held:${CUSTOMER_ID}`, 'revenue:stars', '4'],
    ]);
    expect(overview.accounts).to.have.deep.members([
      { kind: 'gateway:heleket', userId: null, currency: 'TON', balance: '-10' },
      { kind: 'user:available', userId: CUSTOMER_ID, currency: 'TON', balance: '6' },
      { kind: 'revenue:stars', userId: null, currency: 'TON', balance: '4' },
    ]);
  });

  it('finds an entry without its other half and a balance nobody paid in', async () => {
    const store = new MemoryUnitOfWork();
    await store.run(async (tx) => {
      await tx.users.save(aCustomer(), NOW);
      await tx.ledger.post(topUp({ gateway: 'heleket', chargeId: 'c', userId: CUSTOMER_ID, amount: ton('10'), total: ton('10') }));
    });
    store.committed.entries.remove(1);
    const [balance] = store.committed.balances.all();
    if (balance) store.committed.balances.put(`${balance.account}:TON`, { ...balance, amount: -1n });
    const broken = (await new MemoryLedgerAudit(store).verify()).filter((check) => check.violations.length > 0);
    expect(broken.map((check) => check.id)).to.deep.equal(['I1', 'I2', 'I3']);
  });
});
