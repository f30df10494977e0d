import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type { CallSeam } from '#adapters/outbound/kit/call-seam.js';
import { openDatabase, type Database } from '#adapters/outbound/postgres/connection.js';
import { migrateToLatest } from '#adapters/outbound/postgres/migrate.js';
import type { TransactionalJobs } from '#adapters/outbound/postgres/pg-boss-job-queue.js';
import { PostgresUnitOfWork } from '#adapters/outbound/postgres/unit-of-work.js';
import { Money } from '#domain/shared/money.js';
import { topUp } from '#domain/wallet/ledger.js';
import { PaymentNotFound } from '#use-cases/ports/persistence/persistence-error.js';
import { aCustomer } from '../../builders/a-customer.js';
import { nextUserId } from '../../builders/next-id.js';
import { NOW } from '../../builders/now.js';
import { refusal } from '../../contracts/persistence/kit/refusal.js';
import { noJobs } from './kit/no-jobs.js';

type Cut = (step: string) => 'before' | 'after' | undefined;

/** A seam that can be told where to cut, and remembers every step. */
class Scissors implements CallSeam {
  readonly steps: string[] = [];
  cut: Cut = () => undefined;
  /** SQLSTATE of the error it throws. */
  code = '08006';

  async around<Result>({ step }: { step: string }, work: () => Promise<Result>): Promise<Result> {
    this.steps.push(step);
    const where = this.cut(step);
    if (where === 'before') throw this.error();
    const result = await work();
    if (where === 'after') throw this.error();
    return result;
  }

  private error(): Error {
    return Object.assign(new Error('cut'), { code: this.code });
  }
}

