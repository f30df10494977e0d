import type { Invariant } from './invariant.js';

/** The rules of the ledger itself. */
export const MONEY_INVARIANTS: readonly Invariant[] = [
  {
    id: 'I1',
    title: 'every currency sums to zero',
    counted: `SELECT count(DISTINCT currency) FROM ledger_accounts`,
    violations: `SELECT account.currency, sum(entry.amount)::text AS total
      FROM ledger_entries entry JOIN ledger_accounts account ON account.id = entry.account_id
      GROUP BY account.currency HAVING sum(entry.amount) <> 0`,
  },
  {
    id: 'I1',
    title: 'every transfer has two legs that balance',
    counted: `SELECT count(*) FROM ledger_transfers`,
    violations: `SELECT transfer.ref, count(entry.id) AS legs, coalesce(sum(entry.amount), 0)::text AS total
      FROM ledger_transfers transfer LEFT JOIN ledger_entries entry ON entry.transfer_id = transfer.id
      GROUP BY transfer.id
      HAVING count(entry.id) <> 2
        OR coalesce(sum(entry.amount) FILTER (WHERE entry.account_id = transfer.to_account), 0) <> transfer.amount
        OR coalesce(sum(entry.amount) FILTER (WHERE entry.account_id = transfer.from_account), 0) <> -transfer.amount`,
  },
  {
    id: 'I2',
    title: 'every balance is the sum of its entries',
    counted: `SELECT count(*) FROM balances`,
    violations: `SELECT balance.user_id, balance.kind, balance.currency, balance.amount::text AS balance,
        coalesce(sum(entry.amount), 0)::text AS entries, balance.version, count(entry.id) AS changes
      FROM balances balance LEFT JOIN ledger_entries entry ON entry.account_id = balance.account_id
      GROUP BY balance.account_id
      HAVING balance.amount <> coalesce(sum(entry.amount), 0) OR balance.version <> count(entry.id)`,
  },
  {
    id: 'I2',
    title: 'every entry of a balance follows from the one before',
    counted: `SELECT count(*) FROM ledger_entries WHERE version IS NOT NULL`,
    violations: `SELECT account_id, version, balance_after::text AS stated, expected::text AS expected FROM (
        SELECT account_id, version, balance_after, row_number() OVER (PARTITION BY account_id ORDER BY version) AS place,
          amount + coalesce(lag(balance_after) OVER (PARTITION BY account_id ORDER BY version), 0) AS expected
        FROM ledger_entries WHERE version IS NOT NULL
      ) chain WHERE balance_after <> expected OR version <> place`,
  },
  {
    id: 'I3',
    title: 'nobody was ever below zero',
    counted: `SELECT count(*) FROM ledger_entries WHERE balance_after IS NOT NULL`,
    violations: `SELECT account_id, amount::text AS amount FROM balances WHERE amount < 0
      UNION ALL SELECT account_id, balance_after::text FROM ledger_entries WHERE balance_after < 0`,
  },
];
