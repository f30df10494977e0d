import type { MemoryPaymentGateway } from '#adapters/outbound/memory/providers/memory-payment-gateway.js';
import type { DiscrepancyKind } from '#domain/reconciliation/discrepancy.js';
import type { ProviderSnapshot } from '#domain/payments/provider-snapshot.js';
import { Money } from '#domain/shared/money.js';
import type { WalletMovement } from '#use-cases/ports/providers/wallet-statement.js';
import { nextId } from '../../../builders/next-id.js';
import { minutesAfter, NOW } from '../../../builders/now.js';
import type { TestDatabase } from '../../../support/database.js';

const PRICE = 2_000_000_000n;
const COST = 1_500_000_000n;
const FEE = 5_000_000n;

/** One top-up and one order as our rows have them, and as the outside does. */
export interface Sale {
  readonly paymentId: string;
  readonly invoiceId: string;
  readonly orderId: string;
  readonly attemptId: string;
  readonly at: Date;
  paymentState: string;
  /** What the ledger was credited with, step by step. */
  credits: bigint[];
  claimed: bigint;
  snapshot: { state: ProviderSnapshot['state']; received: bigint } | undefined;
  orderState: string;
  ended: boolean;
  attemptState: 'paid' | 'void';
  fee: bigint;
  movement: { paid: bigint; fee: bigint } | undefined;
}

function aSale(at: Date): Sale {
  return {
    paymentId: nextId(),
    invoiceId: `invoice-${nextId()}`,
    orderId: nextId(),
    attemptId: nextId(),
    at,
    paymentState: 'credited',
    credits: [PRICE],
    claimed: PRICE,
    snapshot: { state: 'paid', received: PRICE },
    orderState: 'delivered',
    ended: true,
    attemptState: 'paid',
    fee: FEE,
    movement: { paid: COST, fee: FEE },
  };
}

/** What goes well in ways that look odd at first sight. */
const ODD_BUT_RIGHT: readonly ((sale: Sale) => void)[] = [
  (sale) => Object.assign(sale, { credits: [PRICE, PRICE], claimed: 2n * PRICE, snapshot: { state: 'paid', received: 2n * PRICE } }),
  (sale) => Object.assign(sale, { paymentState: 'expired', credits: [], claimed: 0n, snapshot: { state: 'expired', received: 0n } }),
  (sale) => Object.assign(sale, { paymentState: 'invoiced', credits: [], claimed: 0n, snapshot: { state: 'awaiting', received: 0n } }),
  (sale) => Object.assign(sale, { paymentState: 'refunded', snapshot: { state: 'refunded', received: PRICE } }),
  (sale) => Object.assign(sale, { paymentState: 'review', credits: [], claimed: 0n, snapshot: { state: 'held', received: PRICE } }),
  (sale) => Object.assign(sale, { orderState: 'failed', attemptState: 'void', fee: 0n, movement: undefined }),
  (sale) => Object.assign(sale, { orderState: 'failed', attemptState: 'void', movement: { paid: 0n, fee: FEE } }),
];

/** Accounts on panels are no sales. */
type SaleKind = Exclude<DiscrepancyKind, `account-${string}`>;

/** One way for each kind to break a sale; answers what the discrepancy is about. */
const BREAK: Readonly<Record<Exclude<SaleKind, 'unknown-invoice' | 'chain-payment-unbooked'>, (sale: Sale) => string>> = {
  'credit-lost': (sale) => broken(sale, sale.paymentId, { paymentState: 'pending', credits: [], claimed: 0n }),
  'paid-after-expiry': (sale) => broken(sale, sale.paymentId, { paymentState: 'expired', credits: [], claimed: 0n }),
  'credit-without-payment': (sale) => broken(sale, sale.paymentId, { snapshot: undefined }),
  'amount-differs': (sale) => broken(sale, sale.paymentId, { snapshot: { state: 'paid', received: PRICE - 1n } }),
  'credit-doubled': (sale) => broken(sale, sale.paymentId, { credits: [PRICE, PRICE] }),
  'refunded-there-only': (sale) => broken(sale, sale.paymentId, { snapshot: { state: 'refunded', received: PRICE } }),
  'fee-differs': (sale) => broken(sale, sale.attemptId, { fee: FEE - 1n }),
  'attempt-paid-unseen': (sale) => broken(sale, sale.attemptId, { movement: undefined }),
  'delivery-overdue': (sale) => broken(sale, sale.orderId, { orderState: 'fulfilling', ended: false }),
  'hold-left': (sale) => broken(sale, sale.orderId, { ended: false }),
};

function broken(sale: Sale, subject: string, changes: Partial<Sale>): string {
  Object.assign(sale, changes);
  return subject;
}

const KINDS = [...Object.keys(BREAK), 'unknown-invoice', 'chain-payment-unbooked'] as SaleKind[];

export interface Year {
  readonly sales: readonly Sale[];
  readonly strangers: readonly Sale[];
  /** `kind subject` of everything that was planted. */
  readonly planted: readonly string[];
}

