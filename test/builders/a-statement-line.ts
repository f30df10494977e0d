import type { StatementLine } from '#domain/wallet/statement.js';
import { CUSTOMER_ID } from './a-customer.js';
import { nextId } from './next-id.js';
import { NOW } from './now.js';
import { ton } from './ton.js';

/** A completed top-up of 10 TON as the person sees it. */
export function aStatementLine(changes: Partial<StatementLine> = {}): StatementLine {
  const id = changes.id ?? nextId();
  return {
    id,
    userId: CUSTOMER_ID,
    type: 'recharge',
    status: 'completed',
    amount: ton('10'),
    description: 'statement.recharge',
    externalId: `payment:${id}`,
    metadata: {},
    createdAt: NOW,
    ...changes,
  };
}
