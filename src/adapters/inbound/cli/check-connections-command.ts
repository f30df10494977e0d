import type { CheckConnections } from '#use-cases/operations/check-connections.js';
import type { CliCommand, Terminal } from './cli-command.js';
import { mark, printTable } from './print-table.js';

/** `check-connections`: calls every outside system once and shows how each is. */
export class CheckConnectionsCommand implements CliCommand {
  constructor(private readonly checkConnections: CheckConnections) {}

  async run(_args: readonly string[], terminal: Terminal): Promise<number> {
    const reports = await this.checkConnections.execute();
    printTable(terminal, ['system', 'state', 'detail'], reports.map((report) => [report.name, mark(report.ok), report.detail]));
    return reports.every((report) => report.ok) ? 0 : 1;
  }
}
