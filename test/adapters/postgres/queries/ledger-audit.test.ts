import { expect } from 'chai';
import { PostgresLedgerAudit } from '#adapters/outbound/postgres/queries/postgres-ledger-audit.js';
import { PostgresUnitOfWork } from '#adapters/outbound/postgres/unit-of-work.js';
import { testDatabase, type TestDatabase } from '../../../support/database.js';
import { aLivelyShop } from '../kit/a-lively-shop.js';
import { noJobs } from '../kit/no-jobs.js';

// Written past every guard, as a bug in the database, a careless hand or a bad restore would.
const DAMAGE: readonly [damage: string, rule: string, statement: string][] = [
  [
    'an entry out of nothing',
    'every currency sums to zero',
    'INSERT INTO ledger_entries (transfer_id, account_id, amount) SELECT transfer_id, account_id, 5 FROM ledger_entries WHERE version IS NULL LIMIT 1',
  ],
  [
    'a transfer that lost its legs',
    'every transfer has two legs that balance',
    `DELETE FROM ledger_entries WHERE transfer_id = (SELECT id FROM ledger_transfers WHERE kind = 'hold' LIMIT 1)`,
  ],
  [
    'a balance somebody raised by hand',
    'every balance is the sum of its entries',
    `UPDATE balances SET amount = amount + 1 WHERE kind = 'user:available'`,
  ],
  [
    'a change that the balance did not count',
    'every balance is the sum of its entries',
    `UPDATE balances SET version = version + 1`,
  ],
  [
    'an entry that does not follow from the one before',
    'every entry of a balance follows from the one before',
    'UPDATE ledger_entries SET balance_after = balance_after + 1 WHERE version = 2',
  ],
  [
    'a moment below zero',
    'nobody was ever below zero',
    'UPDATE ledger_entries SET balance_after = -1 WHERE version = 1',
  ],
  [
    'a payment that claims more than was credited',
    'every payment was credited exactly what it says',
    `UPDATE payments SET credited = credited + 1 WHERE state = 'credited'`,
  ],
  [
    'a credit on a payment that is still pending',
    'every payment was credited exactly what it says',
    `UPDATE payments SET state = 'pending' WHERE state = 'credited'`,
  ],
  [
    'a credit without a payment',
    'every credit belongs to a payment',
    `UPDATE payments SET invoice_id = 'another' WHERE partial`,
  ],
  [
    'an order charged at another price',
    'every order was charged once, at its price, or not at all',
    `UPDATE orders SET price = price - 1 WHERE state = 'delivered'`,
  ],
  [
    'an order without its hold',
    'every order was charged once, at its price, or not at all',
    `UPDATE ledger_transfers SET ref = replace(ref, 'hold:', 'lost:') WHERE kind = 'hold'`,
  ],
  [
    'a delivery nobody was charged for',
    'what is delivered is captured, and what is captured is delivered',
    `UPDATE orders SET state = 'delivered' WHERE state = 'fulfilling'`,
  ],
  [
    'held money without an open order',
    'held money belongs to orders and refunds that are still open',
    `UPDATE orders SET state = 'expired' WHERE state = 'fulfilling'`,
  ],
  [
    'more money taken back than came',
    'never more was taken back than was credited',
    `UPDATE ledger_transfers SET amount = amount * 2 WHERE kind = 'reversal'`,
  ],
  [
    'a refund of more than came',
    'never more was given back than came',
    `UPDATE refunds SET amount = amount * 2 WHERE state = 'done'`,
  ],
  [
    'a refund that never left the books',
    'every refund holds, gave or released its amount, as its state says',
    `UPDATE ledger_transfers SET ref = replace(ref, 'refund:', 'lost:') WHERE kind = 'refund'`,
  ],
  [
    'a refund that holds nothing',
    'every refund holds, gave or released its amount, as its state says',
    `UPDATE ledger_transfers SET ref = replace(ref, 'refund-hold:', 'lost:') WHERE ref LIKE 'refund-hold:%'`,
  ],
  [
    'an order that was delivered and given back',
    'what was given back for an order was not delivered too, unless the shop bears it',
    `UPDATE orders SET state = 'delivered' WHERE state = 'failed'`,
  ],
  [
    'a refund nobody looks at again',
    'everything unfinished has a time at which it is looked at again',
    `UPDATE refunds SET next_attempt_at = NULL WHERE state = 'requested'`,
  ],
  [
    'a delivery without a next time',
    'everything unfinished has a time at which it is looked at again',
    `UPDATE star_fulfilments SET next_attempt_at = NULL WHERE state = 'queued'`,
  ],
  [
    'a paid order without a delivery',
    'everything unfinished has a time at which it is looked at again',
    `DELETE FROM star_fulfilments WHERE state = 'queued'`,
  ],
  [
    'an invoice nobody asks about again',
    'everything unfinished has a time at which it is looked at again',
    `UPDATE payments SET next_attempt_at = NULL WHERE state = 'invoiced'`,
  ],
  [
    'a message without a next time',
    'every message that was acknowledged is processed, given to a person, or due',
    `UPDATE inbox SET next_attempt_at = NULL WHERE state = 'received'`,
  ],
  [
    'a move that was lost from the history',
    'every recorded move is one that exists and starts where the last one ended',
    `DELETE FROM state_history WHERE from_state = 'paid'`,
  ],
  [
    'a move that is no longer allowed',
    'every recorded move is one that exists and starts where the last one ended',
    `DELETE FROM state_edges WHERE machine = 'order' AND from_state = 'fulfilling' AND to_state = 'delivered'`,
  ],
  [
    'a state the history does not know',
    'every state is the one its history ends in',
    `UPDATE orders SET state = 'unknown' WHERE state = 'fulfilling'`,
  ],
  [
    'a delivery nobody was told of',
    'every finished order was put into words exactly once',
    `DELETE FROM outbox WHERE key LIKE '%:delivered'`,
  ],
  [
    'a subscription nobody looks at again',
    'every subscription that runs, and every panel that is behind, is looked at again',
    `UPDATE subscriptions SET next_event_at = NULL`,
  ],
  [
    'a panel that is never told',
    'every subscription that runs, and every panel that is behind, is looked at again',
    `UPDATE vpn_configs SET next_attempt_at = NULL`,
  ],
  [
    'an end somebody moved by hand',
    'every end is where the grants of time have put it, one after the other',
    `UPDATE subscriptions SET expires_at = expires_at + interval '1 day' WHERE plan_id IS NULL`,
  ],
  [
    'a grant that gives more than it says',
    'every end is where the grants of time have put it, one after the other',
    `UPDATE time_grants SET seconds = seconds - 60 WHERE kind = 'trial'`,
  ],
  [
    'a grant that was lost from the middle',
    'every end is where the grants of time have put it, one after the other',
    `UPDATE time_grants SET before = before - interval '1 hour' WHERE seconds < 0`,
  ],
  [
    'time that was given back and kept',
    'what was delivered was granted and kept, and what was given back was taken back',
    `UPDATE time_grants SET ref = 'lost:' || ref WHERE ref LIKE 'reversal:%'`,
  ],
  [
    'a delivery without its grant',
    'what was delivered was granted and kept, and what was given back was taken back',
    `UPDATE subscription_deliveries SET outcome = NULL WHERE outcome = 'delivered'`,
  ],
  ['a trial nobody took', 'every trial is the only one of some person', 'DELETE FROM trials'],
];

