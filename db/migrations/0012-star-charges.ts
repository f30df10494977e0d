import type { Migration } from './migration.js';

/** What was paid with Telegram Stars, and who may be paying right now. */
export const starCharges: Migration = {
  name: '0012-star-charges',
  statements: [
    `CREATE TABLE star_charges (
      charge_id text PRIMARY KEY,
      payload text NOT NULL,
      -- NULL where the payload names no payment of ours: kept all the same, for a person to look at.
      payment_id uuid REFERENCES payments,
      payer bigint NOT NULL,
      amount bigint NOT NULL CHECK (amount > 0),
      at timestamptz NOT NULL,
      refunded_at timestamptz
    )`,
    `CREATE INDEX star_charges_of_payment ON star_charges (payment_id, at)`,
    `CREATE INDEX star_charges_unclaimed ON star_charges (at) WHERE payment_id IS NULL`,

    // One question at a time may be answered with yes.
    `CREATE TABLE star_approvals (
      payment_id uuid PRIMARY KEY REFERENCES payments,
      query_id text NOT NULL,
      until timestamptz NOT NULL
    )`,
  ],
};
