import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const PGBENCH = process.env['BENCH_PGBENCH'] ?? 'pgbench';
const run = promisify(execFile);

export interface PgbenchRun {
  readonly url: string;
  /** May use `:row`, a number that no other transaction gets. */
  readonly script: string;
  readonly clients: number;
  readonly transactions: number;
  /** The first `:row` of this run. */
  readonly firstRow: number;
}

export async function pgbenchVersion(): Promise<string> {
  return (await run(PGBENCH, ['--version'])).stdout.trim();
}

/** Scripts per second, with prepared statements and without the time it takes to connect. Throws when any script failed. */
export async function pgbench({ url, script, clients, transactions, firstRow }: PgbenchRun): Promise<number> {
  const each = Math.ceil(transactions / clients);
  const folder = await mkdtemp(join(tmpdir(), 'polaris-bench-'));
  const file = join(folder, 'script.sql');
  await writeFile(file, `\\set n :n + 1\n\\set row ${firstRow} + :client_id * ${each} + :n\n${script}`);
  try {
    const options = ['--no-vacuum', '--protocol=prepared', '--define=n=-1', `--client=${clients}`, `--transactions=${each}`, `--file=${file}`, url];
    const { stdout, stderr } = await run(PGBENCH, options);
    const perSecond = /^tps = ([\d.]+)/m.exec(stdout)?.[1];
    if (perSecond === undefined || /aborted|ERROR/.test(stderr)) throw new Error(`pgbench failed: ${stderr}`);
    return Number(perSecond);
  } finally {
    await rm(folder, { recursive: true });
  }
}
