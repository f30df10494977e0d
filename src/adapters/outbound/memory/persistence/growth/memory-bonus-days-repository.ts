import type { UserId } from '#domain/customers/customer.js';
import type { Bonus } from '#domain/growth/bonus-days.js';
import type { BonusDaysRepository } from '#use-cases/ports/persistence/growth/bonus-days-repository.js';
import { earliest, refuseIf, requireUser } from '../integrity.js';
import type { MemoryState } from '../memory-state.js';

export class MemoryBonusDaysRepository implements BonusDaysRepository {
  constructor(private readonly state: MemoryState) {}

  async add(bonus: Bonus): Promise<boolean> {
    if (this.state.bonuses.find(bonus.ref)) return false;
    requireUser(this.state, bonus.userId);
    refuseIf(bonus.days <= 0, 'a bonus is of days');
    this.state.bonuses.put(bonus.ref, bonus);
    return true;
  }

  async lock(ref: string): Promise<Bonus | undefined> {
    return this.state.bonuses.find(ref);
  }

  async lockWaiting(userId: UserId): Promise<readonly Bonus[]> {
    const waiting = this.state.bonuses.where((bonus) => bonus.userId === userId && bonus.state === 'waiting');
    return earliest(waiting, ({ createdAt }) => createdAt);
  }

  async save(bonus: Bonus): Promise<void> {
    const before = this.state.bonuses.find(bonus.ref);
    refuseIf(before === undefined || before.state === 'reversed', `bonus ${bonus.ref} is not there or was reversed`);
    if (before) this.state.bonuses.put(bonus.ref, { ...before, state: bonus.state });
  }

  async waiting(userId: UserId): Promise<number> {
    return (await this.lockWaiting(userId)).reduce((sum, { days }) => sum + days, 0);
  }
}
