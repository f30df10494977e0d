import type { Migration } from './migration.js';

/** Receipts (0) are told before bulk (1). What waits already was written when there was one lane, and is told as a receipt. */
export const noticeLanes: Migration = {
  name: '0007-notice-lanes',
  statements: [
    `ALTER TABLE outbox ADD COLUMN lane smallint NOT NULL DEFAULT 0 CHECK (lane IN (0, 1))`,
    // What is next for one person, and what is next for anybody.
    `CREATE INDEX outbox_turns_of_user ON outbox (user_id, lane, id) WHERE state = 'pending'`,
    `CREATE INDEX outbox_turns ON outbox (lane, id) WHERE state = 'pending'`,
    `DROP INDEX outbox_pending_of_user`,
    `DROP INDEX outbox_pending`,
  ],
};
