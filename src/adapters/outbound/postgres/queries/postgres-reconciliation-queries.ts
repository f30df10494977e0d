import type { Knex } from 'knex';
import type { OrderState } from '#domain/orders/order-states.js';
import type { PaymentState } from '#domain/payments/payment-states.js';
import type { Currency } from '#domain/shared/currency.js';
import { Money } from '#domain/shared/money.js';
import type { AttemptState } from '#use-cases/ports/persistence/star-attempt-repository.js';
import type { BookedAttempt, BookedOrder, BookedPayment, ReconciliationQueries } from '#use-cases/queries/reconciliation-queries.js';
import type { Database } from '../connection.js';

interface PaymentRow {
  readonly id: string;
  readonly gateway: string;
  readonly invoice_id: string | null;
  readonly state: PaymentState;
  readonly amount: string;
  readonly currency: Currency;
  readonly credited: string;
  readonly posted: string;
  readonly created_at: Date;
}

interface AttemptRow {
  readonly id: string;
  readonly order_id: string;
  readonly lane: string;
  readonly fingerprint: string;
  readonly cost: string;
  readonly currency: Currency;
  readonly data: Readonly<Record<string, unknown>>;
  readonly state: AttemptState;
  readonly fee: string;
  readonly created_at: Date;
  readonly decided_at: Date | null;
}

interface OrderRow {
  readonly id: string;
  readonly state: OrderState;
  readonly price: string;
  readonly currency: Currency;
  readonly held: boolean;
  readonly ended: boolean;
  readonly waiting_since: Date;
}

// The first credit of a charge bears its name alone, each later one the new total behind it.
const CREDITS = `credits AS (
    SELECT charge, sum(amount) AS total FROM (
      SELECT ref AS charge, amount FROM ledger_transfers WHERE kind = 'topup'
      UNION ALL SELECT regexp_replace(ref, ':[0-9]+$', ''), amount FROM ledger_transfers WHERE kind = 'topup' AND ref ~ ':[0-9]+$'
    ) named GROUP BY charge
  )`;

/** Reads the shop's side of a reconciliation, each part in one statement. */
export class PostgresReconciliationQueries implements ReconciliationQueries {
  constructor(private readonly database: Database) {}

  async payments(gateway: string, which: { readonly since: Date } | { readonly ids: readonly string[] }): Promise<readonly BookedPayment[]> {
    const [condition, value] = 'since' in which ? ['created_at >= ?', which.since] : ['id = ANY (?::uuid[])', [...which.ids]];
    const rows = await this.rows<PaymentRow>(
      `WITH ${CREDITS}
      SELECT id, gateway, invoice_id, state, amount, currency, credited, coalesce(total, 0)::text AS posted, created_at
      FROM payments LEFT JOIN credits ON charge = 'topup:' || gateway || ':' || coalesce(invoice_id, id::text)
      WHERE gateway = ? AND ${condition}`,
      [gateway, value],
    );
    return rows.map((row) => ({
      id: row.id,
      gateway: row.gateway,
      invoiceId: row.invoice_id ?? undefined,
      state: row.state,
      amount: Money.of(BigInt(row.amount), row.currency),
      credited: Money.of(BigInt(row.credited), row.currency),
      posted: Money.of(BigInt(row.posted), row.currency),
      createdAt: row.created_at,
    }));
  }

  async attempts(since: Date): Promise<readonly BookedAttempt[]> {
    const rows = await this.rows<AttemptRow>(
      `SELECT attempts.id, order_id, lane, fingerprint, cost, attempts.currency, data, state, coalesce(fees.amount, 0)::text AS fee,
        attempts.created_at, decided_at
      FROM star_attempts attempts LEFT JOIN ledger_transfers fees ON fees.ref = 'chain-fee:' || attempts.id
      WHERE attempts.created_at >= ?`,
      [since],
    );
    return rows.map(({ id, lane, fingerprint, data, currency, ...row }) => ({
      attempt: { id, lane, fingerprint, data, cost: Money.of(BigInt(row.cost), currency) },
      orderId: row.order_id,
      state: row.state,
      fee: Money.of(BigInt(row.fee), currency),
      createdAt: row.created_at,
      decidedAt: row.decided_at ?? undefined,
    }));
  }

  async orders(since: Date): Promise<readonly BookedOrder[]> {
    const rows = await this.rows<OrderRow>(
      `SELECT orders.id, orders.state, price, orders.currency, held.id IS NOT NULL AS held,
        (captured.id IS NOT NULL OR released.id IS NOT NULL) AS ended, coalesce(work.created_at, orders.created_at) AS waiting_since
      FROM orders
      LEFT JOIN star_fulfilments work ON work.order_id = orders.id
      LEFT JOIN ledger_transfers held ON held.ref = 'hold:' || orders.id
      LEFT JOIN ledger_transfers captured ON captured.ref = 'capture:' || orders.id
      LEFT JOIN ledger_transfers released ON released.ref = 'release:' || orders.id
      WHERE orders.state NOT IN ('draft', 'awaiting_payment') AND (orders.created_at >= ? OR orders.state IN ('paid', 'fulfilling', 'unknown'))`,
      [since],
    );
    return rows.map(({ id, state, held, ended, ...row }) => {
      return { id, state, held, ended, price: Money.of(BigInt(row.price), row.currency), waitingSince: row.waiting_since };
    });
  }

  async arrivals(gateway: string, since: Date): Promise<{ readonly credits: number; readonly webhooks: boolean }> {
    const [row] = await this.rows<{ credits: string; webhooks: boolean }>(
      `SELECT
        (SELECT count(*) FROM ledger_transfers WHERE kind = 'topup' AND created_at >= :since AND starts_with(ref, 'topup:' || :gateway || ':')) AS credits,
        EXISTS (SELECT FROM inbox WHERE source = :gateway AND state = 'processed' AND received_at >= :since)
          OR EXISTS (SELECT FROM inbox WHERE source = :gateway AND state <> 'processed' AND received_at >= :since) AS webhooks`,
      { gateway, since },
    );
    return { credits: Number(row?.credits ?? 0), webhooks: row?.webhooks ?? false };
  }

  private async rows<Row>(sql: string, bindings: Knex.RawBinding[] | Knex.ValueDict): Promise<readonly Row[]> {
    const { rows } = await this.database.knex.raw<{ rows: Row[] }>(sql, bindings);
    return rows;
  }
}
