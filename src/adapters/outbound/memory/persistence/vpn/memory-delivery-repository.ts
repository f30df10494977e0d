import type { DeliveryRepository, OwedDelivery } from '#use-cases/ports/persistence/vpn/delivery-repository.js';
import { earliest, refuseIf } from '../integrity.js';
import type { MemoryState } from '../memory-state.js';

export class MemoryDeliveryRepository implements DeliveryRepository {
  constructor(private readonly state: MemoryState) {}

  async add(delivery: OwedDelivery): Promise<void> {
    refuseIf(this.state.deliveries.find(delivery.orderId) !== undefined, `order ${delivery.orderId} is owed already`);
    refuseIf(!this.state.grants.find(delivery.grantRef), 'what is owed was granted');
    this.state.deliveries.put(delivery.orderId, { delivery, outcome: undefined });
  }

  async owedFor(subscriptionId: string): Promise<readonly OwedDelivery[]> {
    const owed = this.state.deliveries.where(({ delivery, outcome }) => delivery.subscriptionId === subscriptionId && outcome === undefined);
    return owed.map(({ delivery }) => delivery).sort((left, right) => left.version - right.version);
  }

  async lock(orderId: string): Promise<OwedDelivery | undefined> {
    const row = this.state.deliveries.find(orderId);
    return row?.outcome === undefined ? row?.delivery : undefined;
  }

  async settle(orderId: string, outcome: 'delivered' | 'refunded'): Promise<void> {
    const row = this.state.deliveries.find(orderId);
    refuseIf(row === undefined || row.outcome !== undefined, `order ${orderId} is not owed`);
    if (row) this.state.deliveries.put(orderId, { ...row, outcome });
  }

  async overdue(now: Date, limit: number): Promise<readonly string[]> {
    const overdue = this.state.deliveries.where(({ delivery, outcome }) => outcome === undefined && delivery.deadline <= now);
    return earliest(overdue, ({ delivery }) => delivery.deadline)
      .slice(0, limit)
      .map(({ delivery }) => delivery.orderId);
  }
}
