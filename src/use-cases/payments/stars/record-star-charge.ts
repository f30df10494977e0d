import type { UnitOfWork } from '../../ports/persistence/unit-of-work.js';
import type { Clock } from '../../ports/runtime/clock.js';
import type { ChargeRegister, StarNews } from './charge-register.js';

/**
 * Takes in that somebody has paid with Telegram Stars: the charge is kept once under Telegram's id, and its payment is settled by it.
 * Repeatable. Once it resolves the news may be acknowledged; when it throws, nothing was kept.
 */
export class RecordStarCharge {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly register: ChargeRegister,
    private readonly clock: Clock,
  ) {}

  execute(news: StarNews): Promise<void> {
    return this.unitOfWork.run((tx) => this.register.paid(tx, news, this.clock.now()));
  }
}
