import type { Plan } from '#domain/vpn/plan.js';
import type { ShopPlans } from '#use-cases/catalog/shop-plans.js';
import type { CliCommand, Terminal } from '../../cli-command.js';
import { editPlan } from './edit-plan.js';

/** `plan hide` and `plan show`: takes a plan out of the window, or puts it there. What is paid already goes on. */
export class PlanStateCommand implements CliCommand {
  constructor(
    private readonly state: Plan['state'],
    private readonly plans: ShopPlans,
  ) {}

  async run([id]: readonly string[], terminal: Terminal): Promise<number> {
    if (id !== undefined) return editPlan(this.plans, id, (plan) => ({ ...plan, state: this.state }), terminal);
    terminal.write(this.state === 'hidden' ? 'plan hide <id>' : 'plan show <id>');
    return 1;
  }
}
