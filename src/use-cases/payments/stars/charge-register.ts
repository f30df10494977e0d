import { type StarCharge, STARS_GATEWAY } from '#domain/payments/star-charge.js';
import type { OperatorAlerts } from '../../operations/operator-alerts.js';
import type { Transaction } from '../../ports/persistence/unit-of-work.js';

/** What Telegram tells of a charge. */
export type StarNews = Omit<StarCharge, 'paymentId' | 'refundedAt'>;

const SHOWN_PAYLOAD = 64;

/** Writes what Telegram tells of Stars, and that their payment has to be settled, in the caller's transaction. */
export class ChargeRegister {
  constructor(private readonly alerts: OperatorAlerts) {}

  /** Keeps a charge, once. One that no payment waits for is put before the operators, unless nobody is to hear of it. */
  async paid(tx: Transaction, news: StarNews, now: Date, tellStrangers = true): Promise<void> {
    if (await tx.starCharges.find(news.id)) return;
    const paymentId = await this.keep(tx, news, undefined, now);
    const claimed = paymentId !== undefined && (await tx.payments.get(paymentId)).state !== 'refunded';
    if (!claimed && (paymentId !== undefined || tellStrangers)) await this.alert(tx, news, paymentId, now);
  }

  /** Marks a charge as given back, whoever gave it back, once; its payment may be heard of only now. */
  async refunded(tx: Transaction, news: StarNews, now: Date): Promise<void> {
    const known = await tx.starCharges.find(news.id);
    if (!known) {
      await this.keep(tx, news, news.at, now);
      return;
    }
    if (await tx.starCharges.saveRefund(news.id, news.at)) await this.settle(tx, known.paymentId, now);
  }

  /** Answers the payment it is for. */
  private async keep(tx: Transaction, news: StarNews, refundedAt: Date | undefined, now: Date): Promise<string | undefined> {
    const payment = await tx.payments.find(news.payload);
    const paymentId = payment?.gateway === STARS_GATEWAY ? payment.id : undefined;
    const outcome = await tx.starCharges.add({ ...news, paymentId, refundedAt });
    if (outcome === 'new') await this.settle(tx, paymentId, now);
    return paymentId;
  }

  /** The row is due at once, so that a lost job loses nothing. */
  private async settle(tx: Transaction, paymentId: string | undefined, now: Date): Promise<void> {
    if (paymentId === undefined) return;
    const payment = await tx.payments.lock(paymentId);
    await tx.payments.save(payment.askedAgain(now));
    await tx.jobs.enqueue({ name: 'settle-payment', paymentId });
  }

  private async alert(tx: Transaction, { id, payer, amount, payload }: StarNews, paymentId: string | undefined, now: Date): Promise<void> {
    const facts = { charge: id, payer: String(payer), amount: amount.toString(), payment: paymentId ?? payload.slice(0, SHOWN_PAYLOAD) };
    await this.alerts.raise(tx, 'star-charge-unclaimed', id, facts, now);
    await tx.jobs.enqueue({ name: 'deliver-notices' });
  }
}
