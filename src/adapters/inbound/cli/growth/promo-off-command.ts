import { DomainError } from '#domain/shared/domain-error.js';
import type { PromoCatalog } from '#use-cases/growth/promo-catalog.js';
import type { CliCommand, Terminal } from '../cli-command.js';

/** `promo off`: nobody can use a code any more. */
export class PromoOffCommand implements CliCommand {
  constructor(private readonly promos: PromoCatalog) {}

  async run([code = '']: readonly string[], terminal: Terminal): Promise<number> {
    try {
      terminal.write(`${(await this.promos.stop(code)).code} is off.`);
      return 0;
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      terminal.write(`${error.message}. promo off <code>`);
      return 1;
    }
  }
}
