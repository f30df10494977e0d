import type { Migration } from './migration.js';

/** What came in, what must be told, and what the service remembers between starts. */
export const work: Migration = {
  name: '0003-work',
  statements: [
    `CREATE TABLE inbox (
      source text NOT NULL,
      event_key text NOT NULL,
      body bytea NOT NULL,
      state text NOT NULL DEFAULT 'received' CHECK (state IN ('received', 'processed', 'dead')),
      repeats integer NOT NULL DEFAULT 0,
      attempts integer NOT NULL DEFAULT 0,
      failure text,
      received_at timestamptz NOT NULL,
      processed_at timestamptz,
      next_attempt_at timestamptz,
      PRIMARY KEY (source, event_key)
    )`,
    `CREATE INDEX inbox_due ON inbox (next_attempt_at) WHERE state = 'received'`,
    `CREATE INDEX inbox_done ON inbox (source, received_at) WHERE state = 'processed'`,

    `CREATE TABLE outbox (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      key text NOT NULL UNIQUE,
      user_id bigint NOT NULL,
      notice jsonb NOT NULL,
      state text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'sent', 'undeliverable')),
      attempts integer NOT NULL DEFAULT 0,
      failure text,
      created_at timestamptz NOT NULL,
      next_attempt_at timestamptz NOT NULL,
      sent_at timestamptz
    )`,
    // What is next for one person, and what is next for anybody.
    `CREATE INDEX outbox_pending_of_user ON outbox (user_id, id) WHERE state = 'pending'`,
    `CREATE INDEX outbox_pending ON outbox (id) WHERE state = 'pending'`,

    `CREATE TABLE settings (
      key text PRIMARY KEY,
      value jsonb NOT NULL,
      updated_at timestamptz NOT NULL DEFAULT clock_timestamp()
    )`,

    `CREATE TABLE dialogues (
      key text PRIMARY KEY,
      value text NOT NULL,
      expires_at timestamptz NOT NULL
    )`,
    `CREATE INDEX dialogues_expiry ON dialogues (expires_at)`,

    // Encrypted sessions with Fragment. Versions are added, so that a bad one never destroys a good one.
    `CREATE TABLE fragment_cookies (
      name text NOT NULL,
      version integer NOT NULL,
      sealed bytea NOT NULL,
      saved_at timestamptz NOT NULL,
      PRIMARY KEY (name, version)
    )`,
  ],
};
