import { checkPromo, InvalidPromo, NoSuchPromo, type PromoCode, readPromoCode } from '#domain/growth/promo-code.js';
import type { UnitOfWork } from '../ports/persistence/unit-of-work.js';
import type { Clock } from '../ports/runtime/clock.js';

/** The promo codes of the shop, as operators keep them. */
export class PromoCatalog {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** Throws `InvalidPromo`, also for a code that there is, and for plans that there are not. */
  async add(input: Omit<PromoCode, 'active' | 'createdAt'>): Promise<PromoCode> {
    const promo = checkPromo({ ...input, code: input.code.trim().toUpperCase(), active: true, createdAt: this.clock.now() });
    await this.unitOfWork.run(async (tx) => {
      for (const planId of promo.plans) if (!(await tx.plans.find(planId))) throw new InvalidPromo(`there is no plan ${planId}`);
      if (!(await tx.promos.add(promo))) throw new InvalidPromo(`there is a code ${promo.code} already`);
    });
    return promo;
  }

  all(): Promise<readonly { readonly promo: PromoCode; readonly uses: number }[]> {
    return this.unitOfWork.run((tx) => tx.promos.all());
  }

  /** Nobody can use it from now on; what was confirmed with it stays as it is. Repeatable. Throws `NoSuchPromo`. */
  async stop(text: string): Promise<PromoCode> {
    const code = readPromoCode(text);
    return this.unitOfWork.run(async (tx) => {
      const promo = await tx.promos.lock(code);
      if (!promo) throw new NoSuchPromo();
      const off = { ...promo, active: false };
      await tx.promos.save(off);
      return off;
    });
  }
}
