import type { Payment } from '#domain/payments/payment.js';
import type { ProviderSnapshot } from '#domain/payments/provider-snapshot.js';
import { Money } from '#domain/shared/money.js';
import { nextId } from './next-id.js';
import { ton } from './ton.js';

/** A provider that has been paid the full 10 TON and is done with it. */
export function aSnapshot(changes: Partial<ProviderSnapshot> = {}): ProviderSnapshot {
  return {
    invoiceId: 'invoice-1',
    paymentId: nextId(),
    state: 'paid',
    final: true,
    requested: ton('10'),
    received: ton('10'),
    providerStatus: changes.state ?? 'paid',
    ...changes,
  };
}

/** What the provider says about this very payment; on an invoice that is over without a payment lies nothing. */
export function aSnapshotOf(payment: Payment, changes: Partial<ProviderSnapshot> = {}): ProviderSnapshot {
  return aSnapshot({
    invoiceId: payment.invoice?.invoiceId ?? 'invoice-1',
    paymentId: payment.id,
    requested: payment.amount,
    received: changes.state === 'expired' || changes.state === 'failed' ? Money.zero(payment.amount.currency) : payment.amount,
    ...changes,
  });
}
