import type { UnitOfWork } from '../../ports/persistence/unit-of-work.js';
import type { Clock } from '../../ports/runtime/clock.js';
import type { ChargeRegister, StarNews } from './charge-register.js';

/** Takes in that Stars went back to their payer, also where the payment was never heard of. Repeatable. */
export class RecordStarRefund {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly register: ChargeRegister,
    private readonly clock: Clock,
  ) {}

  execute(news: StarNews): Promise<void> {
    return this.unitOfWork.run((tx) => this.register.refunded(tx, news, this.clock.now()));
  }
}
