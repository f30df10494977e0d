import { DomainError } from '#domain/shared/domain-error.js';
import type { GiveDays } from '#use-cases/vpn/operator/give-days.js';
import type { CliCommand, Terminal } from '../cli-command.js';

const USAGE = 'subscription gift <id> <days, 1 to 366> <reason>';
const MOST_DAYS = 366;

/** `subscription gift`: adds days to a subscription, once for each reason. */
export class GiveDaysCommand implements CliCommand {
  constructor(private readonly giveDays: GiveDays) {}

  async run([subscriptionId, count = '', ...words]: readonly string[], terminal: Terminal): Promise<number> {
    const days = /^\d{1,3}$/.test(count) ? Number(count) : 0;
    const reason = words.join(' ');
    if (subscriptionId === undefined || days < 1 || days > MOST_DAYS || reason === '') {
      terminal.write(USAGE);
      return 1;
    }
    try {
      const given = await this.giveDays.execute({ subscriptionId, days, reason });
      terminal.write(given ? `It ends at ${given.expiresAt.toISOString()} now.` : 'Days were given for this reason before; nothing was changed.');
      return 0;
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      terminal.write(`Nothing was changed: ${error.message}.`);
      return 1;
    }
  }
}
