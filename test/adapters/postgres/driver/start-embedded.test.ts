import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { startEmbedded } from '#adapters/outbound/postgres/driver/start-embedded.js';

describe('the embedded database of a new shop', () => {
  let folder: string;
  const path = (name: string) => join(folder, name);
  const packed = () => pathToFileURL(path('empty-database.tgz'));

  before(async function () {
    this.timeout(60_000);
    folder = await mkdtemp(join(tmpdir(), 'polaris-embedded-'));
    await promisify(execFile)(process.execPath, ['scripts/pack-empty-database.mjs', path('empty-database.tgz')]);
  });
  after(() => rm(folder, { recursive: true }));

  it('is unpacked from what the build packed, and keeps what is written to it', async function () {
    this.timeout(60_000);
    const first = await startEmbedded(path('shop'), packed());
    await first.exec('CREATE TABLE kept (id int); INSERT INTO kept VALUES (7)');
    await first.close();
    const again = await startEmbedded(path('shop'), packed());
    expect((await again.query('SELECT id FROM kept')).rows).to.deep.equal([{ id: 7 }]);
    expect((await again.query<{ shared_buffers: string }>('SHOW shared_buffers')).rows[0]?.shared_buffers).to.equal('16MB');
    await again.close();
  });

  it('is made anew where a killed process left half of one', async function () {
    this.timeout(60_000);
    await mkdir(path('half'));
    await writeFile(join(path('half'), 'PG_VERSION'), '');
    await writeFile(path('half.unfinished'), '');
    const database = await startEmbedded(path('half'), packed());
    expect((await database.query('SELECT 1 AS one')).rows).to.deep.equal([{ one: 1 }]);
    await database.close();
    const again = await startEmbedded(path('half'), packed());
    await again.close();
  });

  it('is made from nothing where nothing was packed', async function () {
    this.timeout(60_000);
    const database = await startEmbedded(path('another'), pathToFileURL(path('missing.tgz')));
    expect((await database.query('SELECT 1 AS one')).rows).to.deep.equal([{ one: 1 }]);
    await database.close();
  });
});
