import { DomainError } from '#domain/shared/domain-error.js';
import type { Allowance } from '#domain/vpn/plan.js';
import type { ShopPlans } from '#use-cases/catalog/shop-plans.js';
import type { CliCommand, Terminal } from '../../cli-command.js';
import { printPlans } from './print-plans.js';

const USAGE = 'plan add <id> <days> <title-ru> <title-en>';
const UNLIMITED: Allowance = { traffic: undefined, trafficPeriod: 'none', devices: undefined, panels: [], spans: false };

/** `plan add`: makes a plan without limits and without a price, which nobody can buy until it has one. */
export class PlanAddCommand implements CliCommand {
  constructor(private readonly plans: ShopPlans) {}

  async run([id, days, ru, en]: readonly string[], terminal: Terminal): Promise<number> {
    if (id === undefined || days === undefined || ru === undefined || en === undefined) {
      terminal.write(USAGE);
      return 1;
    }
    const present = await this.plans.all();
    if (present.some((plan) => plan.id === id)) {
      terminal.write(`There is a plan ${id} already.`);
      return 1;
    }
    const position = Math.max(-1, ...present.map((plan) => plan.position)) + 1;
    try {
      await this.plans.save({ id, days: Number(days), titles: { ru, en }, allowance: UNLIMITED, prices: [], state: 'active', position });
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      terminal.write(`${error.message}. ${USAGE}`);
      return 1;
    }
    printPlans(terminal, await this.plans.all());
    return 0;
  }
}
