import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

export interface TestRun {
  readonly passed: number;
  /** Titles of the tests that failed by what they saw, not because the code could not be loaded or a name is not there. */
  readonly failed: readonly string[];
  /** What else went wrong: nothing could be loaded, a hook failed, or the time was over. */
  readonly broken: string | undefined;
}

const LIMIT_MS = 300_000;
const REPORT = 'guards-report.json';
const HOOK = /^"(before|after) (each|all)" hook/;

const report = z.object({
  stats: z.object({ passes: z.number() }),
  failures: z.array(z.object({ title: z.string(), fullTitle: z.string(), err: z.object({ stack: z.string().optional(), message: z.string().optional() }) })),
});

/** Runs test files of a copy of the tree until the first failure. */
export async function runTests(folder: string, files: readonly string[]): Promise<TestRun> {
  const path = join(folder, REPORT);
  rmSync(path, { force: true });
  const inTime = await mocha(folder, files);
  if (!inTime) return { passed: 0, failed: [], broken: 'the time was over' };
  const read = existsSync(path) ? report.safeParse(JSON.parse(readFileSync(path, 'utf8'))) : undefined;
  if (!read?.success || (read.data.stats.passes === 0 && read.data.failures.length === 0)) return { passed: 0, failed: [], broken: 'no test ran' };
  const { stats, failures } = read.data;
  const odd = failures.find(({ title, err }) => HOOK.test(title) || /^(SyntaxError|ReferenceError)/.test(err.stack ?? ''));
  const failed = failures.filter((failure) => failure !== odd).map(({ fullTitle }) => fullTitle);
  return { passed: stats.passes, failed, broken: failed.length === 0 ? odd && `${odd.fullTitle}: ${odd.err.message ?? ''}` : undefined };
}

/** False when it had to be ended. */
function mocha(folder: string, files: readonly string[]): Promise<boolean> {
  const options = ['--no-config', '--exit', '--bail', '--timeout', '60000', '--node-option', 'conditions=source', '--node-option', 'import=tsx'];
  const run = spawn('node', ['node_modules/mocha/bin/mocha.js', ...options, '--reporter', 'json', '--reporter-option', `output=${REPORT}`, ...files], {
    cwd: folder,
    stdio: 'ignore',
    detached: true,
  });
  return new Promise((resolve, reject) => {
    const limit = setTimeout(() => {
      // Its children too.
      if (run.pid !== undefined) process.kill(-run.pid, 'SIGKILL');
      resolve(false);
    }, LIMIT_MS);
    run.once('error', reject);
    run.once('exit', () => {
      clearTimeout(limit);
      resolve(true);
    });
  });
}
