import { randomBytes } from 'node:crypto';
import { badRequest } from '../bot-api-error.js';
import type { Invoice } from './chat.js';

export interface StarTransaction {
  readonly id: string;
  readonly userId: number;
  readonly amount: number;
  readonly payload: string;
  readonly at: string;
  readonly kind: 'payment' | 'refund';
}

/** The bot's Telegram Stars: what came in and what went back. */
export class StarTill {
  private transactions: StarTransaction[] = [];

  constructor(private readonly now: () => Date) {}

  /** Takes a payment and gives its charge id; other currencies get an id but leave the stars alone. */
  charge(userId: number, invoice: Invoice): string {
    const id = `stx${randomBytes(24).toString('base64url')}`;
    if (invoice.currency === 'XTR') this.add({ id, userId, amount: invoice.total, payload: invoice.payload, kind: 'payment' });
    return id;
  }

  /** Gives the stars of one payment back, once. */
  refund(userId: number, chargeId: string): StarTransaction {
    const payment = this.find(chargeId);
    if (payment?.userId !== userId) throw badRequest('CHARGE_NOT_FOUND');
    if (this.transactions.some((one) => one.id === chargeId && one.kind === 'refund')) throw badRequest('CHARGE_ALREADY_REFUNDED');
    this.add({ id: chargeId, userId, amount: payment.amount, payload: payment.payload, kind: 'refund' });
    return payment;
  }

  find(chargeId: string): StarTransaction | undefined {
    return this.transactions.find((one) => one.id === chargeId && one.kind === 'payment');
  }

  /** Oldest first, as the Bot API lists them. */
  list(): readonly StarTransaction[] {
    return this.transactions;
  }

  balance(): number {
    return this.transactions.reduce((sum, one) => sum + (one.kind === 'payment' ? one.amount : -one.amount), 0);
  }

  restore(transactions: readonly StarTransaction[]): void {
    this.transactions = [...transactions];
  }

  private add(transaction: Omit<StarTransaction, 'at'>): void {
    this.transactions.push({ ...transaction, at: this.now().toISOString() });
  }
}
