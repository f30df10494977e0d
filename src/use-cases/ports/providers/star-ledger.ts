import type { UserId } from '#domain/customers/customer.js';
import type { Money } from '#domain/shared/money.js';

/** A payment of an invoice with Telegram Stars, or its way back; both have the id of the charge. */
export interface StarTransaction {
  readonly id: string;
  readonly direction: 'in' | 'out';
  /** Who paid, or is paid back. */
  readonly payer: UserId;
  readonly payload: string;
  readonly amount: Money;
  readonly at: Date;
}

export interface StarPage {
  /** How many entries of Telegram's list were read; fewer than a full page means that it ends here. */
  readonly length: number;
  readonly isLast: boolean;
  /** Those of them that are about invoices. */
  readonly transactions: readonly StarTransaction[];
}

/** Telegram's own list of what the bot was paid in Stars and what went back. */
export interface StarLedger {
  /** One page from this place of the list on, the oldest first. Reads only. Throws `ProviderError`. */
  page(offset: number): Promise<StarPage>;
}
