import { isCurrency } from '#domain/shared/currency.js';
import { Money } from '#domain/shared/money.js';
import type { Plan } from '#domain/vpn/plan.js';
import type { ShopPlans } from '#use-cases/catalog/shop-plans.js';
import type { CliCommand, Terminal } from '../../cli-command.js';
import { editPlan } from './edit-plan.js';

const USAGE = 'plan price <id> <currency> <amount|none>';

/** `plan price`: sets what a plan costs in a currency, or takes that price away. What was offered before keeps its price. */
export class PlanPriceCommand implements CliCommand {
  constructor(private readonly plans: ShopPlans) {}

  async run([id, currency = '', amount]: readonly string[], terminal: Terminal): Promise<number> {
    if (id === undefined || amount === undefined || !isCurrency(currency)) {
      terminal.write(USAGE);
      return 1;
    }
    const edit = (plan: Plan): Plan => {
      const price = amount === 'none' ? undefined : Money.parse(amount, currency);
      const known = plan.prices.some((each) => each.currency === currency);
      const kept = plan.prices.flatMap((each) => (each.currency === currency ? (price ?? []) : each));
      return { ...plan, prices: price && !known ? [...kept, price] : kept };
    };
    return editPlan(this.plans, id, edit, terminal);
  }
}
