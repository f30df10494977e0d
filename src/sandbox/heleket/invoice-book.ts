import { randomBytes, randomUUID } from 'node:crypto';
import { plainAmount, readAmount } from './amount.js';
import type { CreateRequest } from './create-request.js';
import { type Invoice, type InvoiceStatus, isAnnounced } from './invoice.js';

const TAKES_MONEY = new Set<InvoiceStatus>(['check', 'process', 'confirm_check', 'wrong_amount_waiting', 'paid', 'paid_over']);
const OPEN = new Set<InvoiceStatus>(['check', 'process', 'confirm_check', 'wrong_amount_waiting']);
const REFUNDABLE = new Set<InvoiceStatus>(['paid', 'paid_over', 'wrong_amount', 'refund_fail']);
const TAKES_LATE_MONEY = new Set<InvoiceStatus>(['cancel', 'wrong_amount', 'fail', 'system_fail']);

/** Money was sent to an invoice that takes none. */
export class InvoiceClosed extends Error {
  constructor(status: InvoiceStatus) {
    super(`an invoice with status ${status} takes no money`);
    this.name = 'InvoiceClosed';
  }
}

/** The provider's memory of invoices: who paid what, what time has ended. Tells of each status that is announced by webhook. */
export class InvoiceBook {
  private readonly byUuid = new Map<string, Invoice>();
  private readonly byOrder = new Map<string, Invoice>();

  constructor(
    private readonly now: () => Date,
    private readonly announce: (invoice: Invoice) => void,
  ) {}

  /** The invoice of this order id, made now unless there is one already: then nothing about it changes. */
  create(request: CreateRequest): Invoice {
    const known = this.find({ orderId: request.orderId });
    if (known) return request.refresh && known.status === 'cancel' ? this.refreshed(known) : known;
    const now = this.now();
    const invoice: Invoice = {
      uuid: randomUUID(),
      orderId: request.orderId,
      amount: request.amount,
      currency: request.currency,
      network: request.network,
      callbackUrl: request.callbackUrl,
      returnUrl: request.returnUrl,
      additionalData: request.additionalData,
      lifetime: request.lifetime,
      multiple: request.multiple,
      accuracy: request.accuracy,
      createdAt: now.toISOString(),
      updatedAt: now.toISOString(),
      expiresAt: this.deadline(request.lifetime),
      status: 'check',
      paid: '0',
      txid: null,
      refundedAt: null,
      deliveries: [],
    };
    this.keep(invoice);
    return invoice;
  }

  find(name: { readonly uuid?: string; readonly orderId?: string }): Invoice | undefined {
    const found = name.orderId === undefined ? this.byUuid.get(name.uuid ?? '') : this.byOrder.get(name.orderId);
    if (found) this.passTime(found);
    return found;
  }

  all(): readonly Invoice[] {
    const invoices = [...this.byUuid.values()];
    for (const invoice of invoices) this.passTime(invoice);
    return invoices;
  }

  /** Money arrives: what is due, or the amount in billionths. Late money first lets the lifetime end. Throws `InvoiceClosed`. */
  pay(invoice: Invoice, amount: bigint | undefined, late: boolean): void {
    if (late && OPEN.has(invoice.status)) this.expire(invoice);
    const takes = TAKES_MONEY.has(invoice.status) || (late && TAKES_LATE_MONEY.has(invoice.status));
    if (!takes) throw new InvoiceClosed(invoice.status);
    const asked = units(invoice.amount);
    const before = units(invoice.paid);
    const due = asked > before ? asked - before : asked;
    invoice.paid = plainAmount(before + (amount ?? due));
    invoice.txid = randomBytes(32).toString('base64');
    this.become(invoice, this.statusAfterMoney(invoice, asked));
  }

  /** Sets a status as if the provider had decided it; no money moves. */
  force(invoice: Invoice, status: InvoiceStatus): void {
    invoice.status = status;
    invoice.refundedAt = null;
    invoice.updatedAt = this.now().toISOString();
    this.announce(invoice);
  }

  /** Begins a refund that is done after a while; false when there is nothing to return. */
  refund(invoice: Invoice, takesMs: number): boolean {
    if (!REFUNDABLE.has(invoice.status)) return false;
    invoice.refundedAt = new Date(this.now().getTime() + takesMs).toISOString();
    this.become(invoice, 'refund_process');
    return true;
  }

  restore(invoices: readonly Invoice[]): void {
    this.clear();
    for (const invoice of invoices) this.keep(structuredClone(invoice));
  }

  clear(): void {
    this.byUuid.clear();
    this.byOrder.clear();
  }

  private statusAfterMoney(invoice: Invoice, asked: bigint): InvoiceStatus {
    const paid = units(invoice.paid);
    if (paid > asked) return 'paid_over';
    if ((asked - paid) * 100n <= asked * BigInt(invoice.accuracy)) return 'paid';
    return invoice.multiple && OPEN.has(invoice.status) ? 'wrong_amount_waiting' : 'wrong_amount';
  }

  private passTime(invoice: Invoice): void {
    const now = this.now().getTime();
    if (OPEN.has(invoice.status) && now >= Date.parse(invoice.expiresAt)) this.expire(invoice);
    if (invoice.status === 'refund_process' && invoice.refundedAt && now >= Date.parse(invoice.refundedAt)) this.become(invoice, 'refund_paid');
  }

  private expire(invoice: Invoice): void {
    const now = this.now().toISOString();
    if (invoice.expiresAt > now) invoice.expiresAt = now;
    this.become(invoice, units(invoice.paid) > 0n ? 'wrong_amount' : 'cancel');
  }

  private become(invoice: Invoice, status: InvoiceStatus): void {
    invoice.status = status;
    invoice.updatedAt = this.now().toISOString();
    if (isAnnounced(status)) this.announce(invoice);
  }

  private refreshed(invoice: Invoice): Invoice {
    invoice.expiresAt = this.deadline(invoice.lifetime);
    this.become(invoice, 'check');
    return invoice;
  }

  private deadline(lifetime: number): string {
    return new Date(this.now().getTime() + lifetime * 1000).toISOString();
  }

  private keep(invoice: Invoice): void {
    this.byUuid.set(invoice.uuid, invoice);
    this.byOrder.set(invoice.orderId, invoice);
  }
}

function units(amount: string): bigint {
  return readAmount(amount) ?? 0n;
}
