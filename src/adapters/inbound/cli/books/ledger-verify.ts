import type { LedgerAudit } from '#use-cases/queries/ledger-audit.js';
import type { CliCommand, Terminal } from '../cli-command.js';
import { mark, printTable } from '../print-table.js';

/** `ledger verify`: counts every invariant on the live database and shows the rows that break one. */
export class LedgerVerify implements CliCommand {
  constructor(private readonly audit: LedgerAudit) {}

  async run(_args: readonly string[], terminal: Terminal): Promise<number> {
    const checks = await this.audit.verify();
    printTable(
      terminal,
      ['check', 'state', 'counted', 'what must hold'],
      checks.map((check) => [check.id, mark(check.violations.length === 0), String(check.counted), check.title]),
    );
    const broken = checks.filter((check) => check.violations.length > 0);
    for (const check of broken) {
      terminal.write(`\n${check.id} is broken by:`);
      for (const row of check.violations) terminal.write(`  ${JSON.stringify(row, asText)}`);
    }
    terminal.write(broken.length === 0 ? '\nThe ledger is whole.' : `\n${broken.length} of ${checks.length} checks failed.`);
    return broken.length === 0 ? 0 : 1;
  }
}

function asText(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}