/** Many sales over two days before `NOW`, of which so many are broken, kind by kind in turn. */
export function aYearOfSales(count: number, wrong: number): Year {
  const sales = Array.from({ length: count }, (_, index) => aSale(minutesAfter(-3 * 60 - (index * 45 * 60) / count)));
  sales.forEach((sale, index) => index % 10 === 5 && ODD_BUT_RIGHT[(index / 10) % ODD_BUT_RIGHT.length | 0]?.(sale));
  const strangers: Sale[] = [];
  const planted = Array.from({ length: wrong }, (_, index) => {
    const kind = KINDS[index % KINDS.length] ?? 'credit-lost';
    const sale = sales[Math.floor((index * count) / wrong / 10) * 10] ?? aSale(NOW);
    if (kind !== 'unknown-invoice' && kind !== 'chain-payment-unbooked') return `${kind} ${BREAK[kind](sale)}`;
    const stranger = aSale(sale.at);
    strangers.push(kind === 'unknown-invoice' ? { ...stranger, movement: undefined } : { ...stranger, snapshot: undefined });
    return `${kind} ${kind === 'unknown-invoice' ? stranger.invoiceId : referenceOf(stranger)}`;
  });
  return { sales, strangers, planted };
}

export function referenceOf({ attemptId }: Pick<Sale, 'attemptId'>): string {
  return `signed-${attemptId}`;
}

export function movementsOf({ sales, strangers }: Year): readonly WalletMovement[] {
  return [...sales, ...strangers].flatMap((sale) => {
    const { movement, at } = sale;
    if (!movement) return [];
    return [{ reference: referenceOf(sale), evidence: `tx-${sale.attemptId}`, at, paid: Money.of(movement.paid, 'TON'), fee: Money.of(movement.fee, 'TON') }];
  });
}

/** Lets the gateway say what it says of each invoice. */
export function tellGateway(gateway: MemoryPaymentGateway, { sales, strangers }: Year): void {
  for (const { paymentId, invoiceId, snapshot, at } of [...sales, ...strangers]) {
    if (!snapshot) continue;
    const expiresAt = new Date(at.getTime() + gateway.descriptor.lifetimeSeconds * 1000);
    const received = Money.of(snapshot.received, 'TON');
    const said = { invoiceId, paymentId, state: snapshot.state, final: true, requested: Money.of(PRICE, 'TON'), received, providerStatus: snapshot.state };
    gateway.invoices.set(paymentId, { ...said, url: 'https://pay.example', expiresAt });
  }
}

/** Writes our rows past every guard: most of what is planted could not come about otherwise. */
export async function store(database: TestDatabase, { sales }: Year): Promise<void> {
  const rows = sales.map((sale) => ({ ...sale, reference: referenceOf(sale), credits: undefined, snapshot: undefined, movement: undefined, fee: `${sale.fee}`, claimed: `${sale.claimed}` }));
  const transfers = sales.flatMap((sale) => [
    ...sale.credits.map((amount, step) => ({ ref: `topup:heleket:${sale.invoiceId}${step === 0 ? '' : `:${amount * BigInt(step + 1)}`}`, kind: 'topup', amount: `${amount}` })),
    { ref: `hold:${sale.orderId}`, kind: 'hold', amount: `${PRICE}` },
    ...(sale.ended ? [{ ref: `${sale.orderState === 'failed' ? 'release' : 'capture'}:${sale.orderId}`, kind: 'capture', amount: `${PRICE}` }] : []),
    ...(sale.fee > 0n ? [{ ref: `chain-fee:${sale.attemptId}`, kind: 'chain-fee', amount: `${sale.fee}` }] : []),
  ]);
  const sale = `jsonb_to_recordset(:rows::jsonb) AS sale ("paymentId" uuid, "invoiceId" text, "orderId" uuid, "attemptId" uuid, at timestamptz,
    "paymentState" text, claimed bigint, "orderState" text, "attemptState" text, reference text)`;
  await database.knex.transaction(async (trx) => {
    const write = (sql: string, values: unknown): Promise<unknown> => trx.raw(sql.replace(/:rows/, '?'), [JSON.stringify(values)]).then();
    await trx.raw(`SET LOCAL session_replication_role = replica; INSERT INTO users VALUES (1, 'vera', 'Vera', 'en', false, NULL, now(), now())`);
    await trx.raw(`SELECT ledger_account('gateway:heleket', NULL, 'TON'), ledger_account('user:available', 1, 'TON')`);
    await write(`INSERT INTO payments (id, user_id, gateway, amount, currency, state, credited, invoice_id, invoice_url, invoice_expires_at, created_at)
      SELECT "paymentId", 1, 'heleket', ${PRICE}, 'TON', "paymentState", claimed, "invoiceId", 'url', at, at FROM ${sale}`, rows);
    await write(`INSERT INTO orders SELECT "orderId", 1, 100, 0, ${PRICE}, 'TON', ${COST}, 'TON', 'balance', '{}', "orderState", NULL, at FROM ${sale}`, rows);
    await write(`INSERT INTO star_fulfilments (order_id, state, entered_at, created_at) SELECT "orderId", 'delivered', at, at FROM ${sale}`, rows);
    await write(`INSERT INTO star_attempts (id, order_id, lane, fingerprint, cost, currency, data, state, created_at, decided_at)
      SELECT "attemptId", "orderId", 'lane', reference, ${COST}, 'TON', '{}', "attemptState", at, at FROM ${sale}`, rows);
    await write(`INSERT INTO ledger_transfers (ref, kind, currency, amount, from_account, to_account)
      SELECT ref, kind, 'TON', amount, (SELECT min(id) FROM ledger_accounts), (SELECT max(id) FROM ledger_accounts)
      FROM jsonb_to_recordset(:rows::jsonb) AS transfer (ref text, kind text, amount bigint)`, transfers);
  });
}
