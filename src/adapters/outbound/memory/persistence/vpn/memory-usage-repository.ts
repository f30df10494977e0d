import type { UsageDay, UsageRepository } from '#use-cases/ports/persistence/vpn/usage-repository.js';
import type { MemoryState } from '../memory-state.js';

export class MemoryUsageRepository implements UsageRepository {
  constructor(private readonly state: MemoryState) {}

  async add(subscriptionId: string, day: string, bytes: bigint): Promise<void> {
    const name = `${subscriptionId} ${day}`;
    const before = this.state.usage.find(name)?.bytes ?? 0n;
    this.state.usage.put(name, { subscriptionId, day, bytes: before + bytes });
  }

  async since(subscriptionId: string, day: string): Promise<readonly UsageDay[]> {
    const days = this.state.usage.where((row) => row.subscriptionId === subscriptionId && row.day >= day);
    return days.map((row) => ({ day: row.day, bytes: row.bytes })).sort((left, right) => (left.day < right.day ? -1 : 1));
  }

  async removeBefore(day: string): Promise<void> {
    for (const row of this.state.usage.where((each) => each.day < day)) this.state.usage.remove(`${row.subscriptionId} ${row.day}`);
  }
}
