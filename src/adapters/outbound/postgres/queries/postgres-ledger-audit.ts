import { isCurrency } from '#domain/shared/currency.js';
import { Money } from '#domain/shared/money.js';
import type { AuditCheck, LedgerAudit, LedgerOverview } from '#use-cases/queries/ledger-audit.js';
import type { Database } from '../connection.js';
import type { Invariant } from './audit/invariant.js';
import { MONEY_INVARIANTS } from './audit/money-invariants.js';
import { SHOP_INVARIANTS } from './audit/shop-invariants.js';
import { VPN_INVARIANTS } from './audit/vpn-invariants.js';
import { WORK_INVARIANTS } from './audit/work-invariants.js';

const INVARIANTS = [...MONEY_INVARIANTS, ...SHOP_INVARIANTS, ...WORK_INVARIANTS, ...VPN_INVARIANTS];
const MOST_VIOLATIONS = 20;

interface Finding {
  readonly counted: string;
  readonly violations: readonly Readonly<Record<string, unknown>>[];
}

interface TransferRow {
  readonly ref: string;
  readonly kind: string;
  readonly from_name: string;
  readonly to_name: string;
  readonly amount: string;
  readonly currency: string;
  readonly created_at: Date;
}

/** Each check is one statement, hence one snapshot: it may run beside the shop without seeing half a transaction. */
export class PostgresLedgerAudit implements LedgerAudit {
  constructor(private readonly database: Database) {}

  async verify(): Promise<readonly AuditCheck[]> {
    const checks: AuditCheck[] = [];
    for (const invariant of INVARIANTS) checks.push(await this.check(invariant));
    return checks;
  }

  async overview(limit: number): Promise<LedgerOverview> {
    const accounts = await this.database.knex.raw<{ rows: { kind: string; user_id: string | null; currency: string; balance: string }[] }>(
      `SELECT account.kind, account.user_id, account.currency, sum(entry.amount)::text AS balance
      FROM ledger_accounts account JOIN ledger_entries entry ON entry.account_id = account.id
      GROUP BY account.id HAVING sum(entry.amount) <> 0 ORDER BY account.kind, account.user_id, account.currency`,
    );
    const transfers = await this.database.knex.raw<{ rows: TransferRow[] }>(
      `SELECT ref, transfer.kind, concat_ws(':', origin.kind, origin.user_id) AS from_name, concat_ws(':', target.kind, target.user_id) AS to_name,
        transfer.amount::text AS amount, transfer.currency, transfer.created_at
      FROM ledger_transfers transfer
      JOIN ledger_accounts origin ON origin.id = from_account JOIN ledger_accounts target ON target.id = to_account
      ORDER BY transfer.id DESC LIMIT ?`,
      [limit],
    );
    return {
      accounts: accounts.rows.map(({ kind, user_id, currency, balance }) => ({
        kind,
        userId: user_id === null ? null : Number(user_id),
        currency,
        balance: decimal(balance, currency),
      })),
      transfers: transfers.rows.map(({ ref, kind, from_name, to_name, amount, currency, created_at }) => ({
        ref,
        kind,
        from: from_name,
        to: to_name,
        amount: decimal(amount, currency),
        currency,
        at: created_at.toISOString(),
      })),
    };
  }

  private async check({ id, title, counted, violations }: Invariant): Promise<AuditCheck> {
    const { rows } = await this.database.knex.raw<{ rows: Finding[] }>(
      `SELECT (${counted}) AS counted, coalesce((
        SELECT jsonb_agg(to_jsonb(violation)) FROM (SELECT * FROM (${violations}) found LIMIT ${MOST_VIOLATIONS}) violation
      ), '[]') AS violations`,
    );
    return { id, title, counted: Number(rows[0]?.counted ?? 0), violations: rows[0]?.violations ?? [] };
  }
}

/** Amounts of a currency this version does not know stay in minor units. */
function decimal(minor: string, currency: string): string {
  return isCurrency(currency) ? Money.of(BigInt(minor), currency).toDecimal() : minor;
}
