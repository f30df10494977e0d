import { Payment, type Invoice, type PaymentProps } from '#domain/payments/payment.js';
import { CUSTOMER_ID } from './a-customer.js';
import { nextId } from './next-id.js';
import { minutesAfter, NOW } from './now.js';
import { ton } from './ton.js';

export function anInvoice(changes: Partial<Invoice> = {}): Invoice {
  const invoiceId = changes.invoiceId ?? `invoice-${nextId()}`;
  return { invoiceId, url: `https://pay.example/${invoiceId}`, expiresAt: minutesAfter(60), ...changes };
}

/** A top-up of 10 TON whose invoice is open and asked about in a minute. */
export function aPayment(changes: Partial<PaymentProps> = {}): Payment {
  return new Payment({
    id: nextId(),
    userId: CUSTOMER_ID,
    orderId: undefined,
    gateway: 'heleket',
    amount: ton('10'),
    state: 'invoiced',
    credited: ton('0'),
    invoice: anInvoice(),
    flags: { late: false, partial: false, over: false },
    reviewReason: undefined,
    createdAt: NOW,
    nextAttemptAt: minutesAfter(1),
    attempts: 0,
    chargeToken: undefined,
    remember: false,
    ...changes,
  });
}
