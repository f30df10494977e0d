import { type StarCharge, STARS_GATEWAY } from '#domain/payments/star-charge.js';
import type { RefundRequest } from '#use-cases/ports/providers/payment-gateway.js';
import { ProviderError } from '#use-cases/ports/providers/provider-error.js';
import type { StarChargeBook } from '#use-cases/ports/providers/star-charge-book.js';
import { type StarsApi, StarsRefusal } from './api.js';
import { sumOf } from './snapshot.js';
import { doneSchema } from './wire.js';

/** Gives Stars back, charge by charge: Telegram takes a charge whole and once, so that asking again is safe. */
export class StarRefunds {
  constructor(
    private readonly api: StarsApi,
    private readonly book: StarChargeBook,
  ) {}

  /** Returns all that a payment brought and that is not back yet. What went back is remembered even where the rest fails. */
  async send(charges: readonly StarCharge[], { amount }: Pick<RefundRequest, 'amount'>): Promise<{ readonly state: 'done' }> {
    const due = charges.filter(({ refundedAt }) => refundedAt === undefined);
    // A refund that broke off half way is asked for with its whole amount again.
    const isWhole = [charges, due].some((part) => sumOf(part).equals(amount));
    if (!isWhole) throw new ProviderError(STARS_GATEWAY, 'rejected', 'the payment did not bring this amount');
    const returned: StarCharge[] = [];
    try {
      for (const charge of due) {
        await this.giveBack(charge);
        returned.push(charge);
      }
    } catch (error) {
      if (!(error instanceof ProviderError) || returned.length === 0) throw error;
      throw new ProviderError(STARS_GATEWAY, 'unknown_outcome', `only ${returned.length} of ${due.length} charges went back: ${error.message}`);
    } finally {
      if (returned.length > 0) await this.book.refunded(returned);
    }
    return { state: 'done' };
  }

  private async giveBack({ id, payer }: StarCharge): Promise<void> {
    const parameters = { user_id: payer, telegram_payment_charge_id: id };
    try {
      await this.api.call({ step: 'refund', method: 'refundStarPayment', parameters, answer: doneSchema, effect: 'write' });
    } catch (error) {
      if (!(error instanceof StarsRefusal) || error.word !== 'CHARGE_ALREADY_REFUNDED') throw error;
    }
  }
}
