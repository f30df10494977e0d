import type { Invariant } from './invariant.js';

const BEHIND = `account.state <> 'gone' AND (account.state = 'leaving' OR subscription.state = 'closed' OR account.applied_version < subscription.version)`;

/** Time on a VPN: granted once for each cause, and every panel told. */
export const VPN_INVARIANTS: readonly Invariant[] = [
  {
    id: 'I7',
    title: 'every subscription that runs, and every panel that is behind, is looked at again',
    counted: `SELECT (SELECT count(*) FROM subscriptions) + (SELECT count(*) FROM vpn_configs)`,
    violations: `SELECT 'subscription' AS what, id AS subject, NULL AS panel FROM subscriptions WHERE state = 'active' AND next_event_at IS NULL
      UNION ALL SELECT 'account', account.subscription_id, account.panel_id FROM vpn_configs account
        JOIN subscriptions subscription ON subscription.id = account.subscription_id WHERE ${BEHIND} AND account.next_attempt_at IS NULL`,
  },
  {
    id: 'I12',
    title: 'every end is where the grants of time have put it, one after the other',
    counted: `SELECT count(*) FROM time_grants`,
    violations: `SELECT ref, before, after, was FROM (
        SELECT *, lag(after) OVER of_one AS was, count(*) OVER of_one AS place FROM time_grants WINDOW of_one AS (PARTITION BY subscription_id ORDER BY id)
      ) granted
      WHERE (place > 1 AND before <> was)
        OR after <> least('2099-12-31T00:00:00Z', (CASE WHEN seconds > 0 THEN greatest(before, date_trunc('second', at)) ELSE before END) + seconds * interval '1 second')
      UNION ALL SELECT 'end of ' || subscriptions.id, subscriptions.expires_at, latest.after, NULL FROM subscriptions
        CROSS JOIN LATERAL (SELECT after FROM time_grants WHERE subscription_id = subscriptions.id ORDER BY id DESC LIMIT 1) latest
        WHERE latest.after <> subscriptions.expires_at`,
  },
  {
    id: 'I12',
    title: 'what was delivered was granted and kept, and what was given back was taken back',
    counted: `SELECT count(*) FROM orders WHERE kind = 'subscription' AND state IN ('delivered', 'failed')`,
    violations: `SELECT orders.id AS "order", orders.state, delivery.outcome FROM orders
      LEFT JOIN subscription_deliveries delivery ON delivery.order_id = orders.id
      WHERE orders.kind = 'subscription' AND orders.state IN ('delivered', 'failed') AND (
        delivery.outcome IS DISTINCT FROM CASE orders.state WHEN 'delivered' THEN 'delivered' ELSE 'refunded' END
        OR NOT EXISTS (SELECT FROM time_grants WHERE ref = 'order:' || orders.id)
        OR (orders.state = 'failed' AND NOT EXISTS (SELECT FROM time_grants WHERE ref = 'reversal:order:' || orders.id)))`,
  },
  {
    id: 'I13',
    title: 'every trial is the only one of some person',
    counted: `SELECT count(*) FROM trials`,
    violations: `SELECT ref, subscription_id FROM time_grants WHERE kind = 'trial'
      AND NOT EXISTS (SELECT FROM trials WHERE trials.subscription_id = time_grants.subscription_id AND 'trial:' || trials.person_key = time_grants.ref)`,
  },
];
