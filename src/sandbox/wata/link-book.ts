import { randomUUID } from 'node:crypto';
import type { CreateRequest } from './api/create-request.js';
import type { Link, Transaction, TransactionStatus } from './link.js';
import { hundredths, printed } from './wire-json.js';
import { refused } from './wire-refusal.js';

export interface BookState {
  readonly links: readonly Link[];
  readonly transactions: readonly Transaction[];
}

/** What the provider remembers: links until their time is over, transactions for ever. Tells of each status a refund comes to by itself. */
export class LinkBook {
  private readonly links = new Map<string, Link>();
  private readonly transactions = new Map<string, Transaction>();

  constructor(
    private readonly now: () => Date,
    private readonly announce: (transaction: Transaction) => void,
  ) {}

  /** Another link each time: the provider knows no keys, and an order id may have many. */
  open(request: CreateRequest): Link {
    const { expiresAt, ...said } = request;
    const link: Link = { id: randomUUID(), ...said, createdAt: this.now().toISOString(), expiresAt: expiresAt.toISOString(), status: 'Opened', deliveries: [] };
    this.links.set(link.id, link);
    return link;
  }

  /** Undefined once its time is over: the provider deletes it then, paid or not. */
  find(id: string): Link | undefined {
    const link = this.links.get(id);
    return link && !this.isDeleted(link) ? link : undefined;
  }

  /** As it was when it was deleted. */
  remembered(id: string): Link | undefined {
    return this.links.get(id);
  }

  isDeleted(link: Link): boolean {
    return Date.parse(link.expiresAt) <= this.now().getTime();
  }

  all(): readonly Link[] {
    return [...this.links.values()];
  }

  transaction(id: string): Transaction | undefined {
    this.passTime();
    return this.transactions.get(id);
  }

  allTransactions(): readonly Transaction[] {
    this.passTime();
    return [...this.transactions.values()];
  }

  of(link: Link): readonly Transaction[] {
    return this.allTransactions().filter(({ linkId }) => linkId === link.id);
  }

  expire(link: Link): void {
    link.expiresAt = this.now().toISOString();
  }

  /** The payer pressed the button. */
  attempt(link: Link, units: bigint): Transaction {
    return this.keep({ kind: 'Payment', link, amount: printed(units), originalTransactionId: null });
  }

  become(transaction: Transaction, status: TransactionStatus): void {
    transaction.status = status;
    transaction.changedAt = this.now().toISOString();
    if (status === 'Declined') transaction.errorCode = 'TRA_2006';
    const link = this.links.get(transaction.linkId);
    if (status === 'Paid' && transaction.kind === 'Payment' && link?.type === 'OneTime') link.status = 'Closed';
  }

  /** Begins a refund that is done after a while; each call is another one. Throws `WireRefusal`. */
  refund(original: Transaction, units: bigint, takesMs: number): Transaction {
    const own = this.allTransactions().filter(({ originalTransactionId, status }) => originalTransactionId === original.id && status !== 'Declined');
    const link = this.links.get(original.linkId);
    if (!link || original.kind !== 'Payment' || original.status !== 'Paid') throw refused('TRA_1011', 'The original transaction is not paid');
    if (own.some(({ status }) => status !== 'Paid')) throw refused('TRA_1103', 'Another refund is being processed');
    const left = unitsOf(original) - own.reduce((sum, one) => sum + unitsOf(one), 0n);
    if (units <= 0n || units > left) throw refused('TRA_1101', 'The refund amount is not valid');
    const refund = this.keep({ kind: 'Refund', link, amount: printed(units), originalTransactionId: original.id });
    this.become(refund, 'Pending');
    refund.dueAt = new Date(this.now().getTime() + takesMs).toISOString();
    return refund;
  }

  /** What came for a link and was not given back, in hundredths. */
  paid(link: Link): bigint {
    const done = this.of(link).filter(({ status }) => status === 'Paid');
    return done.reduce((sum, one) => sum + (one.kind === 'Refund' ? -unitsOf(one) : unitsOf(one)), 0n);
  }

  snapshot(): BookState {
    return structuredClone({ links: [...this.links.values()], transactions: [...this.transactions.values()] });
  }

  restore({ links, transactions }: BookState): void {
    this.clear();
    for (const link of structuredClone(links)) this.links.set(link.id, link);
    for (const transaction of structuredClone(transactions)) this.transactions.set(transaction.id, transaction);
  }

  clear(): void {
    this.links.clear();
    this.transactions.clear();
  }

  private passTime(): void {
    const now = this.now().toISOString();
    for (const transaction of this.transactions.values()) {
      if (transaction.status !== 'Pending' || transaction.dueAt === null || transaction.dueAt > now) continue;
      transaction.dueAt = null;
      this.become(transaction, 'Paid');
      this.announce(transaction);
    }
  }

  private keep(made: { kind: Transaction['kind']; link: Link; amount: string; originalTransactionId: string | null }): Transaction {
    const { link, ...said } = made;
    const at = this.now().toISOString();
    const place = { linkId: link.id, orderId: link.orderId, currency: link.currency };
    const transaction: Transaction = { id: randomUUID(), type: 'SBP', ...said, ...place, createdAt: at, status: 'Created', errorCode: null, changedAt: at, dueAt: null };
    this.transactions.set(transaction.id, transaction);
    return transaction;
  }
}

export function unitsOf({ amount }: { readonly amount: string }): bigint {
  return hundredths(amount) ?? 0n;
}
