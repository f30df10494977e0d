import type { UserId } from '#domain/customers/customer.js';
import type { Currency } from '#domain/shared/currency.js';
import type { Money } from '#domain/shared/money.js';
import type { Transfer } from '#domain/wallet/ledger.js';

export interface Balance {
  readonly available: Money;
  readonly held: Money;
}

export interface LedgerRepository {
  /**
   * Posts a transfer once: the same `ref` again with the same contents answers `already-posted` and moves nothing.
   * Throws `TransferMismatch` for the same `ref` with other contents, `InsufficientFunds` when a user account would go below zero.
   */
  post(transfer: Transfer): Promise<'posted' | 'already-posted'>;
  /** Zero when the person never had money in this currency. Knows of every posting asked for before it, whether or not that was waited for. */
  balance(userId: UserId, currency: Currency): Promise<Balance>;
  /** What gateways brought this person, less what they took or were given back. Bonuses and what the shop gave are not in it. */
  paidIn(userId: UserId, currency: Currency): Promise<Money>;
}
