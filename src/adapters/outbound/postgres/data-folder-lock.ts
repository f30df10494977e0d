import { readFileSync } from 'node:fs';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { DomainError } from '#domain/shared/domain-error.js';

/** Two processes on one embedded database would destroy it silently, so the second one is refused. */
export class DataFolderInUse extends DomainError {
  constructor(folder: string, pid: number) {
    super('database.folder-in-use', 'conflict', `the data folder ${folder} is in use by the process ${pid}; stop it first, or give this one another folder`, {
      folder,
      pid,
    });
  }
}

interface Holder {
  readonly pid: number;
  /** When that process started, where the system tells: a number is given to a new process after a restart. */
  readonly born: string | undefined;
  readonly token: string;
}

const SETTLE_MS = 60;
const ATTEMPTS = 5;

/** The right of one process to work on a data folder, kept in a file that names it. */
export class DataFolderLock {
  private constructor(
    private readonly path: string,
    private readonly holder: Holder,
  ) {}

  /** Takes the folder, also from a holder that is dead; throws `DataFolderInUse` while it is alive. */
  static async acquire(folder: string): Promise<DataFolderLock> {
    const path = join(resolve(folder), 'polaris.lock');
    const mine: Holder = { pid: process.pid, born: birthOf(process.pid), token: randomUUID() };
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      if (await createOnce(path, mine)) {
        await stillOurs(path, mine);
        return new DataFolderLock(path, mine);
      }
      const other = await readHolder(path);
      if (other && isAlive(other)) throw new DataFolderInUse(resolve(folder), other.pid);
      await removeStale(path, other);
    }
    throw new DataFolderInUse(resolve(folder), 0);
  }

  async release(): Promise<void> {
    const current = await readHolder(this.path);
    if (current?.token === this.holder.token) await rm(this.path, { force: true });
  }
}

/** Somebody who clears a stale file may move ours aside for a moment: only one that is still there afterwards is a lock. */
async function stillOurs(path: string, mine: Holder): Promise<void> {
  await pause(SETTLE_MS);
  const holder = await readHolder(path);
  if (holder?.token !== mine.token) throw new DataFolderInUse(dirname(path), holder?.pid ?? 0);
}

async function createOnce(path: string, holder: Holder): Promise<boolean> {
  try {
    await writeFile(path, JSON.stringify(holder), { flag: 'wx' });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Undefined when there is no file, or one that stays unreadable: somebody died while writing it. */
async function readHolder(path: string): Promise<Holder | undefined> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const holder = parse(await readFile(path, 'utf8').catch(() => ''));
    if (holder) return holder;
    await pause(20);
  }
  return undefined;
}

function parse(text: string): Holder | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || !('pid' in value) || !('token' in value)) return undefined;
    if (typeof value.pid !== 'number' || typeof value.token !== 'string') return undefined;
    return { pid: value.pid, token: value.token, born: 'born' in value && typeof value.born === 'string' ? value.born : undefined };
  } catch {
    return undefined;
  }
}

/** Moves the file aside before removing it, so that a lock another process took meanwhile is noticed and put back. */
async function removeStale(path: string, expected: Holder | undefined): Promise<void> {
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw error;
  }
  const found = await readHolder(aside);
  if (found && found.token !== expected?.token) await createOnce(path, found);
  await rm(aside, { force: true });
}

function isAlive(holder: Holder): boolean {
  // Our own number with another birth was left by an earlier life, as by process 1 of a container that was started again.
  if (holder.pid === process.pid) return holder.born === birthOf(process.pid);
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
  const born = birthOf(holder.pid);
  return born === undefined || holder.born === undefined || born === holder.born;
}

/** Start time in clock ticks since boot, field 22 of Linux' /proc/<pid>/stat; undefined elsewhere. */
function birthOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
