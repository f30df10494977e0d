import { expect } from 'chai';
import { PostgresDialogueStore } from '#adapters/outbound/postgres/dialogue-store.js';
import { NOW, secondsAfter } from '../../../builders/now.js';
import { testDatabase, type TestDatabase } from '../../../support/database.js';

describe('dialogues kept in the database', () => {
  let database: TestDatabase;
  let now = NOW;
  const store = () => new PostgresDialogueStore(database, { now: () => now });

  beforeEach(async function () {
    this.timeout(60_000);
    database = await testDatabase();
    now = NOW;
  });

  it('are picked up where they stopped, also after a restart', async () => {
    await store().save('1001', '{"asked":"amount"}', 60);
    expect(await store().find('1001')).to.equal('{"asked":"amount"}');
    expect(await store().find('1002')).to.equal(undefined);
  });

  it('go on with the newest word and its own time', async () => {
    await store().save('1001', 'first', 10);
    await store().save('1001', 'second', 60);
    now = secondsAfter(30);
    expect(await store().find('1001')).to.equal('second');
  });

  it('end when their time is over, and are cleared away when somebody else speaks', async () => {
    await store().save('1001', 'old', 10);
    now = secondsAfter(10);
    expect(await store().find('1001')).to.equal(undefined);
    await store().save('1002', 'new', 10);
    expect(await database.knex('dialogues').pluck('key')).to.deep.equal(['1002']);
  });

  it('end when they are removed, and removing nothing is nothing', async () => {
    await store().save('1001', 'word', 60);
    await store().remove('1001');
    await store().remove('1001');
    expect(await store().find('1001')).to.equal(undefined);
  });
});
