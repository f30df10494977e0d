import type { RenewalPeriod, RenewalRepository } from '#use-cases/ports/persistence/vpn/renewal-repository.js';
import { refuseIf } from '../integrity.js';
import type { MemoryState } from '../memory-state.js';

const nameOf = ({ subscriptionId, periodEnd }: RenewalPeriod): string => `${subscriptionId} ${periodEnd.getTime()}`;

export class MemoryRenewalRepository implements RenewalRepository {
  constructor(private readonly state: MemoryState) {}

  async add(period: RenewalPeriod, orderId: string): Promise<boolean> {
    if (this.state.renewals.find(nameOf(period)) !== undefined) return false;
    refuseIf(!this.state.orders.find(orderId), 'a period is carried over by an order');
    this.state.renewals.put(nameOf(period), orderId);
    return true;
  }

  async find(period: RenewalPeriod): Promise<string | undefined> {
    return this.state.renewals.find(nameOf(period));
  }
}
