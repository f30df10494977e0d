import type { ListPanels } from '#use-cases/vpn/panels/list-panels.js';
import type { CliCommand, Terminal } from '../cli-command.js';
import { mark, printTable } from '../print-table.js';
import { findingLines } from './trouble-words.js';

/** `panel list`: every panel, how full it is, and whether an account could be made there now. */
export class ListPanelsCommand implements CliCommand {
  constructor(private readonly listPanels: ListPanels) {}

  async run(_args: readonly string[], terminal: Terminal): Promise<number> {
    const listed = await this.listPanels.execute();
    if (listed.length === 0) {
      terminal.write('There is no panel yet: set one up in the environment, or add it with panel add <id> <kind>.');
      return 0;
    }
    const rows = listed.map(({ panel, accounts, finding }) => [
      panel.id,
      panel.kind,
      panel.title,
      panel.state,
      `${accounts}/${panel.capacity ?? 'any'}`,
      panel.placement.join(', '),
      mark(finding.ok),
    ]);
    printTable(terminal, ['id', 'kind', 'title', 'state', 'accounts', 'placement', 'connection'], rows);
    for (const line of listed.flatMap(({ finding }) => findingLines(finding))) terminal.write(`\n${line}`);
    return listed.every(({ finding }) => finding.ok) ? 0 : 1;
  }
}
