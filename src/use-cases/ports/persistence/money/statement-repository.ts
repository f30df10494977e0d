import type { StatementLine, StatementStatus } from '#domain/wallet/statement.js';
import type { Money } from '#domain/shared/money.js';

export interface StatementChange {
  readonly status?: StatementStatus;
  readonly amount?: Money;
  readonly metadata?: Readonly<Record<string, string | number>>;
}

/** The lines people see (table `transactions`). */
export interface StatementRepository {
  /** Adds a line once: an existing `externalId` leaves everything as it is. */
  add(line: StatementLine): Promise<void>;
  /** Changes the line with this `externalId`; metadata is merged; no line, no effect. */
  update(externalId: string, change: StatementChange): Promise<void>;
}
