import type { Migration } from './migration.js';

/**
 * Two indexes that no question of the shop can use, and that every move of a state and every order paid for. The audit reads the history
 * as a whole; reconciliation asks for orders of some time or in some state, which an index of time alone cannot answer.
 */
export const noIdleIndex: Migration = {
  name: '0008-no-idle-index',
  statements: [`DROP INDEX state_history_subject`, `DROP INDEX orders_by_time`],
};
