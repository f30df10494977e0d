import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { openDatabase } from '#adapters/outbound/postgres/connection.js';
import { DataFolderInUse, DataFolderLock } from '#adapters/outbound/postgres/data-folder-lock.js';
import { refusal } from '../../../contracts/persistence/kit/refusal.js';

const HOLDER = `
  const { DataFolderLock } = await import('#adapters/outbound/postgres/data-folder-lock.js');
  await DataFolderLock.acquire(process.argv[1]);
  console.log('holds it');
  process.stdin.resume();
`;

describe('a data folder belongs to one process', () => {
  let folder: string;
  let child: ChildProcess | undefined;

  /** Another process that has taken the folder. */
  const aHolder = async (): Promise<ChildProcess> => {
    const script = ['--conditions=source', '--import', 'tsx', '--input-type=module', '-e', HOLDER, folder];
    child = spawn(process.execPath, script, { stdio: ['pipe', 'pipe', 'inherit'] });
    if (!child.stdout) throw new Error('the other process has no output');
    await once(child.stdout, 'data');
    return child;
  };
  const leftBehind = (holder: object) => writeFile(join(folder, 'polaris.lock'), JSON.stringify(holder));

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'polaris-'));
  });
  afterEach(async () => {
    child?.kill('SIGKILL');
    child = undefined;
    await rm(folder, { recursive: true });
  });

  it('the second process is told which folder and which process', async () => {
    const holder = await aHolder();
    const error = await refusal(DataFolderLock.acquire(folder), DataFolderInUse);
    expect(error.message).to.include(folder).and.include(String(holder.pid));
    expect(error.details).to.deep.equal({ folder, pid: holder.pid });
  });

  it('a killed process leaves a folder that can be taken over', async () => {
    const holder = await aHolder();
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    const lock = await DataFolderLock.acquire(folder);
    await lock.release();
  });

  it('the same process does not take it twice, but again after letting go', async () => {
    const lock = await DataFolderLock.acquire(folder);
    await refusal(DataFolderLock.acquire(folder), DataFolderInUse);
    await lock.release();
    await (await DataFolderLock.acquire(folder)).release();
  });

  it('of many at once exactly one takes a folder that was left behind', async () => {
    await leftBehind({ pid: 999_999_999, token: 'gone' });
    const attempts = await Promise.allSettled(Array.from({ length: 8 }, () => DataFolderLock.acquire(folder)));
    expect(attempts.filter((attempt) => attempt.status === 'fulfilled')).to.have.length(1);
  });

  it('a process number that was given to somebody else keeps nobody out', async () => {
    for (const holder of [{ pid: process.pid, token: 'an earlier life' }, { pid: process.ppid, token: 'a stranger', born: '1' }]) {
      await leftBehind(holder);
      await (await DataFolderLock.acquire(folder)).release();
    }
  });

  it('a lock whose writer died half-way keeps nobody out', async () => {
    await writeFile(join(folder, 'polaris.lock'), '');
    await (await DataFolderLock.acquire(folder)).release();
  });

  it('an embedded database keeps what was written, and refuses to be opened beside itself', async function () {
    this.timeout(60_000);
    const first = await openDatabase({ poolSize: 1, dataDir: folder });
    await first.knex.raw('CREATE TABLE kept (word text); INSERT INTO kept VALUES (\'still here\')');
    await refusal(openDatabase({ poolSize: 1, dataDir: folder }), DataFolderInUse);
    await first.close();
    const second = await openDatabase({ poolSize: 1, dataDir: folder });
    expect(await second.knex('kept').pluck('word')).to.deep.equal(['still here']);
    await second.close();
  });
});
