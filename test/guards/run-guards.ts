import type { Guard } from './guard.js';
import { GUARDS } from './guards.js';
import { runTests } from './run-tests.js';
import { WorkingCopy } from './working-copy.js';

/*
 * Removes each guard of the table in turn, in a copy of the tree, and expects a test to fail. Words on the command line choose the
 * guards whose names hold one of them. Needs POLARIS_TEST_DATABASE_URL
 * and POLARIS_TEST_REDIS_URL, for some guards are about transactions that really overlap, and some about what processes share.
 */

const WORKERS = 2;
const LEAST_SHARE = 0.95;

interface Verdict {
  readonly guard: Guard;
  readonly killed: boolean;
  readonly why: string;
}

for (const store of ['POLARIS_TEST_DATABASE_URL', 'POLARIS_TEST_REDIS_URL']) if (process.env[store] === undefined) throw new Error(`${store} is missing`);
const words = process.argv.slice(2);
const chosen = GUARDS.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)));
const copies = Array.from({ length: WORKERS }, () => WorkingCopy.make());
try {
  const [first] = copies;
  const files = [...new Set(chosen.flatMap(({ tests }) => tests))];
  const whole = first && (await runTests(first.folder, files));
  if (!whole || whole.broken !== undefined || whole.failed.length > 0) {
    throw new Error(`with every guard in place: ${whole?.broken ?? whole?.failed.join(', ') ?? 'nothing ran'}`);
  }
  console.log(`${whole.passed} tests pass while every guard is in place`);
  process.exitCode = print(await removeAll(chosen));
} finally {
  for (const copy of copies) copy.remove();
}

async function removeAll(guards: readonly Guard[]): Promise<readonly Verdict[]> {
  const verdicts: Verdict[] = [];
  const waiting = guards.values();
  const work = async (copy: WorkingCopy): Promise<void> => {
    for (const guard of waiting) {
      const verdict = await judge(copy, guard);
      verdicts.push(verdict);
      console.log(`${verdicts.length}/${guards.length} ${verdict.killed ? 'seen' : 'SURVIVED'}: ${guard.name} (${verdict.why})`);
    }
  };
  await Promise.all(copies.map(work));
  return verdicts;
}

async function judge(copy: WorkingCopy, guard: Guard): Promise<Verdict> {
  const run = await copy.without(guard, () => runTests(copy.folder, guard.tests));
  const why = run.failed[0] ?? run.broken ?? guard.redundantWith ?? `${run.passed} tests pass without it`;
  return { guard, killed: run.failed.length > 0, why };
}

function print(verdicts: readonly Verdict[]): number {
  const survivors = verdicts.filter(({ killed }) => !killed);
  const share = (verdicts.length - survivors.length) / verdicts.length;
  console.log(`\n${verdicts.length - survivors.length} of ${verdicts.length} removed guards were seen (${(share * 100).toFixed(1)} %)`);
  for (const { guard, why } of survivors) console.log(`survived: ${guard.name}: ${why}${guard.redundantWith ? `, redundant with ${guard.redundantWith}` : ''}`);
  return share >= LEAST_SHARE ? 0 : 1;
}
