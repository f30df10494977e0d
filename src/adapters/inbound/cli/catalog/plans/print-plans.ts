import type { Plan } from '#domain/vpn/plan.js';
import type { Terminal } from '../../cli-command.js';
import { printTable } from '../../print-table.js';

const GIGABYTE = 1_073_741_824n;

/** Prints plans as an operator reads them. */
export function printPlans(terminal: Terminal, plans: readonly Plan[]): void {
  printTable(terminal, ['plan', 'state', 'days', 'prices', 'limits', 'titles'], plans.map(rowOf));
}

function rowOf(plan: Plan): readonly string[] {
  const { id, state, days, prices, titles } = plan;
  return [id, state, String(days), prices.map(String).join(', ') || 'none', limitsOf(plan), `${titles.ru} / ${titles.en}`];
}

function limitsOf({ allowance }: Plan): string {
  const { traffic, trafficPeriod, devices, panels, spans } = allowance;
  const limited = traffic === undefined ? 'none' : `${Number((traffic * 100n) / GIGABYTE) / 100}`;
  return `traffic=${limited} period=${trafficPeriod} devices=${devices ?? 'none'} panels=${panels.join(',') || 'any'} spans=${spans ? 'yes' : 'no'}`;
}
