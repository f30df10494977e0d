import { cpus } from 'node:os';
import type { Aged } from './history.js';
import type { Received } from './webhooks.js';
import type { Evening } from './renewals.js';
import type { SandboxFigures } from './sandbox.js';
import { type Duel, median, quantile } from './stand/figures.js';
import type { UpdatesAnswered } from './updates.js';
import { pgbenchVersion } from './stand/pgbench.js';
import { serverVersion } from './stand/scratch-database.js';

/** One line of the table, and one member of the JSON. */
export interface Line {
  readonly measure: string;
  readonly value: number;
  readonly unit: string;
  /** The other side of the same run. */
  readonly beside?: { readonly what: string; readonly value: number; readonly ratio: number };
  /** Lowest and highest round. */
  readonly spread?: readonly [number, number];
}

export interface Report {
  readonly machine: { readonly cores: number; readonly processor: string; readonly node: string; readonly postgres: string; readonly pgbench: string };
  readonly lines: readonly Line[];
}

export async function reportOf(lines: readonly Line[]): Promise<Report> {
  const [first] = cpus();
  const machine = { cores: cpus().length, processor: first?.model ?? 'unknown', node: process.version, postgres: await serverVersion(), pgbench: await pgbenchVersion() };
  return { machine, lines };
}

export function duelLines({ name, ours, theirs, cpuMsEach, theirCpuMsEach }: Duel, opponent: string): readonly Line[] {
  const [mine, other] = [median(ours), median(theirs)];
  const beside = { what: opponent, value: rounded(other), ratio: rounded(mine / other) };
  const throughput: Line = { measure: name, value: rounded(mine), unit: '/s', beside, spread: spreadOf(ours) };
  if (cpuMsEach === undefined) return [throughput];
  const besideCpu = theirCpuMsEach && { what: opponent, value: rounded(theirCpuMsEach), ratio: rounded(theirCpuMsEach / cpuMsEach) };
  return [throughput, { measure: `${name}, processor time each`, value: rounded(cpuMsEach), unit: 'ms', ...(besideCpu && { beside: besideCpu }) }];
}

export function receivedLines({ perSecond, latencies }: Received): readonly Line[] {
  return [
    { measure: 'webhooks received', value: rounded(median(perSecond)), unit: '/s', spread: spreadOf(perSecond) },
    { measure: 'webhook answered, p50', value: rounded(quantile(latencies, 0.5)), unit: 'ms' },
    { measure: 'webhook answered, p99', value: rounded(quantile(latencies, 0.99)), unit: 'ms' },
  ];
}

export function rateLines(perSecond: number, latencies: readonly number[]): readonly Line[] {
  const line = (share: number, name: string): Line => ({ measure: `webhook answered at ${perSecond}/s, ${name}`, value: rounded(quantile(latencies, share)), unit: 'ms' });
  return [line(0.5, 'p50'), line(0.99, 'p99')];
}

export function renewalLines({ renewals, reminders, seconds, mostAtOnce, doubled, broken }: Evening): readonly Line[] {
  return [
    { measure: `${renewals} renewals and ${reminders} reminders`, value: rounded(seconds), unit: 's' },
    { measure: 'renewals, visits at the panel at once', value: mostAtOnce, unit: 'at most' },
    { measure: 'renewals, periods carried over twice', value: doubled, unit: '' },
    { measure: 'renewals, broken rules of the books', value: broken, unit: '' },
  ];
}

export function agedLines(aged: readonly Aged[]): readonly Line[] {
  return aged.map(({ question, youngMs, oldMs }) => ({
    measure: question,
    value: rounded(oldMs),
    unit: 'ms',
    beside: { what: 'the same in a young shop', value: rounded(youngMs), ratio: rounded(oldMs / youngMs) },
  }));
}

export function updatesLines({ duel, hitRates }: UpdatesAnswered): readonly Line[] {
  const percent = hitRates.map((rate) => rate * 100);
  return [...duelLines(duel, 'bare Telegraf'), { measure: 'cache hits, people who are here', value: rounded(median(percent)), unit: '%', spread: spreadOf(percent) }];
}

export function sandboxLines(figures: SandboxFigures): readonly Line[] {
  const line = (measure: string, value: number, unit: string): Line => ({ measure: `${figures.database} database: ${measure}`, value: rounded(value), unit });
  return [
    line('first page, empty folder', figures.firstPageMs, 'ms'),
    line('shop open, empty folder', figures.openMs, 'ms'),
    line('first page, folder in use', figures.reopenedFirstPageMs, 'ms'),
    line('shop open, folder in use', figures.reopenedMs, 'ms'),
    line('tap to changed message, median', figures.tapMedianMs, 'ms'),
    line('tap to changed message, worst', figures.tapWorstMs, 'ms'),
    line('memory when open', figures.megabytesOpen, 'MB'),
    line(`memory after ${figures.purchases} purchases`, figures.megabytesAfterPurchases, 'MB'),
  ];
}

export function printTable({ machine, lines }: Report): void {
  console.log(`${machine.processor}, ${machine.cores} cores; Node ${machine.node}, Postgres ${machine.postgres}, ${machine.pgbench}\n`);
  console.table(
    Object.fromEntries(
      lines.map(({ measure, value, unit, beside, spread }) => [
        measure,
        { value, unit, rounds: spread ? spread.join(' to ') : '', beside: beside ? `${beside.what}: ${beside.value}` : '', ratio: beside?.ratio ?? '' },
      ]),
    ),
  );
}

function spreadOf(values: readonly number[]): readonly [number, number] {
  return [rounded(Math.min(...values)), rounded(Math.max(...values))];
}

/** Three digits; more would be noise. */
function rounded(value: number): number {
  return Number(value.toPrecision(3));
}
