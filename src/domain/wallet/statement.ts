import type { UserId } from '../customers/customer.js';
import type { Money } from '../shared/money.js';

export const STATEMENT_TYPES = ['purchase', 'refund', 'bonus', 'adjustment', 'recharge'] as const;
export type StatementType = (typeof STATEMENT_TYPES)[number];

export const STATEMENT_STATUSES = ['pending', 'processing', 'completed', 'failed', 'cancelled', 'expired'] as const;
export type StatementStatus = (typeof STATEMENT_STATUSES)[number];

/**
 * One line of what the person sees in the history (table `transactions`). `externalId` is unique and derived from the cause
 * (`payment:<id>`, `order:<id>`, `refund:<id>`), so a line is written once however often its cause is told.
 */
export interface StatementLine {
  readonly id: string;
  readonly userId: UserId;
  readonly type: StatementType;
  readonly status: StatementStatus;
  readonly amount: Money;
  /** A text key, never prose: the screen words it in the reader's language. */
  readonly description: string;
  readonly externalId: string;
  readonly metadata: Readonly<Record<string, string | number>>;
  readonly createdAt: Date;
}
