import { expect } from 'chai';
import { keptSecret } from '#adapters/outbound/postgres/vaults/kept-secret.js';
import { PostgresPanelVault } from '#adapters/outbound/postgres/vaults/panel-vault.js';
import type { Panel } from '#domain/vpn/panel.js';
import { PanelSealed } from '#use-cases/ports/panels/panel-vault.js';
import { refusal } from '../../../contracts/persistence/kit/refusal.js';
import { testDatabase, type TestDatabase } from '../../../support/database.js';

const PANEL: Panel = { id: 'de-1', kind: 'marzban', title: 'Germany', placement: ['VLESS'], capacity: undefined, state: 'open', position: 1 };
const SETTINGS = { BASE_URL: 'https://panel.example', PASSWORD: 's3cr3t-of-the-panel' };

describe('the settings of panels', () => {
  let database: TestDatabase;
  const vault = (key: string | undefined = 'a configured key') => new PostgresPanelVault(database, key);

  beforeEach(async function () {
    this.timeout(60_000);
    database = await testDatabase();
    await vault().save(PANEL, SETTINGS);
  });

  it('cannot be read in the database', async () => {
    const [sealed] = await database.knex<{ sealed: Buffer }>('panels').pluck('sealed');
    for (const part of ['s3cr3t', 'panel.example', 'PASSWORD']) expect((sealed as Buffer).includes(part)).to.equal(false);
  });

  it('are not opened with another key, and the refusal shows nothing of them', async () => {
    const error = await refusal(vault('another key').load('de-1'), PanelSealed);
    expect(error.details).to.deep.equal({ panel: 'de-1', reason: 'wrong-key' });
    expect(`${error.message} ${String(error.cause)}`).to.not.include('s3cr3t');
  });

  it('are not opened as those of another panel, nor when a byte was altered', async () => {
    await database.knex.raw(`INSERT INTO panels (id, kind, title, placement, state, position, sealed) SELECT 'nl-1', kind, title, placement, state, 2, sealed FROM panels`);
    await refusal(vault().load('nl-1'), PanelSealed);
    await database.knex.raw(`UPDATE panels SET sealed = set_byte(sealed, 30, get_byte(sealed, 30) # 1) WHERE id = 'de-1'`);
    await refusal(vault().load('de-1'), PanelSealed);
  });

  it('are neither opened nor kept without a key, and panels of the environment need none', async () => {
    const keyless = new PostgresPanelVault(database, undefined);
    expect((await refusal(keyless.load('de-1'), PanelSealed)).details).to.include({ reason: 'no-key' });
    await refusal(keyless.save({ ...PANEL, id: 'nl-1' }, SETTINGS), PanelSealed);
    expect(await database.knex('panels').pluck('id')).to.deep.equal(['de-1']);
    await database.knex.raw(`UPDATE panels SET sealed = NULL`);
    expect(await keyless.load('de-1')).to.deep.include({ kind: 'marzban', settings: undefined });
  });
});

describe('a secret that the shop makes for itself', () => {
  let database: TestDatabase;
  beforeEach(async function () {
    this.timeout(60_000);
    database = await testDatabase();
  });

  it('is made once, whichever of ten processes comes first', async () => {
    const given = await Promise.all(Array.from({ length: 10 }, (_, index) => keptSecret(database, 'accounts', () => Buffer.alloc(32, index + 1))));
    const [first = Buffer.alloc(0)] = given;
    expect(first).to.have.length(32);
    expect(given.every((secret) => secret.equals(first))).to.equal(true);
    expect((await keptSecret(database, 'accounts', () => Buffer.alloc(32, 99))).equals(first)).to.equal(true);
  });

  it('is another under another name, and none where something else is kept', async () => {
    const first = await keptSecret(database, 'accounts', () => Buffer.alloc(32, 1));
    expect((await keptSecret(database, 'other', () => Buffer.alloc(32, 2))).equals(first)).to.equal(false);
    await database.knex.raw(`UPDATE settings SET value = 'null' WHERE key = 'secret:other'`);
    await refusal(keptSecret(database, 'other', () => Buffer.alloc(32, 3)), Error);
  });
});
