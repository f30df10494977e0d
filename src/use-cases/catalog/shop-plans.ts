import { Money, type MoneyJson } from '#domain/shared/money.js';
import { checkPlan, type Plan, PlanNotFound } from '#domain/vpn/plan.js';
import type { UnitOfWork } from '../ports/persistence/unit-of-work.js';
import type { Cache } from '../ports/runtime/cache.js';

/** A plan as the cache keeps it: JSON knows no bigint. */
type PlanJson = Omit<Plan, 'prices' | 'allowance'> & {
  readonly prices: readonly MoneyJson[];
  readonly allowance: Omit<Plan['allowance'], 'traffic'> & { readonly traffic: string | null };
};

const CACHE_KEY = 'plans';
const SEEDED_KEY = 'plans:seeded';
const AN_HOUR_IN_SECONDS = 3600;

/** What the shop sells time on a VPN by. */
export class ShopPlans {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly cache: Cache,
    private readonly shipped: readonly Plan[],
    private readonly cacheSeconds = AN_HOUR_IN_SECONDS,
  ) {}

  /** In their order, hidden ones too. May be as old as the cache. */
  async all(): Promise<readonly Plan[]> {
    const cached = await this.cache.get(CACHE_KEY);
    if (cached !== undefined) return (JSON.parse(cached) as readonly PlanJson[]).map(planFrom);
    const plans = await this.unitOfWork.run((tx) => tx.plans.all());
    await this.cache.set(CACHE_KEY, JSON.stringify(plans.map(jsonOf)), this.cacheSeconds);
    return plans;
  }

  /** Those that can be bought: shown, and with a price. */
  async active(): Promise<readonly Plan[]> {
    const plans = await this.all();
    return plans.filter(({ state, prices }) => state === 'active' && prices.length > 0);
  }

  async find(planId: string): Promise<Plan | undefined> {
    const plans = await this.all();
    return plans.find(({ id }) => id === planId);
  }

  /** Adds it, or replaces what has its id. Throws `PlanRefused`. */
  async save(plan: Plan): Promise<void> {
    await this.unitOfWork.run((tx) => tx.plans.save(checkPlan(plan)));
    await this.cache.remove(CACHE_KEY);
  }

  /** Changes a plan as it is stored now. Throws `PlanNotFound`, `PlanRefused`. */
  async change(planId: string, edit: (plan: Plan) => Plan): Promise<void> {
    await this.unitOfWork.run(async (tx) => {
      const plan = await tx.plans.find(planId);
      if (!plan) throw new PlanNotFound(planId);
      await tx.plans.save(checkPlan(edit(plan)));
    });
    await this.cache.remove(CACHE_KEY);
  }

  /** Puts the shipped plans into a shop that never had any. Once for a shop: what an operator does afterwards stays. Repeatable. */
  async seed(): Promise<void> {
    await this.unitOfWork.run(async (tx) => {
      if ((await tx.settings.lock(SEEDED_KEY)) !== undefined) return;
      const present = await tx.plans.all();
      if (present.length === 0) for (const plan of this.shipped) await tx.plans.save(plan);
      await tx.settings.save(SEEDED_KEY, true);
    });
    await this.cache.remove(CACHE_KEY);
  }
}

function jsonOf(plan: Plan): PlanJson {
  const { allowance, prices } = plan;
  return { ...plan, prices: prices.map((price) => price.toJSON()), allowance: { ...allowance, traffic: allowance.traffic?.toString() ?? null } };
}

function planFrom(json: PlanJson): Plan {
  const { traffic, devices, ...allowance } = json.allowance;
  const prices = json.prices.map((price) => Money.fromJson(price));
  return { ...json, prices, allowance: { ...allowance, devices, traffic: traffic === null ? undefined : BigInt(traffic) } };
}
