import { guardsOf, type Guard } from '../guard.js';

const REPOSITORIES = 'src/adapters/outbound/postgres/repositories';
const WORK = 'db/migrations/0003-work.ts';
const CONTRACT = ['test/adapters/postgres/contracts.test.ts'];
const RACES = ['test/faults/crowds/races.test.ts'];

export const GUARDS_OF_THE_DATABASE: readonly Guard[] = [
  ...guardsOf(`${REPOSITORIES}/postgres-payment-repository.ts`, CONTRACT, [
    ['a locked payment waits', `'select * from payments where id = $1 for update'`, `'select * from payments where id = $1 and true'`],
  ]),
  ...guardsOf(`${REPOSITORIES}/postgres-order-repository.ts`, [...CONTRACT, ...RACES], [
    ['a locked order waits', 'findById(orderId).forUpdate()', 'findById(orderId)'],
  ]),
  ...guardsOf(`${REPOSITORIES}/postgres-settings-repository.ts`, ['test/adapters/postgres/contention.test.ts'], [['a locked setting waits', 'where({ key }).forUpdate()', 'where({ key })']]),
  ...guardsOf(`${REPOSITORIES}/stars/postgres-star-fulfilment-repository.ts`, CONTRACT, [
    [
      'a worker that was overtaken cannot write',
      '.where({ order_id: fulfilment.orderId, fence: fulfilment.fence.toString() })',
      '.where({ order_id: fulfilment.orderId })',
    ],
    [
      'one worker has the lease',
      `.whereRaw('(leased_until IS NULL OR leased_until < ?)', [now])\n      .patch`,
      '.patch',
    ],
    ['what is not due is not taken', `.where({ order_id: orderId })\n      .where('next_attempt_at', '<=', now)`, '.where({ order_id: orderId })'],
  ]),
  ...guardsOf(`${REPOSITORIES}/postgres-notice-repository.ts`, CONTRACT, [
    ['workers do not take the same notice', 'ORDER BY lane, id LIMIT $2 FOR UPDATE SKIP LOCKED', 'ORDER BY lane, id LIMIT $2'],
    ['receipts are claimed before bulk', 'ORDER BY lane, id LIMIT $2', 'ORDER BY id LIMIT $2'],
    ['what is put back keeps its attempts', 'SET next_attempt_at = $2 WHERE id = ANY', 'SET next_attempt_at = $2, attempts = attempts + 1 WHERE id = ANY'],
    ['a person hears one thing at a time', '(before.lane, before.id) < (outbox.lane, outbox.id)', 'false'],
  ]),
  {
    name: 'one cause is told once',
    file: WORK,
    text: 'key text NOT NULL UNIQUE',
    replacement: 'key text NOT NULL',
    also: [{ file: `${REPOSITORIES}/postgres-notice-repository.ts`, text: ' ON CONFLICT (key) DO NOTHING', replacement: '' }],
    tests: CONTRACT,
  },
  {
    name: 'a line of the history is written once',
    file: 'db/migrations/0001-customers-and-ledger.ts',
    text: 'external_id text NOT NULL UNIQUE',
    replacement: 'external_id text NOT NULL',
    also: [{ file: `${REPOSITORIES}/money/postgres-statement-repository.ts`, text: `.onConflict('external_id').ignore()`, replacement: '' }],
    tests: CONTRACT,
  },
  {
    name: 'an event is stored once',
    file: WORK,
    text: 'PRIMARY KEY (source, event_key)',
    replacement: 'CHECK (true)',
    also: [
      {
        file: `${REPOSITORIES}/postgres-inbox-repository.ts`,
        text: 'ON CONFLICT (source, event_key) DO UPDATE SET repeats = inbox.repeats + 1 RETURNING repeats',
        replacement: 'RETURNING repeats',
      },
    ],
    tests: CONTRACT,
  },
  ...guardsOf(`${REPOSITORIES}/postgres-inbox-repository.ts`, CONTRACT, [
    ['a repeated event is known as one', `return stored?.repeats === 0 ? 'new' : 'repeated';`, `return stored ? 'new' : 'repeated';`],
  ]),
  ...guardsOf('src/adapters/outbound/postgres/queries/postgres-purchase-queries.ts', CONTRACT, [
    ['people see their own orders', 'findOne({ id: orderId, user_id: userId })', 'findOne({ id: orderId })'],
    ['people see their own payments', 'findOne({ id: paymentId, user_id: userId })', 'findOne({ id: paymentId })'],
  ]),
  ...guardsOf('src/adapters/outbound/postgres/queries/postgres-wallet-queries.ts', CONTRACT, [
    ['people see their own lines', 'findOne({ id: lineId, user_id: userId })', 'findOne({ id: lineId })'],
  ]),
];
