import type { ShopPlans } from '#use-cases/catalog/shop-plans.js';
import type { CliCommand, Terminal } from '../../cli-command.js';
import { printPlans } from './print-plans.js';

/** `plan list`: shows every plan, hidden ones too. */
export class PlanListCommand implements CliCommand {
  constructor(private readonly plans: ShopPlans) {}

  async run(_args: readonly string[], terminal: Terminal): Promise<number> {
    printPlans(terminal, await this.plans.all());
    return 0;
  }
}
