import type { PromoCatalog } from '#use-cases/growth/promo-catalog.js';
import type { CliCommand, Terminal } from '../cli-command.js';
import { promoInWords } from './promo-in-words.js';

/** `promo list`: every code with how often it was used. */
export class PromoListCommand implements CliCommand {
  constructor(private readonly promos: PromoCatalog) {}

  async run(_args: readonly string[], terminal: Terminal): Promise<number> {
    const all = await this.promos.all();
    if (all.length === 0) terminal.write('There are no promo codes.');
    for (const { promo, uses } of all) terminal.write(`${promoInWords(promo)} (used ${uses} times)`);
    return 0;
  }
}
