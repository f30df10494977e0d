import { expect } from 'chai';
import type { Database } from '#adapters/outbound/postgres/connection.js';
import { PostgresAudienceQueries } from '#adapters/outbound/postgres/queries/postgres-audience-queries.js';
import { PostgresUnitOfWork } from '#adapters/outbound/postgres/unit-of-work.js';
import type { Customer } from '#domain/customers/customer.js';
import { aCustomer } from '../../../builders/a-customer.js';
import { nextUserId } from '../../../builders/next-id.js';
import { minutesAfter, NOW, secondsAfter } from '../../../builders/now.js';
import { testDatabase } from '../../../support/database.js';
import { noJobs } from '../kit/no-jobs.js';

describe('when somebody was last here', () => {
  let database: Database;
  let customer: Customer;
  const visit = (changed: Customer, at: Date) =>
    new PostgresUnitOfWork(database, noJobs).run(async (tx) => {
      await tx.users.find(changed.userId);
      await tx.users.save(changed, at);
    });
  const stored = () => new PostgresUnitOfWork(database, noJobs).run((tx) => tx.users.get(customer.userId));
  const seenSince = (at: Date) => new PostgresAudienceQueries(database).activeSince(at);

  beforeEach(async function () {
    this.timeout(60_000);
    database = await testDatabase();
    customer = aCustomer({ userId: nextUserId() });
    await visit(customer, NOW);
  });

  it('is known to the minute, so that not every message is a write', async () => {
    await visit(customer, secondsAfter(59));
    expect(await seenSince(secondsAfter(1))).to.equal(0);
    await visit(customer, secondsAfter(60));
    expect(await seenSince(secondsAfter(60))).to.equal(1);
  });

  it('a new name is kept at once', async () => {
    await visit({ ...customer, firstName: 'Other' }, secondsAfter(1));
    expect((await stored()).firstName).to.equal('Other');
  });

  it('a change and its undoing in one transaction both count', async () => {
    await new PostgresUnitOfWork(database, noJobs).run(async (tx) => {
      await tx.users.find(customer.userId);
      await tx.users.save({ ...customer, firstName: 'Other' }, secondsAfter(1));
      await tx.users.save(customer, secondsAfter(2));
    });
    expect((await stored()).firstName).to.equal(customer.firstName);
    expect(await seenSince(minutesAfter(1))).to.equal(0);
  });
});
