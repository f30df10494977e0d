import type { PaymentGateway, PaymentGateways } from '#use-cases/ports/providers/payment-gateway.js';
import { UnknownGateway } from '#use-cases/ports/providers/provider-error.js';

/** The gateways it was given, by id. */
export class MemoryPaymentGateways implements PaymentGateways {
  constructor(private readonly gateways: readonly PaymentGateway[]) {}

  get(id: string): PaymentGateway {
    const gateway = this.gateways.find((candidate) => candidate.descriptor.id === id);
    if (!gateway) throw new UnknownGateway(id);
    return gateway;
  }

  all(): readonly PaymentGateway[] {
    return this.gateways;
  }
}
