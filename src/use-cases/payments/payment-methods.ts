import type { Currency } from '#domain/shared/currency.js';
import type { PaymentGateways } from '../ports/providers/payment-gateway.js';

/** The gateways that collect a currency, in the operator's order. */
export class PaymentMethods {
  constructor(private readonly gateways: PaymentGateways) {}

  for(currency: Currency): readonly string[] {
    return this.gateways
      .all()
      .filter((gateway) => gateway.descriptor.currencies.includes(currency))
      .map((gateway) => gateway.descriptor.id);
  }
}
