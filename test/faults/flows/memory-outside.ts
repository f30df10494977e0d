import { MemoryPaymentGateway } from '#adapters/outbound/memory/providers/memory-payment-gateway.js';
import { STARS_GATEWAY } from '#domain/payments/star-charge.js';
import type { Money } from '#domain/shared/money.js';
import { ProviderError } from '#use-cases/ports/providers/provider-error.js';
import type { WebhookRequest } from '#use-cases/ports/providers/payment-gateway.js';
import { aWorld, type World } from '../../builders/shop/a-shop.js';
import { MAIN_PANEL } from '../../builders/shop/vpn-desk.js';
import { ton } from '../../builders/ton.js';
import { WALLET } from '../../use-cases/refunds/a-refund.js';
import type { Effects, Outside } from './outside.js';

const KEPT = { token: 'kept', label: '•• 4444' };

/** More often than an operator and the sweeper ask in one play. */
const OFTEN = 10;

/** A world whose gateway keeps what was paid with. */
export function aKeepingWorld(): World {
  return { ...aWorld(), gateway: new MemoryPaymentGateway({ capabilities: { refund: true, underpay: true, overpay: true, savedMethod: true } }) };
}

/** The providers in process memory, which do as they are told. */
export class MemoryOutside implements Outside {
  readonly friend = 'bobby';
  readonly wallet = WALLET;
  readonly panels = [MAIN_PANEL];
  /** Telegram as the collector of its own stars. */
  readonly starTill = new MemoryPaymentGateway({ id: STARS_GATEWAY, currencies: ['XTR'] });

  constructor(private readonly world: World) {}

  async pay(paymentId: string, amount: string, when?: 'in time' | 'late'): Promise<void> {
    const known = this.world.gateway.invoices.get(paymentId);
    const received = (known?.received ?? ton('0')).plus(ton(amount));
    const over = known?.requested !== undefined && received.compare(known.requested) > 0;
    const providerStatus = when === 'late' ? 'paid_late' : over ? 'paid_over' : 'paid';
    this.world.gateway.pay(paymentId, received, { providerStatus });
  }

  async underpay(paymentId: string, amount: string): Promise<void> {
    this.world.gateway.say(paymentId, { state: 'underpaid', final: true, received: ton(amount) });
  }

  async expire(paymentId: string): Promise<void> {
    this.world.gateway.say(paymentId, { state: 'expired', final: true });
  }

  async takeBack(paymentId: string): Promise<void> {
    this.world.gateway.say(paymentId, { state: 'refunded' });
  }

  webhook(paymentId: string): WebhookRequest {
    return this.world.gateway.webhook(paymentId);
  }

  loseBroadcasts(): void {
    this.world.stars.onSubmit = 'is-lost';
  }

  /** It cost a fee all the same. */
  giveUpLostBroadcast(attemptId: string): void {
    this.world.stars.claim(attemptId, { outcome: 'void', evidence: 'expired unseen', fee: ton('0.001') });
    this.world.stars.onSubmit = 'pays';
  }

  readonly script = {
    closeDoor: (): void => this.world.stars.answer(this.friend, { outcome: 'rejected', reason: 'restricted' }),
    keepMethod: (paymentId: string): void => {
      this.world.gateway.methods.add(KEPT.token);
      this.world.gateway.say(paymentId, { savedMethod: KEPT });
    },
    panelIsDown: (down: boolean): void => {
      this.world.panel.isDown = down;
    },
    payInStars: (paymentId: string, amount: Money): void => this.starTill.pay(paymentId, amount),
    refuseRefunds: (): void => {
      for (let asked = 0; asked < OFTEN; asked += 1) this.world.gateway.failNext('refund', new ProviderError('heleket', 'rejected', 'no'));
    },
  };

  async effects(): Promise<Effects> {
    const { stars, gateway, notifier, panel } = this.world;
    return {
      payments: stars.effects.payments.map(({ orderId }) => orderId),
      deliveries: stars.effects.deliveries.length,
      refunds: gateway.refunds.length,
      accounts: [...panel.accounts.values()].map(({ spec }) => spec),
      told: new Map(notifier.told.map(({ userId }) => [userId, notifier.toldTo(userId).map((notice) => JSON.stringify(notice))])),
    };
  }
}
