import type { StarCharge } from '#domain/payments/star-charge.js';
import { Money } from '#domain/shared/money.js';
import type { CheckoutApproval, StarChargeRepository } from '#use-cases/ports/persistence/money/star-charge-repository.js';
import type { DatabaseSession } from '../../driver/database-session.js';
import { isUuid } from '../../driver/uuid-text.js';

interface Row {
  readonly charge_id: string;
  readonly payload: string;
  readonly payment_id: string | null;
  /** Wide numbers come as text. */
  readonly payer: string;
  readonly amount: string;
  readonly at: Date;
  readonly refunded_at: Date | null;
}

const COLUMNS = 'charge_id, payload, payment_id, payer::text, amount::text, at, refunded_at';

export class PostgresStarChargeRepository implements StarChargeRepository {
  constructor(private readonly session: DatabaseSession) {}

  async add({ id, payload, paymentId, payer, amount, at, refundedAt }: StarCharge): Promise<'new' | 'known'> {
    const written = await this.session.change(
      `INSERT INTO star_charges (charge_id, payload, payment_id, payer, amount, at, refunded_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
      ON CONFLICT (charge_id) DO NOTHING`,
      [id, payload, paymentId ?? null, payer, amount.minor, at, refundedAt ?? null],
    );
    return written === 1 ? 'new' : 'known';
  }

  async find(chargeId: string): Promise<StarCharge | undefined> {
    const [charge] = await this.charges('charge_id = $1', [chargeId]);
    return charge;
  }

  async saveRefund(chargeId: string, at: Date): Promise<boolean> {
    return (await this.session.change('UPDATE star_charges SET refunded_at = $2 WHERE charge_id = $1 AND refunded_at IS NULL', [chargeId, at])) === 1;
  }

  of(paymentIds: readonly string[]): Promise<readonly StarCharge[]> {
    return this.charges('payment_id = ANY($1::uuid[])', [paymentIds.filter(isUuid)]);
  }

  unclaimed(since: Date): Promise<readonly StarCharge[]> {
    return this.charges('payment_id IS NULL AND at >= $1', [since]);
  }

  /** One statement, so that of two questions at once the second sees the first one's answer. */
  async approve({ paymentId, queryId, until }: CheckoutApproval, now: Date): Promise<boolean> {
    const written = await this.session.change(
      `INSERT INTO star_approvals (payment_id, query_id, until) VALUES ($1, $2, $3)
      ON CONFLICT (payment_id) DO UPDATE SET query_id = excluded.query_id, until = excluded.until
        WHERE star_approvals.until <= $4 OR star_approvals.query_id = excluded.query_id`,
      [paymentId, queryId, until, now],
    );
    return written === 1;
  }

  private async charges(condition: string, bindings: readonly unknown[]): Promise<readonly StarCharge[]> {
    const rows = await this.session.rows<Row>(`SELECT ${COLUMNS} FROM star_charges WHERE ${condition} ORDER BY at, charge_id`, bindings);
    return rows.map(toCharge);
  }
}

function toCharge(row: Row): StarCharge {
  return {
    id: row.charge_id,
    payload: row.payload,
    paymentId: row.payment_id ?? undefined,
    payer: Number(row.payer),
    amount: Money.of(BigInt(row.amount), 'XTR'),
    at: row.at,
    refundedAt: row.refunded_at ?? undefined,
  };
}