describe('a unit of work', () => {
  const scissors = new Scissors();
  let database: Database;
  const unitOfWork = (jobs: TransactionalJobs = noJobs) => new PostgresUnitOfWork(database, jobs);
  const register = (userId: number) => unitOfWork().run((tx) => tx.users.save(aCustomer({ userId }), NOW));
  const isKnown = async (userId: number) => (await unitOfWork().run((tx) => tx.users.find(userId))) !== undefined;

  /** Cuts at the first matching statement, `times` times. */
  const cutOnce = (pattern: RegExp, where: 'before' | 'after', times = 1): void => {
    let left = times;
    scissors.cut = (step) => (pattern.test(step) && left-- > 0 ? where : undefined);
  };

  before(async function () {
    this.timeout(60_000);
    database = await openDatabase({ poolSize: 1, seam: scissors });
    await migrateToLatest(database);
  });
  after(() => database.close());
  beforeEach(() => {
    scissors.steps.length = 0;
    scissors.cut = () => undefined;
    scissors.code = '08006';
  });

  it('sends every statement through the seam, its frame included and its values not', async () => {
    const userId = nextUserId();
    await register(userId);
    expect([scissors.steps[0], scissors.steps.at(-1)]).to.deep.equal(['BEGIN;', 'COMMIT;']);
    expect(scissors.steps[1]).to.match(/^insert into "users"/);
    expect(scissors.steps.join()).to.not.include(String(userId));
  });

  for (const code of ['40001', '40P01']) {
    it(`is run again, up to three times, when the database asks for it with ${code}`, async () => {
      scissors.code = code;
      const userId = nextUserId();
      cutOnce(/^insert into "users"/, 'after', 3);
      await register(userId);
      expect(scissors.steps.filter((step) => step === 'BEGIN;')).to.have.length(4);
      expect(await isKnown(userId)).to.equal(true);
    });
  }

  it('gives up after the third time', async () => {
    scissors.code = '40001';
    cutOnce(/^insert into "users"/, 'before', 10);
    const error = await refusal(register(nextUserId()), Error);
    expect(error).to.include({ code: '40001' });
    expect(scissors.steps.filter((step) => step === 'BEGIN;')).to.have.length(4);
  });

  it('is not run again for any other failure', async () => {
    cutOnce(/^insert into "users"/, 'before');
    await refusal(register(nextUserId()), Error);
    expect(scissors.steps.filter((step) => step === 'BEGIN;')).to.have.length(1);
  });

  it('a commit that never arrived has written nothing, and the next work is not caught in it', async () => {
    const [lost, next] = [nextUserId(), nextUserId()];
    cutOnce(/^COMMIT/, 'before');
    await refusal(register(lost), Error);
    await register(next);
    expect([await isKnown(lost), await isKnown(next)]).to.deep.equal([false, true]);
  });

  it('a commit whose answer was lost has written all, though its caller saw an error', async () => {
    const userId = nextUserId();
    cutOnce(/^COMMIT/, 'after');
    await refusal(register(userId), Error);
    expect(await isKnown(userId)).to.equal(true);
  });

  it('a rollback that was cut leaves nothing open behind it', async () => {
    const [lost, next] = [nextUserId(), nextUserId()];
    cutOnce(/^ROLLBACK/, 'before');
    const work = unitOfWork().run(async (tx) => {
      await tx.users.save(aCustomer({ userId: lost }), NOW);
      throw new RangeError('changed my mind');
    });
    await refusal(work, Error);
    await register(next);
    expect([await isKnown(lost), await isKnown(next)]).to.deep.equal([false, true]);
  });

  it('wakes the workers once after the commit, and only when something is owed', async () => {
    const events: string[] = [];
    const jobs: TransactionalJobs = { outbox: () => ({ enqueue: async () => void events.push('owed') }), wake: () => void events.push('woken') };
    await unitOfWork(jobs).run(async (tx) => {
      await tx.users.save(aCustomer({ userId: nextUserId() }), NOW);
      await tx.jobs.enqueue({ name: 'deliver-notices' });
      await tx.jobs.enqueue({ name: 'deliver-notices' });
    });
    expect(events).to.deep.equal(['owed', 'owed', 'woken']);
    expect(scissors.steps.at(-1)).to.equal('COMMIT;');
    await unitOfWork(jobs).run((tx) => tx.users.find(1));
    cutOnce(/^COMMIT/, 'before');
    const uncommitted = unitOfWork(jobs).run(async (tx) => {
      await tx.users.save(aCustomer({ userId: nextUserId() }), NOW);
      await tx.jobs.enqueue({ name: 'deliver-notices' });
    });
    await refusal(uncommitted, Error);
    expect(events).to.deep.equal(['owed', 'owed', 'woken', 'owed']);
  });

  it('that only reads needs no transaction', async () => {
    await unitOfWork().run(async (tx) => {
      await tx.users.find(1);
      await tx.payments.find(randomUUID());
    });
    expect(scissors.steps.map((step) => step.slice(0, 6))).to.deep.equal(['select', 'select']);
  });

  it('is in a transaction from its first lock or write on', async () => {
    const userId = nextUserId();
    await unitOfWork().run(async (tx) => {
      await tx.users.find(userId);
      await tx.users.save(aCustomer({ userId }), NOW);
      await tx.users.find(userId);
    });
    expect(scissors.steps.map((step) => step.slice(0, 6))).to.deep.equal(['select', 'BEGIN;', 'insert', 'select', 'COMMIT']);
    scissors.steps.length = 0;
    await refusal(unitOfWork().run((tx) => tx.payments.lock(randomUUID())), PaymentNotFound);
    expect(scissors.steps.map((step) => step.slice(0, 6))).to.deep.equal(['BEGIN;', 'select', 'ROLLBA']);
  });

  it('a posting is never mistaken for a read', async () => {
    const userId = nextUserId();
    await register(userId);
    scissors.steps.length = 0;
    const transfer = topUp({ gateway: 'test', chargeId: randomUUID(), userId, amount: Money.parse('1', 'TON'), total: Money.parse('1', 'TON') });
    await refusal(unitOfWork().run(async (tx) => {
      await tx.ledger.post(transfer);
      throw new RangeError('changed my mind');
    }), Error);
    expect(scissors.steps[0]).to.equal('BEGIN;');
    expect(await unitOfWork().run((tx) => tx.ledger.balance(userId, 'TON'))).to.deep.include({ available: Money.zero('TON') });
  });

  it('goes on when another process changes a table under its prepared statements', async () => {
    const userId = nextUserId();
    await register(userId);
    const lockUser = () => unitOfWork().run(async (tx) => {
      await tx.users.save(aCustomer({ userId }), NOW);
      return tx.users.find(userId);
    });
    await lockUser();
    await database.knex.raw('ALTER TABLE users ADD COLUMN nickname text');
    try {
      expect(await lockUser()).to.deep.include({ userId });
    } finally {
      await database.knex.raw('ALTER TABLE users DROP COLUMN nickname');
    }
  });
});
