import type { UserId } from '#domain/customers/customer.js';
import type { Money } from '#domain/shared/money.js';
import type { StatementLine, StatementType } from '#domain/wallet/statement.js';

/** What somebody has in one currency. */
export interface WalletView {
  readonly available: Money;
  readonly held: Money;
}

export interface HistoryPage {
  readonly lines: readonly StatementLine[];
  /** Opaque cursor of the following page; undefined on the last. */
  readonly next: string | undefined;
}

export interface HistoryFilter {
  readonly type?: StatementType | undefined;
  readonly since: Date;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

export interface WalletQueries {
  /** In the shop's own currency, in which the balance is topped up. */
  wallet(userId: UserId): Promise<WalletView>;
  /** The shop's own currency, empty or not, and after it every other that holds something, by its code. */
  balances(userId: UserId): Promise<readonly WalletView[]>;
  /** Newest first, keyset-paged; an unknown cursor starts at the top. */
  history(userId: UserId, filter: HistoryFilter): Promise<HistoryPage>;
  /** One line of this person; undefined for a foreign or unknown id. */
  line(userId: UserId, lineId: string): Promise<StatementLine | undefined>;
}