describe('the audit of the ledger', () => {
  let database: TestDatabase;
  let users: { readonly buyer: number };
  const audit = () => new PostgresLedgerAudit(database);
  const broken = async () => (await audit().verify()).filter((check) => check.violations.length > 0);

  beforeEach(async function () {
    this.timeout(60_000);
    database = await testDatabase();
    users = await aLivelyShop(new PostgresUnitOfWork(database, noJobs));
  });

  it('finds nothing wrong with a shop that was run by its own rules, and says how much it looked at', async () => {
    const checks = await audit().verify();
    expect(checks.filter((check) => check.violations.length > 0)).to.deep.equal([]);
    expect(checks.filter((check) => check.counted === 0)).to.deep.equal([]);
    expect(new Set(checks.map((check) => check.id))).to.deep.equal(new Set(['I1', 'I2', 'I3', 'I4', 'I5', 'I6', 'I7', 'I8', 'I9', 'I10', 'I11', 'I12', 'I13']));
  });

  for (const [damage, rule, statement] of DAMAGE) {
    it(`notices ${damage}`, async () => {
      const undone = new Error('undone');
      const work = database.knex.transaction(async (trx) => {
        await trx.raw(`SET LOCAL session_replication_role = replica; ${statement}`);
        const seen = await new PostgresLedgerAudit({ ...database, knex: trx }).verify();
        expect(seen.filter((check) => check.violations.length > 0).map((check) => check.title)).to.include(rule);
        throw undone;
      });
      await work.catch((error: unknown) => {
        if (error !== undone) throw error;
      });
      expect(await broken()).to.deep.equal([]);
    });
  }

  it('shows at most twenty rows of a broken rule', async () => {
    await database.knex.raw(`INSERT INTO inbox (source, event_key, body, received_at) SELECT 'heleket', n::text, '', now() FROM generate_series(1, 30) n`);
    expect((await broken()).map((check) => [check.id, check.violations.length])).to.deep.equal([['I9', 20]]);
  });

  it('lists what every account holds and the newest transfers as plain decimals', async () => {
    const { accounts, transfers } = await audit().overview(3);
    const balances = new Map(accounts.map((account) => [`${account.kind} ${account.userId ?? ''}`.trim(), account.balance]));
    expect(balances.get(`user:held ${users.buyer}`)).to.equal('9');
    expect(balances.get('revenue:stars')).to.equal('2');
    expect(transfers).to.have.length(3);
    expect(transfers[0]).to.include({ kind: 'hold', from: `user:available:${users.buyer}`, to: `user:held:${users.buyer}`, amount: '1', currency: 'TON' });
    expect(balances.get('revenue:vpn')).to.equal('1');
  });
});
