import type { UserId } from '#domain/customers/customer.js';
import { CURRENCY_SCALE, type Currency } from '#domain/shared/currency.js';
import { Money } from '#domain/shared/money.js';
import type { StatementLine } from '#domain/wallet/statement.js';
import type { HistoryFilter, HistoryPage, WalletQueries, WalletView } from '#use-cases/queries/wallet-queries.js';
import type { MemoryUnitOfWork } from '../memory-unit-of-work.js';

const CURSOR = /^(\d{1,16})_([0-9a-f-]{36})$/;

/** The wallet over the committed state of a `MemoryUnitOfWork`. */
export class MemoryWalletQueries implements WalletQueries {
  constructor(
    private readonly store: MemoryUnitOfWork,
    private readonly currency: Currency = 'TON',
  ) {}

  async wallet(userId: UserId): Promise<WalletView> {
    return this.walletIn(userId, this.currency);
  }

  async balances(userId: UserId): Promise<readonly WalletView[]> {
    const others = (Object.keys(CURRENCY_SCALE) as Currency[]).filter((currency) => currency !== this.currency).sort();
    const wallets = others.map((currency) => this.walletIn(userId, currency));
    return [this.walletIn(userId, this.currency), ...wallets.filter(({ available, held }) => !available.isZero() || !held.isZero())];
  }

  private walletIn(userId: UserId, currency: Currency): WalletView {
    const amountOf = (kind: string): Money => Money.of(this.store.committed.balances.find(`${kind}:${userId}:${currency}`)?.amount ?? 0n, currency);
    return { available: amountOf('user:available'), held: amountOf('user:held') };
  }

  async history(userId: UserId, filter: HistoryFilter): Promise<HistoryPage> {
    const wanted = (line: StatementLine): boolean =>
      line.userId === userId && line.createdAt >= filter.since && (filter.type === undefined || line.type === filter.type);
    const lines = [...this.store.committed.statement.where(wanted)].sort(newestFirst);
    const start = positionOf(filter.cursor);
    const rest = start ? lines.filter((line) => newestFirst(start, line) < 0) : lines;
    const page = rest.slice(0, filter.limit);
    const last = page.at(-1);
    return { lines: page, next: last && rest.length > page.length ? `${last.createdAt.getTime()}_${last.id}` : undefined };
  }

  async line(userId: UserId, lineId: string): Promise<StatementLine | undefined> {
    return this.store.committed.statement.where((line) => line.userId === userId && line.id === lineId)[0];
  }
}

type Position = Pick<StatementLine, 'createdAt' | 'id'>;

function newestFirst(left: Position, right: Position): number {
  const byTime = right.createdAt.getTime() - left.createdAt.getTime();
  if (byTime !== 0) return byTime;
  if (left.id === right.id) return 0;
  return left.id > right.id ? -1 : 1;
}

function positionOf(cursor: string | undefined): Position | undefined {
  const match = CURSOR.exec(cursor ?? '');
  return match?.[1] && match[2] ? { createdAt: new Date(Number(match[1])), id: match[2] } : undefined;
}
