import { appendFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where the processes of one run leave what they counted; set by the process that starts them. */
export const REPORT_FOLDER = 'POLARIS_FAULT_REPORT';

const USUAL_SEED = 20_260_701;

interface Counted {
  readonly visited: Record<string, number>;
  invariants: number;
  readonly violations: string[];
  readonly seeds: Record<string, number>;
}

const nothing = (): Counted => ({ visited: {}, invariants: 0, violations: [], seeds: {} });

/**
 * What a fault run says about itself at its end, over all its files and processes. A test tells it as it goes:
 *
 *     faultReport.visited('sql statement');            // one point more of that kind; or visited(kind, count)
 *     faultReport.checked(18);                         // so many invariants were asked
 *     faultReport.violated('I4 credited twice: ...');  // counted and listed; the test must fail as well
 *     const seed = faultReport.seed('model');          // what repeats the run
 *
 * `npm run test:faults` runs `test/faults/**` files that end in `.faults.ts`, `npm run test:faults:nightly` those that end
 * in `.nightly.ts` with a seed of its own each time; both print the report once. In any other run it is counted and never printed.
 */
export const faultReport = {
  counted: nothing(),

  visited(kind: string, count = 1): void {
    this.counted.visited[kind] = (this.counted.visited[kind] ?? 0) + count;
  },

  checked(count = 1): void {
    this.counted.invariants += count;
  },

  violated(sentence: string): void {
    this.counted.violations.push(sentence);
  },

  /** What decides the chances of a suite: the same each time, so that a change is judged by its own faults, unless FAULTS_SEED says another. */
  seed(name: string): number {
    const seed = Number(process.env.FAULTS_SEED ?? USUAL_SEED);
    this.counted.seeds[name] = seed;
    return seed;
  },

  /** Hands what was counted over to the process that prints; begins again from nothing. */
  flush(): void {
    const folder = process.env[REPORT_FOLDER];
    if (folder !== undefined) appendFileSync(join(folder, String(process.pid)), `${JSON.stringify(this.counted)}\n`);
    this.counted = nothing();
  },

  /** What all processes counted, in sentences. */
  read(folder: string): string {
    const lines = readdirSync(folder).flatMap((file) => readFileSync(join(folder, file), 'utf8').trim().split('\n'));
    const all = nothing();
    for (const line of lines) {
      const part = JSON.parse(line) as Counted;
      for (const [kind, count] of Object.entries(part.visited)) all.visited[kind] = (all.visited[kind] ?? 0) + count;
      all.invariants += part.invariants;
      all.violations.push(...part.violations);
      Object.assign(all.seeds, part.seeds);
    }
    const points = Object.values(all.visited).reduce((sum, count) => sum + count, 0);
    return [
      `  faults: ${points} points visited, ${all.invariants} invariants checked, ${all.violations.length} violations`,
      ...Object.entries(all.visited).sort().map(([kind, count]) => `    ${String(count).padStart(8)}  ${kind}`),
      ...all.violations.map((sentence) => `    violated: ${sentence}`),
      ...(Object.keys(all.seeds).length === 0 ? [] : [`    seeds: ${Object.entries(all.seeds).sort().map(([name, seed]) => `${name} ${seed}`).join(', ')}`]),
    ].join('\n');
  },
};
