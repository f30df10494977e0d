import type { Allowance, Plan, TrafficPeriod } from '#domain/vpn/plan.js';
import type { ShopPlans } from '#use-cases/catalog/shop-plans.js';
import type { CliCommand, Terminal } from '../../cli-command.js';
import { editPlan } from './edit-plan.js';

const USAGE = 'plan limits <id> [traffic=<GB|none>] [period=<none|day|week|month>] [devices=<n|none>] [panels=<a,b|any>] [spans=<yes|no>]';
const GIGABYTE = 1_073_741_824n;
const PERIODS: readonly TrafficPeriod[] = ['none', 'day', 'week', 'month'];

type Change = Partial<Allowance>;

/** What each word may say; undefined for what it may not. */
const READ: Readonly<Record<string, (value: string) => Change | undefined>> = {
  traffic: (value) => (value === 'none' ? { traffic: undefined } : whole(value) === undefined ? undefined : { traffic: BigInt(value) * GIGABYTE }),
  period: (value) => changeOf('trafficPeriod', PERIODS.find((period) => period === value)),
  devices: (value) => (value === 'none' ? { devices: undefined } : changeOf('devices', whole(value))),
  panels: (value) => (value === 'any' ? { panels: [] } : value.split(',').every((id) => /^[a-z0-9-]{1,16}$/.test(id)) ? { panels: value.split(',') } : undefined),
  spans: (value) => changeOf('spans', value === 'yes' ? true : value === 'no' ? false : undefined),
};

/** `plan limits`: changes what a plan allows, for who buys it from now on. */
export class PlanLimitsCommand implements CliCommand {
  constructor(private readonly plans: ShopPlans) {}

  async run([id, ...words]: readonly string[], terminal: Terminal): Promise<number> {
    const changes = words.map(changeFrom);
    if (id === undefined || words.length === 0 || changes.includes(undefined)) {
      terminal.write(USAGE);
      return 1;
    }
    const edit = (plan: Plan): Plan => ({ ...plan, allowance: changes.reduce<Allowance>((allowance, change) => ({ ...allowance, ...change }), plan.allowance) });
    return editPlan(this.plans, id, edit, terminal);
  }
}

function changeFrom(word: string): Change | undefined {
  const [name = '', value = ''] = word.split('=');
  const read = Object.hasOwn(READ, name) ? READ[name] : undefined;
  return read?.(value);
}

function changeOf<Name extends keyof Allowance>(name: Name, value: Allowance[Name] | undefined): Change | undefined {
  return value === undefined ? undefined : { [name]: value };
}

function whole(text: string): number | undefined {
  return /^[1-9]\d{0,6}$/.test(text) ? Number(text) : undefined;
}
