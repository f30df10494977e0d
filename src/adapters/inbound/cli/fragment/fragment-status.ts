import type { StarProvider } from '#use-cases/ports/providers/star-provider.js';
import type { CliCommand, Terminal } from '../cli-command.js';
import { mark, printTable } from '../print-table.js';

/** `fragment status`: session, wallet, balance and chain as they are now. */
export class FragmentStatus implements CliCommand {
  constructor(private readonly stars: StarProvider) {}

  async run(_args: readonly string[], terminal: Terminal): Promise<number> {
    const health = await this.stars.health();
    printTable(terminal, ['part', 'state', 'detail'], health.checks.map((check) => [check.name, mark(check.ok), check.detail]));
    if (health.trouble) terminal.write(`\nAn operator is needed: ${health.trouble}`);
    return health.ok ? 0 : 1;
  }
}
