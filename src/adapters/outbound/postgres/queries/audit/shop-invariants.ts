import type { Invariant } from './invariant.js';

// A charge is named by the gateway and its invoice; a later credit of the same charge carries the new total behind it.
const CHARGES = `charges AS (
    SELECT id, state, credited, 'topup:' || gateway || ':' || coalesce(invoice_id, id::text) AS ref,
      'reversal:' || gateway || ':' || coalesce(invoice_id, id::text) AS reversal_ref
    FROM payments
  ), credits AS (
    SELECT ref, ref AS charge, amount FROM ledger_transfers WHERE kind = 'topup'
    UNION ALL
    SELECT ref, regexp_replace(ref, ':[0-9]+$', ''), amount FROM ledger_transfers WHERE kind = 'topup' AND ref ~ ':[0-9]+$'
  )`;

const ORDER_MONEY = `orders
  LEFT JOIN ledger_transfers held ON held.ref = 'hold:' || orders.id
  LEFT JOIN ledger_transfers captured ON captured.ref = 'capture:' || orders.id
  LEFT JOIN ledger_transfers released ON released.ref = 'release:' || orders.id`;

const HOLDING_REFUND = `state IN ('requested', 'sent', 'unknown')`;

/** What the ledger and the shop's own records say about each other. */
export const SHOP_INVARIANTS: readonly Invariant[] = [
  {
    id: 'I4',
    title: 'every payment was credited exactly what it says',
    counted: `SELECT count(*) FROM payments`,
    violations: `WITH ${CHARGES}
      SELECT charges.id AS payment, charges.state, charges.credited::text AS stated, coalesce(sum(credits.amount), 0)::text AS credited
      FROM charges LEFT JOIN credits ON credits.charge = charges.ref
      GROUP BY charges.id, charges.state, charges.credited
      HAVING charges.credited <> coalesce(sum(credits.amount), 0)
        OR charges.credited > 0 AND charges.state NOT IN ('credited', 'refund_requested', 'refunded', 'review')
        OR charges.credited = 0 AND charges.state = 'credited'`,
  },
  {
    id: 'I4',
    title: 'every credit belongs to a payment',
    counted: `SELECT count(*) FROM ledger_transfers WHERE kind = 'topup'`,
    violations: `WITH ${CHARGES}
      SELECT credits.ref, max(credits.amount)::text AS amount
      FROM credits LEFT JOIN charges ON charges.ref = credits.charge
      GROUP BY credits.ref HAVING count(charges.id) = 0`,
  },
  {
    id: 'I5',
    title: 'every order was charged once, at its price, or not at all',
    counted: `SELECT count(*) FROM orders`,
    violations: `SELECT orders.id AS "order", orders.state, held.amount::text AS held, captured.amount::text AS captured, released.amount::text AS released
      FROM ${ORDER_MONEY}
      WHERE (held.id IS NOT NULL) <> (orders.state IN ('paid', 'fulfilling', 'unknown', 'delivered', 'failed'))
        OR (released.id IS NOT NULL) <> (orders.state = 'failed')
        OR (captured.id IS NOT NULL AND released.id IS NOT NULL)
        OR (held.amount, held.currency) <> (orders.price, orders.currency)
        OR (captured.amount, captured.currency) <> (orders.price, orders.currency)
        OR (released.amount, released.currency) <> (orders.price, orders.currency)`,
  },
  {
    id: 'I6',
    title: 'what is delivered is captured, and what is captured is delivered',
    counted: `SELECT count(*) FROM orders WHERE state = 'delivered'`,
    violations: `SELECT orders.id AS "order", orders.state, captured.amount::text AS captured
      FROM ${ORDER_MONEY} WHERE (captured.id IS NOT NULL) <> (orders.state = 'delivered')`,
  },
  {
    id: 'I7',
    title: 'held money belongs to orders and refunds that are still open',
    counted: `SELECT count(*) FROM balances WHERE kind = 'user:held'`,
    violations: `SELECT balance.user_id, balance.currency, balance.amount::text AS held, coalesce(sum(held.amount), 0)::text AS open_work
      FROM balances balance LEFT JOIN (
        SELECT user_id, currency, price AS amount FROM orders WHERE state IN ('paid', 'fulfilling', 'unknown')
        UNION ALL SELECT user_id, currency, amount FROM refunds WHERE ${HOLDING_REFUND}
      ) held ON held.user_id = balance.user_id AND held.currency = balance.currency
      WHERE balance.kind = 'user:held'
      GROUP BY balance.account_id HAVING balance.amount <> coalesce(sum(held.amount), 0)`,
  },
  {
    id: 'I8',
    title: 'never more was taken back than was credited',
    counted: `SELECT count(*) FROM ledger_transfers WHERE kind = 'reversal'`,
    violations: `WITH ${CHARGES}
      SELECT transfer.ref, transfer.amount::text AS taken_back, charges.credited::text AS credited
      FROM ledger_transfers transfer LEFT JOIN charges ON charges.reversal_ref = transfer.ref
      WHERE transfer.kind = 'reversal' AND (charges.id IS NULL OR transfer.amount > charges.credited)`,
  },
  {
    id: 'I8',
    title: 'never more was given back than came',
    counted: `SELECT count(*) FROM refunds WHERE state NOT IN ('proposed', 'refused')`,
    violations: `WITH ${CHARGES}, given AS (
        SELECT payment_id, sum(amount) AS total FROM refunds WHERE state NOT IN ('proposed', 'refused') GROUP BY payment_id
      )
      SELECT charges.id AS payment, given.total::text AS refunds, coalesce(reversed.amount, 0)::text AS reversals, charges.credited::text AS credited
      FROM given JOIN charges ON charges.id = given.payment_id
      LEFT JOIN ledger_transfers reversed ON reversed.ref = charges.reversal_ref
      WHERE given.total + coalesce(reversed.amount, 0) > charges.credited`,
  },
  {
    id: 'I8',
    title: 'every refund holds, gave or released its amount, as its state says',
    counted: `SELECT count(*) FROM refunds`,
    violations: `SELECT refunds.id AS refund, refunds.state, held.amount::text AS held, gone.amount::text AS gone, released.amount::text AS released
      FROM refunds
      LEFT JOIN ledger_transfers held ON held.ref = 'refund-hold:' || refunds.id
      LEFT JOIN ledger_transfers gone ON gone.ref = 'refund:' || refunds.id
      LEFT JOIN ledger_transfers released ON released.ref = 'refund-release:' || refunds.id
      WHERE (gone.id IS NOT NULL) <> (refunds.state = 'done')
        OR (held.id IS NULL AND (refunds.state = 'done' OR refunds.${HOLDING_REFUND}))
        OR (held.id IS NOT NULL AND refunds.state = 'proposed')
        OR (released.id IS NOT NULL) <> (refunds.state = 'refused' AND held.id IS NOT NULL)
        OR (held.amount, held.currency) <> (refunds.amount, refunds.currency)
        OR (gone.amount, gone.currency) <> (refunds.amount, refunds.currency)
        OR (released.amount, released.currency) <> (refunds.amount, refunds.currency)`,
  },
  {
    id: 'I8',
    title: 'what was given back for an order was not delivered too, unless the shop bears it',
    counted: `SELECT count(*) FROM refunds JOIN payments ON payments.id = payment_id WHERE payments.order_id IS NOT NULL`,
    violations: `SELECT refunds.id AS refund, orders.id AS "order", orders.state, refunds.loss::text AS loss
      FROM refunds JOIN payments ON payments.id = refunds.payment_id JOIN orders ON orders.id = payments.order_id
      WHERE refunds.state = 'done' AND orders.state IN ('paid', 'fulfilling', 'unknown', 'delivered')
        AND refunds.loss < least(orders.price, refunds.amount)`,
  },
];
