import type { ProviderSession } from '#use-cases/ports/providers/provider-session.js';
import type { StarProvider } from '#use-cases/ports/providers/star-provider.js';
import type { CliCommand, Terminal } from '../cli-command.js';
import { mark, printTable } from '../print-table.js';

/** `fragment precheck`: whether the smallest order could be bought now; asks for a price, spends nothing. */
export class FragmentPrecheck implements CliCommand {
  constructor(
    private readonly session: ProviderSession,
    private readonly stars: StarProvider,
  ) {}

  async run(_args: readonly string[], terminal: Terminal): Promise<number> {
    const { minimumStars } = this.stars.describe();
    const verdict = await this.session.precheck();
    const quote = await this.quote(minimumStars);
    const { walletBalance } = await this.stars.health();
    const affordable = quote.cost !== undefined && walletBalance !== undefined && walletBalance.compare(quote.cost) > 0;
    const rows = [
      { name: 'session', ok: verdict.accepted, detail: verdict.reason },
      { name: `price of ${minimumStars} stars`, ok: quote.cost !== undefined, detail: quote.detail },
      { name: 'wallet covers it', ok: affordable, detail: walletBalance?.toString() ?? 'balance unknown' },
    ];
    printTable(terminal, ['check', 'state', 'detail'], rows.map((row) => [row.name, mark(row.ok), row.detail]));
    return rows.every((row) => row.ok) ? 0 : 1;
  }

  private async quote(stars: number) {
    try {
      const { cost } = await this.stars.quote(stars);
      return { cost, detail: cost.toString() };
    } catch (error) {
      return { cost: undefined, detail: error instanceof Error ? error.message : 'no answer' };
    }
  }
}
