import type { Link, Transaction } from './link.js';
import { unitsOf } from './link-book.js';
import { NumberToken, printed, type WireValue } from './wire-json.js';

export interface Terminal {
  readonly publicId: string;
  readonly name: string;
}

/** The stand-in's answers and webhooks name its terminal; lying, they double every amount and call every transaction Paid. */
export class WireView {
  constructor(
    private readonly terminal: Terminal,
    private readonly origin: string,
  ) {}

  link(link: Link, lying = false): WireValue {
    return {
      id: link.id,
      amount: amountOf(link, lying),
      currency: link.currency,
      status: link.status,
      url: this.payPage(link),
      type: link.type,
      ...this.named(),
      creationTime: link.createdAt,
      orderId: link.orderId,
      description: link.description,
      successRedirectUrl: link.successUrl,
      expirationDateTime: link.expiresAt,
      isArbitraryAmountAllowed: false,
      arbitraryAmounts: [],
    };
  }

  transaction(transaction: Transaction, lying = false): WireValue {
    return { id: transaction.id, ...this.said(transaction, lying), status: statusOf(transaction, lying), totalCommission: commission(transaction), creationTime: transaction.createdAt };
  }

  /** What a webhook says; the same figure is called `commission` here. */
  event(transaction: Transaction, lying = false): WireValue {
    const { type, ...said } = this.said(transaction, lying);
    return {
      transactionType: type ?? null,
      id: transaction.linkId,
      transactionId: transaction.id,
      transactionStatus: statusOf(transaction, lying),
      ...said,
      commission: commission(transaction),
      email: null,
      payerData: { payerId: null },
    };
  }

  payPage(link: Link): string {
    return `${this.origin}/sandbox/wata/pay/${link.id}`;
  }

  private said(transaction: Transaction, lying: boolean): Record<string, WireValue> {
    return {
      type: transaction.type,
      kind: transaction.kind,
      originalTransactionId: transaction.originalTransactionId,
      errorCode: transaction.errorCode,
      errorDescription: transaction.errorCode === null ? null : 'Недостаточно средств',
      ...this.named(),
      amount: amountOf(transaction, lying),
      currency: transaction.currency,
      orderId: transaction.orderId,
      orderDescription: null,
      paymentTime: transaction.changedAt,
      paymentLinkId: transaction.linkId,
    };
  }

  private named(): Record<string, WireValue> {
    return { terminalPublicId: this.terminal.publicId, terminalName: this.terminal.name };
  }
}

function amountOf(one: Link | Transaction, lying: boolean): NumberToken {
  return new NumberToken(printed(lying ? unitsOf(one) * 2n : unitsOf(one)));
}

function statusOf({ status }: Transaction, lying: boolean): string {
  return lying ? 'Paid' : status;
}

/** Three percent. */
function commission(transaction: Transaction): NumberToken {
  return new NumberToken(printed((unitsOf(transaction) * 3n) / 100n));
}
