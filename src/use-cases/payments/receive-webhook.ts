import type { UnitOfWork } from '../ports/persistence/unit-of-work.js';
import type { PaymentGateways, WebhookRequest } from '../ports/providers/payment-gateway.js';
import type { Clock } from '../ports/runtime/clock.js';
import type { Metrics } from '../ports/runtime/metrics.js';

export type WebhookReceipt =
  | { readonly accepted: true; readonly repeated: boolean }
  | { readonly accepted: false; readonly reason: 'malformed' | 'bad-signature' | 'foreign-address' };

/**
 * Takes in a gateway's webhook: verified on its raw bytes, stored once, acted on later. Once it returns `accepted`, its row is
 * committed, so the caller may answer 2xx; when it throws, nothing was stored and the caller must not.
 */
export class ReceiveWebhook {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly gateways: PaymentGateways,
    private readonly clock: Clock,
    private readonly metrics: Metrics,
  ) {}

  /** Throws `UnknownGateway`; `ProviderError` when the gateway lacks what it judges by. */
  async execute(command: { readonly gateway: string; readonly request: WebhookRequest }): Promise<WebhookReceipt> {
    const gateway = this.gateways.get(command.gateway);
    await gateway.prepare?.(command.request);
    const verdict = gateway.receive(command.request);
    if (verdict.verdict === 'rejected') {
      this.metrics.count('polaris_webhooks_total', { gateway: command.gateway, verdict: verdict.reason });
      return { accepted: false, reason: verdict.reason };
    }
    const outcome = await this.store(command.gateway, verdict.eventKey, command.request.body);
    this.metrics.count('polaris_webhooks_total', { gateway: command.gateway, verdict: outcome });
    return { accepted: true, repeated: outcome === 'repeated' };
  }

  private store(source: string, eventKey: string, body: Uint8Array): Promise<'new' | 'repeated'> {
    return this.unitOfWork.run(async (tx) => {
      const outcome = await tx.inbox.add({ source, eventKey, body, receivedAt: this.clock.now() });
      if (outcome === 'new') await tx.jobs.enqueue({ name: 'apply-webhook', source, eventKey });
      return outcome;
    });
  }
}
