import type { UserId } from '#domain/customers/customer.js';
import type { PromoCode } from '#domain/growth/promo-code.js';
import type { UnitOfWork } from '../ports/persistence/unit-of-work.js';
import type { Clock } from '../ports/runtime/clock.js';
import type { PromoBook, RedeemedDays } from './promo-book.js';

export type RedeemedPromo = RedeemedDays | { readonly outcome: 'kept'; readonly promo: PromoCode };

/** Gives the days of a code, once a person; a discount is remembered for the person's next purchase. */
export class RedeemPromo {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly promos: PromoBook,
    private readonly clock: Clock,
  ) {}

  /** Throws `NoSuchPromo`, `PromoRefused`. */
  execute(command: { readonly userId: UserId; readonly code: string }): Promise<RedeemedPromo> {
    const { userId } = command;
    const now = this.clock.now();
    return this.unitOfWork.run(async (tx) => {
      const promo = await this.promos.require(tx, command.code, userId, now);
      if (promo.benefit.kind === 'days') return this.promos.redeem(tx, promo, promo.benefit, userId, now);
      await tx.promos.keep(userId, promo.code, now);
      return { outcome: 'kept', promo };
    });
  }
}
