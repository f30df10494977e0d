import { randomBytes } from 'node:crypto';
import { ASSETS, exchange, readAmount, writeAmount } from './amount.js';
import type { CreateRequest, Invoice, Transfer } from './invoice.js';
import { WireRefusal } from './wire-refusal.js';

/** What the app has earned before the first day, of each asset, in billionths. */
const OPENING = 1_000_000_000_000n;
const FEE_PERCENT = 1n;
const LEAST_TRANSFER = readAmount('1') ?? 0n;
const MOST_TRANSFER = readAmount('25000') ?? 0n;

export interface AppState {
  readonly invoices: readonly Invoice[];
  readonly transfers: readonly Transfer[];
  readonly nextId: number;
}

/** Somebody pays what cannot be paid. */
export class NotPayable extends Error {}

/** The provider's memory of one app: its invoices, its transfers and, from both, its balances. */
export class AppBook {
  private byId = new Map<number, Invoice>();
  private sent: Transfer[] = [];
  private nextId = 1_000;

  constructor(private readonly now: () => Date) {}

  /** There is no key: every call makes another invoice. */
  create(request: CreateRequest): Invoice {
    const now = this.now();
    const invoice: Invoice = {
      ...request,
      id: this.newId(),
      hash: `IV${randomBytes(5).toString('hex')}`,
      createdAt: now.toISOString(),
      expiresAt: request.expiresIn === null ? null : new Date(now.getTime() + request.expiresIn * 1000).toISOString(),
      status: 'active',
      paidAt: null,
      paidAsset: null,
      paidAmount: null,
      deliveries: [],
    };
    this.byId.set(invoice.id, invoice);
    return invoice;
  }

  find(id: number): Invoice | undefined {
    const invoice = this.byId.get(id);
    if (invoice) this.passTime(invoice);
    return invoice;
  }

  /** Newest first. */
  all(): readonly Invoice[] {
    const invoices = [...this.byId.values()].reverse();
    for (const invoice of invoices) this.passTime(invoice);
    return invoices;
  }

  /** False when there is none, or it has been paid. */
  delete(id: number): boolean {
    return this.find(id)?.status !== 'paid' && this.byId.delete(id);
  }

  /**
   * Debits the payer with exactly the invoice's sum, in the invoice's asset or, of a fiat invoice, in an accepted one. `reportedLate`:
   * the payer was in time, though the invoice has been called expired since. Throws `NotPayable`.
   */
  pay(invoice: Invoice, asset: string | undefined, reportedLate: boolean): void {
    const inTime = invoice.status === 'active' || (reportedLate && invoice.status === 'expired');
    if (!inTime) throw new NotPayable(`an invoice that is ${invoice.status} takes no money`);
    const isFiat = invoice.currencyType === 'fiat';
    const coin = asset ?? (isFiat ? (invoice.acceptedAssets[0] ?? 'USDT') : invoice.currency);
    if (isFiat ? !invoice.acceptedAssets.includes(coin) : coin !== invoice.currency) throw new NotPayable(`it cannot be paid in ${coin}`);
    const units = readAmount(invoice.amount) ?? 0n;
    invoice.status = 'paid';
    invoice.paidAsset = coin;
    invoice.paidAmount = writeAmount(isFiat ? exchange(units, invoice.currency, coin) : units);
    invoice.paidAt = reportedLate && invoice.expiresAt ? invoice.expiresAt : this.now().toISOString();
  }

  transfers(): readonly Transfer[] {
    return [...this.sent].reverse();
  }

  /** A key is accepted once. Throws `WireRefusal`, with names of which none is documented. */
  transfer(request: Omit<Transfer, 'id' | 'completedAt'>): Transfer {
    if (this.sent.some(({ spendId }) => spendId === request.spendId)) throw new WireRefusal(400, 'SPEND_ID_ALREADY_USED');
    const units = readAmount(request.amount) ?? 0n;
    const dollars = exchange(units, request.asset, 'USD');
    if (dollars < LEAST_TRANSFER || dollars > MOST_TRANSFER) throw new WireRefusal(400, 'AMOUNT_INVALID');
    if (units > (this.balances().get(request.asset) ?? 0n)) throw new WireRefusal(400, 'NOT_ENOUGH_COINS');
    const transfer = { ...request, id: this.newId(), completedAt: this.now().toISOString() };
    this.sent.push(transfer);
    return transfer;
  }

  /** In billionths. */
  balances(): ReadonlyMap<string, bigint> {
    const balances = new Map(ASSETS.map((asset) => [asset, OPENING]));
    const add = (asset: string, units: bigint): void => void balances.set(asset, (balances.get(asset) ?? 0n) + units);
    for (const { paidAsset, paidAmount } of this.byId.values()) {
      const paid = readAmount(paidAmount) ?? 0n;
      if (paidAsset) add(paidAsset, paid - feeOf(paid));
    }
    for (const { asset, amount } of this.sent) add(asset, -(readAmount(amount) ?? 0n));
    return balances;
  }

  snapshot(): AppState {
    return structuredClone({ invoices: [...this.byId.values()], transfers: this.sent, nextId: this.nextId });
  }

  restore({ invoices, transfers, nextId }: AppState): void {
    this.byId = new Map(structuredClone(invoices).map((invoice) => [invoice.id, invoice]));
    this.sent = [...transfers];
    this.nextId = nextId;
  }

  private newId(): number {
    this.nextId += 1;
    return this.nextId;
  }

  private passTime(invoice: Invoice): void {
    const isOver = invoice.expiresAt !== null && this.now().getTime() >= Date.parse(invoice.expiresAt);
    if (invoice.status === 'active' && isOver) invoice.status = 'expired';
  }
}

/** What the provider keeps of a payment, in billionths. */
export function feeOf(paid: bigint): bigint {
  return (paid * FEE_PERCENT) / 100n;
}
