import { type StarCharge, STARS_GATEWAY } from '#domain/payments/star-charge.js';
import type { UnitOfWork } from '../../ports/persistence/unit-of-work.js';
import type { StarChargeBook, StarInvoice } from '../../ports/providers/star-charge-book.js';
import type { Clock } from '../../ports/runtime/clock.js';
import type { ReconciliationQueries } from '../../queries/reconciliation-queries.js';
import type { ChargeRegister } from './charge-register.js';
import type { CollectStarCharges } from './collect-star-charges.js';

/** The gateway's memory over the shop's own rows. */
export class StoredStarCharges implements StarChargeBook {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly queries: ReconciliationQueries,
    private readonly register: ChargeRegister,
    private readonly collectStarCharges: CollectStarCharges,
    private readonly clock: Clock,
  ) {}

  find(paymentId: string): Promise<StarInvoice | undefined> {
    return this.unitOfWork.run(async (tx) => {
      const payment = await tx.payments.find(paymentId);
      if (payment?.gateway !== STARS_GATEWAY) return undefined;
      return { paymentId, asked: payment.amount, createdAt: payment.createdAt, charges: await tx.starCharges.of([paymentId]) };
    });
  }

  async openedSince(since: Date): Promise<readonly StarInvoice[]> {
    const payments = await this.queries.payments(STARS_GATEWAY, { since });
    const charges = await this.unitOfWork.run((tx) => tx.starCharges.of(payments.map(({ id }) => id)));
    const byPayment = new Map<string | undefined, StarCharge[]>(payments.map(({ id }) => [id, []]));
    for (const charge of charges) byPayment.get(charge.paymentId)?.push(charge);
    return payments.map(({ id, amount, createdAt }) => ({ paymentId: id, asked: amount, createdAt, charges: byPayment.get(id) ?? [] }));
  }

  unclaimedSince(since: Date): Promise<readonly StarCharge[]> {
    return this.unitOfWork.run((tx) => tx.starCharges.unclaimed(since));
  }

  collect(): Promise<void> {
    return this.collectStarCharges.execute();
  }

  async refunded(charges: readonly StarCharge[]): Promise<void> {
    const now = this.clock.now();
    await this.unitOfWork.run(async (tx) => {
      for (const charge of charges) await this.register.refunded(tx, { ...charge, at: now }, now);
    });
  }
}
