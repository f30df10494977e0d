import { DomainError } from '#domain/shared/domain-error.js';
import type { Plan } from '#domain/vpn/plan.js';
import type { ShopPlans } from '#use-cases/catalog/shop-plans.js';
import type { Terminal } from '../../cli-command.js';
import { printPlans } from './print-plans.js';

/** Changes the stored plan and shows what it is now; answers the exit code, and says what the shop refuses. */
export async function editPlan(plans: ShopPlans, planId: string, edit: (plan: Plan) => Plan, terminal: Terminal): Promise<number> {
  try {
    await plans.change(planId, edit);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    terminal.write(`${error.message}.`);
    return 1;
  }
  const plan = await plans.find(planId);
  printPlans(terminal, plan ? [plan] : []);
  return 0;
}
