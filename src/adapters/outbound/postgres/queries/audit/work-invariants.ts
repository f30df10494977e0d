import type { Invariant } from './invariant.js';

const OPEN_PAYMENT = `state IN ('created', 'invoiced', 'pending', 'underpaid', 'refund_requested')`;
const OPEN_FULFILMENT = `state NOT IN ('delivered', 'refunded', 'review')`;
const OPEN_REFUND = `state IN ('requested', 'sent', 'unknown')`;
const OPEN_ORDER = `state IN ('paid', 'fulfilling', 'unknown')`;

const STATES = `states AS (
    SELECT 'payment' AS machine, id AS subject, state FROM payments
    UNION ALL SELECT 'order', id, state FROM orders
    UNION ALL SELECT 'fulfilment', order_id, state FROM star_fulfilments
    UNION ALL SELECT 'refund', id, state FROM refunds
    UNION ALL SELECT 'subscription', id, state FROM subscriptions
  )`;

/** Nothing is forgotten: work, messages, moves and notices. */
export const WORK_INVARIANTS: readonly Invariant[] = [
  {
    id: 'I7',
    title: 'everything unfinished has a time at which it is looked at again',
    counted: `SELECT (SELECT count(*) FROM payments WHERE ${OPEN_PAYMENT}) + (SELECT count(*) FROM star_fulfilments WHERE ${OPEN_FULFILMENT})
      + (SELECT count(*) FROM orders WHERE ${OPEN_ORDER}) + (SELECT count(*) FROM refunds WHERE ${OPEN_REFUND})`,
    violations: `SELECT 'payment' AS what, id AS subject, state FROM payments WHERE ${OPEN_PAYMENT} AND next_attempt_at IS NULL
      UNION ALL SELECT 'fulfilment', order_id, state FROM star_fulfilments WHERE ${OPEN_FULFILMENT} AND next_attempt_at IS NULL
      UNION ALL SELECT 'refund', id, state FROM refunds WHERE ${OPEN_REFUND} AND next_attempt_at IS NULL
      UNION ALL SELECT 'order', id, state FROM orders
        WHERE ${OPEN_ORDER} AND NOT EXISTS (SELECT FROM star_fulfilments WHERE order_id = orders.id)
          AND NOT EXISTS (SELECT FROM subscription_deliveries WHERE order_id = orders.id AND outcome IS NULL)`,
  },
  {
    id: 'I9',
    title: 'every message that was acknowledged is processed, given to a person, or due',
    counted: `SELECT count(*) FROM inbox`,
    violations: `SELECT source, event_key, state FROM inbox WHERE state = 'received' AND next_attempt_at IS NULL`,
  },
  {
    id: 'I10',
    title: 'every recorded move is one that exists and starts where the last one ended',
    counted: `SELECT count(*) FROM state_history`,
    violations: `SELECT moves.machine, moves.subject, moves.from_state, moves.to_state FROM (
        SELECT history.*, lag(to_state) OVER (PARTITION BY machine, subject ORDER BY id) AS last_state FROM state_history history
      ) moves
      LEFT JOIN state_edges edge USING (machine, from_state, to_state)
      WHERE moves.from_state IS DISTINCT FROM moves.last_state OR (moves.from_state IS NOT NULL AND edge.machine IS NULL)`,
  },
  {
    id: 'I10',
    title: 'every state is the one its history ends in',
    counted: `WITH ${STATES} SELECT count(*) FROM states`,
    violations: `WITH ${STATES}, ends AS (
        SELECT DISTINCT ON (machine, subject) machine, subject, to_state FROM state_history ORDER BY machine, subject, id DESC
      )
      SELECT states.machine, states.subject, states.state, ends.to_state AS recorded
      FROM states LEFT JOIN ends USING (machine, subject) WHERE states.state IS DISTINCT FROM ends.to_state`,
  },
  {
    id: 'I11',
    title: 'every finished order was put into words exactly once',
    counted: `SELECT count(*) FROM orders WHERE state IN ('delivered', 'failed')`,
    violations: `SELECT orders.id AS "order", orders.state, count(notice.id) AS notices
      FROM orders LEFT JOIN outbox notice ON notice.notice ->> 'orderId' = orders.id::text
        AND notice.notice ->> 'kind' = CASE WHEN orders.state = 'failed' THEN 'order-refunded' WHEN orders.kind = 'stars' THEN 'order-delivered' ELSE 'subscription-delivered' END
      WHERE orders.state IN ('delivered', 'failed')
      GROUP BY orders.id HAVING count(notice.id) <> 1`,
  },
];
