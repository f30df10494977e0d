import type { UserId } from '#domain/customers/customer.js';
import type { Currency } from '#domain/shared/currency.js';
import { Money } from '#domain/shared/money.js';
import { type Account, InsufficientFunds, type Transfer, TransferMismatch } from '#domain/wallet/ledger.js';
import type { Balance, LedgerRepository } from '#use-cases/ports/persistence/money/ledger-repository.js';
import { translating } from '../driver/database-error.js';
import type { DatabaseSession } from '../driver/database-session.js';

export class PostgresLedgerRepository implements LedgerRepository {
  constructor(private readonly session: DatabaseSession) {}

  async post(transfer: Transfer): Promise<'posted' | 'already-posted'> {
    const { ref, kind, from, to, amount } = transfer;
    const statement = this.session.rows<{ posted: boolean }>('SELECT ledger_post($1, $2, $3, $4, $5, $6, $7, $8) AS posted', [
      ref,
      kind,
      amount.currency,
      amount.minor.toString(),
      from.kind,
      ownerOf(from),
      to.kind,
      ownerOf(to),
    ]);
    const [answer] = await translating(statement, {
      balances_amount_not_negative: () => new InsufficientFunds({ needed: amount.toDecimal(), currency: amount.currency }),
      LG001: () => new TransferMismatch(ref),
    });
    return answer?.posted === true ? 'posted' : 'already-posted';
  }

  async balance(userId: UserId, currency: Currency): Promise<Balance> {
    return balanceOf(this.session, userId, currency);
  }

  async paidIn(userId: UserId, currency: Currency): Promise<Money> {
    const [row] = await this.session.rows<{ total: string }>(
      `SELECT coalesce(sum(entry.amount), 0) AS total
      FROM ledger_accounts account
      JOIN ledger_entries entry ON entry.account_id = account.id
      JOIN ledger_transfers transfer ON transfer.id = entry.transfer_id
      WHERE account.user_id = $1 AND account.currency = $2 AND transfer.kind IN ('topup', 'reversal', 'refund')`,
      [userId, currency],
    );
    return Money.of(BigInt(row?.total ?? 0), currency);
  }
}

/** Both purses of a person in one currency; zero where there is none yet. */
export async function balanceOf(session: DatabaseSession, userId: UserId, currency: Currency): Promise<Balance> {
  const rows = await session.rows<{ kind: string; amount: string }>('select kind, amount from balances where user_id = $1 and currency = $2', [userId, currency]);
  const purse = (kind: string): Money => Money.of(BigInt(rows.find((row) => row.kind === kind)?.amount ?? 0), currency);
  return { available: purse('user:available'), held: purse('user:held') };
}

function ownerOf(account: Account): UserId | null {
  return 'userId' in account ? account.userId : null;
}
