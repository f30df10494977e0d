import { DomainError } from '#domain/shared/domain-error.js';
import type { TestPanel } from '#use-cases/vpn/panels/test-panel.js';
import type { CliCommand, Terminal } from '../cli-command.js';
import { mark, printTable } from '../print-table.js';
import { findingLines } from './trouble-words.js';

/** `panel test [id]`: says in plain words what keeps a panel from taking accounts. */
export class TestPanelCommand implements CliCommand {
  constructor(private readonly testPanel: TestPanel) {}

  async run([panelId, ...more]: readonly string[], terminal: Terminal): Promise<number> {
    if (more.length > 0) {
      terminal.write('panel test [id]');
      return 1;
    }
    try {
      const findings = await this.testPanel.execute({ panelId });
      printTable(terminal, ['panel', 'connection', 'version'], findings.map(({ panelId: id, ok, version }) => [id, mark(ok), version ?? 'unknown']));
      for (const line of findings.flatMap(findingLines)) terminal.write(`\n${line}`);
      return findings.every(({ ok }) => ok) ? 0 : 1;
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      terminal.write(`Nothing was tested: ${error.message}.`);
      return 1;
    }
  }
}
