import { expect } from 'chai';
import type { Knex } from 'knex';
import { capture, hold, topUp } from '#domain/wallet/ledger.js';
import { PostgresUnitOfWork } from '#adapters/outbound/postgres/unit-of-work.js';
import { refusalOf } from '#adapters/outbound/postgres/driver/database-error.js';
import { aCustomer } from '../../builders/a-customer.js';
import { aFulfilment } from '../../builders/a-fulfilment.js';
import { anAttempt } from '../../builders/an-attempt.js';
import { anOrder } from '../../builders/an-order.js';
import { nextId } from '../../builders/next-id.js';
import { NOW } from '../../builders/now.js';
import { ton } from '../../builders/ton.js';
import { testDatabase, type TestDatabase } from '../../support/database.js';
import { noJobs } from './kit/no-jobs.js';

const USER = 1001;

describe('the database guards the money even against its own service', () => {
  let database: TestDatabase;
  const run = (work: (trx: Knex.Transaction) => Promise<unknown>) => database.knex.transaction(work);
  const unitOfWork = () => new PostgresUnitOfWork(database, noJobs);

  /** SQLSTATE of the refusal; fails when the statement was accepted. */
  const codeOf = async (statement: string, bindings: (string | number)[] = []): Promise<string> => {
    try {
      await run((trx) => trx.raw(statement, bindings));
    } catch (error) {
      return refusalOf(error)?.code ?? String(error);
    }
    throw new Error(`accepted: ${statement}`);
  };

  beforeEach(async function () {
    this.timeout(60_000);
    database = await testDatabase();
    await unitOfWork().run(async (tx) => {
      await tx.users.save(aCustomer({ userId: USER }), NOW);
      await tx.ledger.post(topUp({ gateway: 'heleket', chargeId: 'charge', userId: USER, amount: ton('10'), total: ton('10') }));
    });
  });

  for (const table of ['ledger_transfers', 'ledger_entries']) {
    it(`a row of ${table} is never changed, removed or swept away`, async () => {
      expect(await codeOf(`UPDATE ${table} SET amount = 1`)).to.equal('23001');
      expect(await codeOf(`DELETE FROM ${table}`)).to.equal('23001');
      expect(await codeOf(`TRUNCATE ${table} CASCADE`)).to.equal('23001');
    });
  }

  it('a transfer without its legs does not commit', async () => {
    const lonely = `INSERT INTO ledger_transfers (ref, kind, currency, amount, from_account, to_account)
      SELECT 'lonely', 'topup', 'TON', 5, min(id), max(id) FROM ledger_accounts`;
    expect(await codeOf(lonely)).to.equal('23514');
  });

  it('a leg added to an old transfer does not commit', async () => {
    const extra = 'INSERT INTO ledger_entries (transfer_id, account_id, amount) SELECT transfer_id, account_id, 7 FROM ledger_entries LIMIT 1';
    expect(await codeOf(extra)).to.equal('23514');
  });

  it('a balance below zero is refused at the row, whoever writes it', async () => {
    expect(await codeOf('UPDATE balances SET amount = -1')).to.equal('23514');
  });

  it('nothing is posted for nothing, backwards or onto itself', async () => {
    const post = (amount: number, to: string) =>
      codeOf(`SELECT ledger_post('ref', 'topup', 'TON', ?, 'gateway:heleket', NULL, ?, NULL)`, [amount, to]);
    expect(await post(0, 'revenue:stars')).to.equal('23514');
    expect(await post(-5, 'revenue:stars')).to.equal('23514');
    expect(await post(5, 'gateway:heleket')).to.equal('23514');
  });

  it('an order in no known state, or leaping over one, is refused', async () => {
    const order = anOrder({ userId: USER });
    await unitOfWork().run((tx) => tx.orders.add(order));
    expect(await codeOf("UPDATE orders SET state = 'delivered' WHERE id = ?", [order.id])).to.equal('ST001');
    expect(await codeOf("UPDATE orders SET state = 'bought' WHERE id = ?", [order.id])).to.equal('ST001');
  });

  it('an order is not born paid, delivered or failed without its transfer', async () => {
    for (const state of ['paid', 'delivered', 'failed'] as const) {
      const born = unitOfWork().run((tx) => tx.orders.add(anOrder({ userId: USER, state })));
      expect(refusalOf(await born.catch((error: unknown) => error))?.code, state).to.equal('23514');
    }
  });

  it('every move is written into the history', async () => {
    const order = anOrder({ userId: USER });
    await unitOfWork().run(async (tx) => {
      await tx.orders.add(order);
      await tx.ledger.post(hold(order.id, USER, order.price));
      await tx.orders.save(order.moved('paid'));
      await tx.orders.save(order.moved('paid').moved('fulfilling'));
      await tx.ledger.post(capture(order.id, USER, order.price));
      await tx.orders.save(order.moved('paid').moved('fulfilling').moved('delivered'));
    });
    const moves = await database.knex('state_history').where({ subject: order.id }).orderBy('id').pluck('to_state');
    expect(moves).to.deep.equal(['draft', 'paid', 'fulfilling', 'delivered']);
  });

  it('an attempt to pay is never removed, and its bytes are never rewritten', async () => {
    const order = anOrder({ userId: USER });
    const attempt = anAttempt();
    await unitOfWork().run(async (tx) => {
      await tx.orders.add(order);
      await tx.fulfilments.add(aFulfilment({ orderId: order.id }));
      await tx.starAttempts.add(order.id, attempt, NOW);
    });
    expect(await codeOf('DELETE FROM star_attempts')).to.equal('ST001');
    expect(await codeOf("UPDATE star_attempts SET data = '{}'")).to.equal('ST001');
    expect(await codeOf('UPDATE star_attempts SET fingerprint = ?', [nextId()])).to.equal('ST001');
  });
});
