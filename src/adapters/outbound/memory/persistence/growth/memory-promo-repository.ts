import type { UserId } from '#domain/customers/customer.js';
import { checkPromo, type PromoCode, type PromoUsage, type PromoUse } from '#domain/growth/promo-code.js';
import type { PromoRepository } from '#use-cases/ports/persistence/growth/promo-repository.js';
import { earliest, refuseIf, requireUser } from '../integrity.js';
import type { MemoryState } from '../memory-state.js';

export class MemoryPromoRepository implements PromoRepository {
  constructor(private readonly state: MemoryState) {}

  async add(promo: PromoCode): Promise<boolean> {
    checkPromo(promo);
    if (this.state.promos.find(promo.code)) return false;
    this.state.promos.put(promo.code, promo);
    return true;
  }

  async find(code: string): Promise<PromoCode | undefined> {
    return this.state.promos.find(code);
  }

  lock(code: string): Promise<PromoCode | undefined> {
    return this.find(code);
  }

  async all(): Promise<readonly { readonly promo: PromoCode; readonly uses: number }[]> {
    const newest = [...earliest(this.state.promos.all(), ({ createdAt }) => createdAt)].reverse();
    return newest.map((promo) => ({ promo, uses: this.state.promoUses.where(({ code }) => code === promo.code).length }));
  }

  async save({ code, active }: PromoCode): Promise<void> {
    const before = this.state.promos.find(code);
    refuseIf(!before, `there is no code ${code}`);
    if (before) this.state.promos.put(code, { ...before, active });
  }

  async usage(code: string, userId: UserId): Promise<PromoUsage> {
    const uses = this.state.promoUses.where((use) => use.code === code);
    return { total: uses.length, own: uses.filter((use) => use.userId === userId).length };
  }

  async addUse(use: PromoUse): Promise<boolean> {
    if (this.state.usedPromoRefs.find(use.ref)) return false;
    requireUser(this.state, use.userId);
    refuseIf(!this.state.promos.find(use.code), 'what is used is a code');
    this.state.usedPromoRefs.put(use.ref, use.ref);
    this.state.promoUses.put(use.ref, use);
    return true;
  }

  async giveBack(ref: string): Promise<void> {
    this.state.promoUses.remove(ref);
  }

  async keep(userId: UserId, code: string): Promise<void> {
    requireUser(this.state, userId);
    refuseIf(!this.state.promos.find(code), 'what is remembered is a code');
    this.state.keptPromos.put(userId, code);
  }

  async kept(userId: UserId): Promise<string | undefined> {
    return this.state.keptPromos.find(userId);
  }

  async forgetKept(userId: UserId): Promise<void> {
    this.state.keptPromos.remove(userId);
  }
}
