import type { UserId } from '#domain/customers/customer.js';
import type { Currency } from '#domain/shared/currency.js';
import { Money } from '#domain/shared/money.js';
import type { StatementLine } from '#domain/wallet/statement.js';
import type { HistoryFilter, HistoryPage, WalletQueries, WalletView } from '#use-cases/queries/wallet-queries.js';
import type { Database } from '../connection.js';
import { DatabaseSession } from '../driver/database-session.js';
import { isUuid } from '../driver/uuid-text.js';
import { TransactionModel } from '../models/transaction-model.js';
import { balanceOf } from '../repositories/postgres-ledger-repository.js';
import { fromCursor, toCursor } from './history-cursor.js';

/** What the balance people see is kept in. */
const WALLET_CURRENCY: Currency = 'TON';

export class PostgresWalletQueries implements WalletQueries {
  constructor(private readonly database: Database) {}

  async wallet(userId: UserId): Promise<WalletView> {
    return DatabaseSession.lend(this.database.knex, (session) => balanceOf(session, userId, WALLET_CURRENCY));
  }

  async balances(userId: UserId): Promise<readonly WalletView[]> {
    const purses = await DatabaseSession.lend(this.database.knex, (session) => pursesOf(session, userId));
    const others = new Set(purses.map(({ currency }) => currency).filter((currency) => currency !== WALLET_CURRENCY));
    return [WALLET_CURRENCY, ...[...others].sort()].map((currency) => walletFrom(purses, currency));
  }

  async history(userId: UserId, filter: HistoryFilter): Promise<HistoryPage> {
    const found = await DatabaseSession.lend(this.database.knex, (session) => linesOf(session, userId, filter));
    const lines = found.slice(0, filter.limit);
    const last = lines.at(-1);
    return { lines, next: found.length > filter.limit && last ? toCursor(last) : undefined };
  }

  async line(userId: UserId, lineId: string): Promise<StatementLine | undefined> {
    if (!isUuid(lineId)) return undefined;
    const row = await DatabaseSession.lend(this.database.knex, async ({ knex }) => TransactionModel.query(knex).findOne({ id: lineId, user_id: userId }));
    return row?.toLine();
  }
}

interface Purse {
  readonly kind: string;
  readonly currency: Currency;
  readonly amount: string;
}

/** The purses that hold something. */
function pursesOf(session: DatabaseSession, userId: UserId): Promise<readonly Purse[]> {
  return session.rows<Purse>('select kind, currency, amount from balances where user_id = $1 and amount <> 0', [userId]);
}

function walletFrom(purses: readonly Purse[], currency: Currency): WalletView {
  const amountOf = (kind: string): Money => Money.of(BigInt(purses.find((purse) => purse.currency === currency && purse.kind === kind)?.amount ?? 0), currency);
  return { available: amountOf('user:available'), held: amountOf('user:held') };
}

/** One more than a page, which tells whether there is a next one. */
async function linesOf({ knex }: DatabaseSession, userId: UserId, filter: HistoryFilter): Promise<StatementLine[]> {
  const after = fromCursor(filter.cursor);
  const query = TransactionModel.query(knex)
    .where('user_id', userId)
    .where('created_at', '>=', filter.since)
    .orderBy([
      { column: 'created_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .limit(filter.limit + 1);
  if (filter.type) query.where('type', filter.type);
  if (after) query.whereRaw('(created_at, id) < (?, ?)', [after.createdAt, after.id]);
  return (await query).map((row) => row.toLine());
}
