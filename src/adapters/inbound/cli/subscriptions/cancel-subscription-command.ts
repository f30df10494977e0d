import { DomainError } from '#domain/shared/domain-error.js';
import type { CancelSubscription } from '#use-cases/vpn/operator/cancel-subscription.js';
import type { CliCommand, Terminal } from '../cli-command.js';

const USAGE = 'subscription cancel <id> pro-rata|keep';

/** `subscription cancel`: ends a subscription for good, with the unused share of its price back on the balance, or without. */
export class CancelSubscriptionCommand implements CliCommand {
  constructor(private readonly cancelSubscription: CancelSubscription) {}

  async run([subscriptionId, policy]: readonly string[], terminal: Terminal): Promise<number> {
    if (subscriptionId === undefined || (policy !== 'pro-rata' && policy !== 'keep')) {
      terminal.write(USAGE);
      return 1;
    }
    try {
      const back = await this.cancelSubscription.execute({ subscriptionId, policy });
      terminal.write(`It is closed. Back on the balance: ${back.length === 0 ? 'nothing' : back.join(', ')}.`);
      return 0;
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      terminal.write(`Nothing was changed: ${error.message}.`);
      return 1;
    }
  }
}
