import { MemoryPaymentGateway } from '#adapters/outbound/memory/providers/memory-payment-gateway.js';
import { Money } from '#domain/shared/money.js';
import type { PaymentReference } from '#use-cases/ports/providers/payment-gateway.js';
import { ProviderError } from '#use-cases/ports/providers/provider-error.js';
import { NOW } from '../../builders/now.js';
import { gatewayContract } from './gateway.contract.js';
import type { GatewayWorld } from './gateway-world.js';

/** The memory gateway says what it is told; this world tells it what an honest provider would. */
class MemoryWorld implements GatewayWorld {
  readonly gateway = new MemoryPaymentGateway();
  readonly currency = 'TON';
  readonly oddAmount = '12.345';
  private time = NOW.getTime();

  now = (): Date => new Date(this.time);

  pass(seconds: number): void {
    this.time += seconds * 1000;
    for (const [paymentId, { state, expiresAt }] of this.gateway.invoices) {
      const over = this.time > expiresAt.getTime();
      if (over && state === 'awaiting') this.gateway.say(paymentId, { state: 'expired', final: true });
      if (over && state === 'partially_paid') this.gateway.say(paymentId, { state: 'underpaid', final: true });
    }
  }

  async pay(invoiceId: string, amount: Money): Promise<void> {
    const { paymentId, requested, received } = await this.known({ invoiceId });
    const total = amount.plus(received ?? Money.zero(amount.currency));
    const fit = total.compare(requested ?? total);
    if (fit < 0) this.gateway.say(paymentId, { state: 'partially_paid', final: false, received: total });
    else this.gateway.pay(paymentId, total, { providerStatus: fit > 0 ? 'paid_over' : 'paid' });
  }

  loseNextAnswer(): void {
    this.gateway.failNext('create', new ProviderError('heleket', 'unknown_outcome', 'no answer'), 'after');
  }

  invoicesOf(paymentId: string): number {
    return [...this.gateway.invoices.values()].filter((invoice) => invoice.paymentId === paymentId).length;
  }

  async webhookOf(invoiceId: string) {
    return this.gateway.webhook((await this.known({ invoiceId })).paymentId);
  }

  async close(): Promise<void> {}

  private async known(reference: PaymentReference) {
    const snapshot = await this.gateway.fetch(reference);
    if (snapshot?.paymentId === undefined) throw new Error('no such invoice');
    return { ...snapshot, paymentId: snapshot.paymentId };
  }
}

gatewayContract('The gateway in memory', () => Promise.resolve(new MemoryWorld()), { underpay: true, overpay: true, lateMoney: true, proof: 'signature' });
