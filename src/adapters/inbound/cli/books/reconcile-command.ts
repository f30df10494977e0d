import type { Reconcile } from '#use-cases/reconciliation/reconcile.js';
import type { CliCommand, Terminal } from '../cli-command.js';
import { printTable } from '../print-table.js';

const USAGE = 'reconcile [--days <1 to 400>]';
/** Longer than the latest payment may come after its invoice was made. */
const USUAL_DAYS = 4;
const MOST_DAYS = 400;

/** `reconcile`: compares the books with the gateways and the chain; exit code 1 while something is open or could not be compared. */
export class ReconcileCommand implements CliCommand {
  constructor(private readonly reconcile: Reconcile) {}

  async run(args: readonly string[], terminal: Terminal): Promise<number> {
    const days = parse(args);
    if (days === undefined) {
      terminal.write(USAGE);
      return 1;
    }
    const report = await this.reconcile.execute({ days });
    printTable(terminal, ['compared', 'count'], Object.entries(report.compared).map(([name, count]) => [name, String(count)]));
    for (const { source, reason } of report.failed) terminal.write(`\nNot compared: ${source} (${reason})`);
    if (report.open.length > 0) {
      terminal.write('');
      const rows = report.open.map(({ id, kind, source, subject, foundAt, facts }) => [id, kind, source, subject, foundAt.toISOString().slice(0, 16), words(facts)]);
      printTable(terminal, ['id', 'what', 'with', 'about', 'found', 'facts'], rows);
    }
    terminal.write(`\n${report.open.length} open, ${report.repaired} being mended, ${report.resolved} resolved since the last time.`);
    return report.open.length === 0 && report.failed.length === 0 ? 0 : 1;
  }
}

function parse([option, value, ...more]: readonly string[]): number | undefined {
  if (option === undefined) return USUAL_DAYS;
  if (option !== '--days' || more.length > 0 || !/^\d{1,3}$/.test(value ?? '')) return undefined;
  const days = Number(value);
  return days >= 1 && days <= MOST_DAYS ? days : undefined;
}

function words(facts: Readonly<Record<string, string>>): string {
  return Object.entries(facts)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
}
