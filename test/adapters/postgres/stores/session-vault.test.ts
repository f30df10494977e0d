import { expect } from 'chai';
import { PostgresSessionVault, SessionUnreadable } from '#adapters/outbound/postgres/vaults/session-vault.js';
import { refusal } from '../../../contracts/persistence/kit/refusal.js';
import { testDatabase, type TestDatabase } from '../../../support/database.js';

const COOKIES = 'stel_ssid=s3cr3t; stel_token=t0k3n';

describe('sessions with outside systems', () => {
  let database: TestDatabase;
  const vault = (key = 'a configured key') => new PostgresSessionVault(database, key);

  beforeEach(async function () {
    this.timeout(60_000);
    database = await testDatabase();
  });

  it('come back as they were saved, the newest first', async () => {
    expect(await vault().load('fragment')).to.equal(undefined);
    await vault().save('fragment', 'older');
    await vault().save('fragment', COOKIES);
    const stored = await vault().load('fragment');
    expect([stored?.version, stored?.value]).to.deep.equal([2, COOKIES]);
    expect(stored?.savedAt).to.be.instanceOf(Date);
  });

  it('cannot be read in the database', async () => {
    await vault().save('fragment', COOKIES);
    const [sealed] = await database.knex<{ sealed: Buffer }>('fragment_cookies').pluck('sealed');
    for (const part of ['s3cr3t', 'stel_ssid']) expect((sealed as Buffer).includes(part)).to.equal(false);
  });

  it('are not opened with another key, and the refusal shows nothing of them', async () => {
    await vault().save('fragment', COOKIES);
    const error = await refusal(vault('another key').load('fragment'), SessionUnreadable);
    expect(`${error.message} ${JSON.stringify(error.details)}`).to.not.include('s3cr3t').and.not.include('key"');
  });

  it('are not opened when a byte was altered or an old version passed off as new', async () => {
    await vault().save('fragment', 'old');
    await vault().save('fragment', 'new');
    await database.knex.raw(`UPDATE fragment_cookies SET sealed = (SELECT sealed FROM fragment_cookies WHERE version = 1) WHERE version = 2`);
    await refusal(vault().load('fragment'), SessionUnreadable);
    await vault().save('fragment', 'newest');
    await database.knex.raw(`UPDATE fragment_cookies SET sealed = set_byte(sealed, 30, get_byte(sealed, 30) # 1) WHERE version = 3`);
    await refusal(vault().load('fragment'), SessionUnreadable);
  });

  it('keep ten versions for a way back', async () => {
    for (let count = 1; count <= 13; count += 1) await vault().save('fragment', `version ${count}`);
    await vault().save('other', 'untouched');
    const versions = await database.knex('fragment_cookies').where({ name: 'fragment' }).orderBy('version').pluck('version');
    expect(versions).to.deep.equal([4, 5, 6, 7, 8, 9, 10, 11, 12, 13]);
    expect((await vault().load('other'))?.value).to.equal('untouched');
  });

  it('saved by ten at once are ten versions', async () => {
    await Promise.all(Array.from({ length: 10 }, (_, index) => vault().save('fragment', `worker ${index}`)));
    expect((await vault().load('fragment'))?.version).to.equal(10);
  });
});
