import type { UnitOfWork } from '../../ports/persistence/unit-of-work.js';
import type { Clock } from '../../ports/runtime/clock.js';
import type { SubscriptionDeliveries } from '../subscription-deliveries.js';

/** Gives back the money of an order whose panel could not be told in time, and the time that was granted for it. Repeatable. */
export class GiveBackOverdue {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly deliveries: SubscriptionDeliveries,
    private readonly clock: Clock,
  ) {}

  execute(command: { readonly orderId: string }): Promise<void> {
    return this.unitOfWork.run((tx) => this.deliveries.giveBack(tx, command.orderId, 'panel-unavailable', this.clock.now()));
  }
}
