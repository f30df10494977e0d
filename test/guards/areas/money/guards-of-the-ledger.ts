import { guardsOf, type Guard } from '../../guard.js';

const LEDGER = 'db/migrations/0001-customers-and-ledger.ts';
const GUARDS = ['test/adapters/postgres/guards.test.ts'];
const CONTRACT = ['test/adapters/postgres/contracts.test.ts'];

export const GUARDS_OF_THE_LEDGER: readonly Guard[] = [
  ...guardsOf(LEDGER, GUARDS, [
    ['a balance is not below zero', ' CONSTRAINT balances_amount_not_negative CHECK (amount >= 0)', ''],
    ['a transfer moves something', 'amount bigint NOT NULL CHECK (amount > 0),\n      from_account', 'amount bigint NOT NULL,\n      from_account'],
    ['a transfer goes somewhere else', ' CHECK (to_account <> from_account)', ''],
    ['no row of the ledger is deleted', 'BEFORE UPDATE OR DELETE ON ${table} FOR', 'BEFORE UPDATE ON ${table} FOR'],
    ['no row of the ledger is changed', 'TRIGGER ${table}_append_only BEFORE UPDATE OR DELETE ON', 'TRIGGER ${table}_append_only BEFORE DELETE ON'],
    ['the ledger is not swept away', '      `CREATE TRIGGER ${table}_no_truncate BEFORE TRUNCATE ON ${table} FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only()`,\n', ''],
    ['a transfer balances', 'IF total <> 0 OR legs <> 2 OR moved <> NEW.amount THEN', 'IF false THEN'],
    ['a leg added later does not unbalance a transfer', 'IF total <> 0 THEN', 'IF false THEN'],
  ]),
  {
    name: 'a reference is posted once',
    file: LEDGER,
    text: 'ref text NOT NULL CONSTRAINT ledger_transfers_ref_unique UNIQUE',
    replacement: 'ref text NOT NULL',
    also: [{ file: LEDGER, text: 'ON CONFLICT (ref) DO NOTHING RETURNING id INTO v_transfer', replacement: 'RETURNING id INTO v_transfer' }],
    tests: CONTRACT,
  },
  ...guardsOf(LEDGER, CONTRACT, [
    ['a known reference has the contents it had', `RAISE EXCEPTION 'transfer % exists with other contents', p_ref USING ERRCODE = 'LG001';`, 'NULL;'],
  ]),
  ...guardsOf(LEDGER, ['test/adapters/postgres/contention.test.ts', ...CONTRACT], [
    ['accounts are touched in one order', ' AS leg (account, amount) ORDER BY leg.account', ' AS leg (account, amount)'],
  ]),
  ...guardsOf('db/migrations/0002-shop.ts', GUARDS, [
    ['the database knows every move', 'IF NOT EXISTS (SELECT FROM state_edges WHERE machine = TG_ARGV[0] AND from_state = OLD.state AND to_state = NEW.state) THEN', 'IF false THEN'],
    ['an order has the transfer of its state', 'IF needed IS NOT NULL AND NOT EXISTS (', 'IF false AND NOT EXISTS ('],
    ['no attempt to pay is removed', 'BEFORE UPDATE OR DELETE ON star_attempts', 'BEFORE UPDATE ON star_attempts'],
    [
      'the bytes of an attempt stay as they were',
      'IS DISTINCT FROM (NEW.id, NEW.order_id, NEW.lane, NEW.fingerprint, NEW.cost, NEW.data) THEN',
      'IS DISTINCT FROM (OLD.id, OLD.order_id, OLD.lane, OLD.fingerprint, OLD.cost, OLD.data) THEN',
    ],
  ]),
  ...guardsOf('db/migrations/0002-shop.ts', CONTRACT, [
    ['what is decided about an attempt stays decided', `IF TG_OP = 'DELETE' OR OLD.state <> 'live'`, `IF TG_OP = 'DELETE'`],
    ['an invoice belongs to one payment', '      CONSTRAINT payments_invoice_unique UNIQUE (gateway, invoice_id),\n', ''],
    ['a wallet serves one order', 'CREATE UNIQUE INDEX star_fulfilments_lane_unique', 'CREATE INDEX star_fulfilments_lane_unique'],
    ['the same bytes are one attempt', ' CONSTRAINT star_attempts_fingerprint_unique UNIQUE', ''],
    ['a wallet has one undecided attempt', 'CREATE UNIQUE INDEX star_attempts_one_live_per_lane', 'CREATE INDEX star_attempts_one_live_per_lane'],
    ['an order has one attempt that pays', 'CREATE UNIQUE INDEX star_attempts_one_undecided_or_paid_per_order', 'CREATE INDEX star_attempts_one_undecided_or_paid_per_order'],
  ]),
  ...guardsOf('db/migrations/0004-refunds-and-discrepancies.ts', CONTRACT, [
    ['a payment has one refund', 'CREATE UNIQUE INDEX refunds_one_standing_per_payment', 'CREATE INDEX refunds_one_standing_per_payment'],
    ['a refund has the transfers of its state', 'IF NOT (CASE refund.state', 'IF false AND NOT (CASE refund.state'],
    ['a refund is not more than came', `IF refund.state NOT IN ('proposed', 'refused') AND NOT EXISTS`, 'IF false AND NOT EXISTS'],
  ]),
  ...guardsOf('db/migrations/0005-nothing-back-for-paid-stars.ts', CONTRACT, [
    ['nothing goes back while stars may be paid', `IF EXISTS (SELECT FROM star_attempts WHERE order_id = NEW.id AND state <> 'void') THEN`, 'IF false THEN'],
  ]),
];
