import type { UserId } from '#domain/customers/customer.js';
import { Payment } from '#domain/payments/payment.js';
import { DomainError } from '#domain/shared/domain-error.js';
import { InvalidAmount, Money } from '#domain/shared/money.js';
import type { ShopSettings } from '../catalog/shop-settings.js';
import type { UnitOfWork } from '../ports/persistence/unit-of-work.js';
import type { Clock } from '../ports/runtime/clock.js';
import type { Ids } from '../ports/runtime/ids.js';
import type { Invoicing } from './invoicing.js';
import type { PaymentMethods } from './payment-methods.js';

export class TopUpOutOfRange extends DomainError {
  constructor(minimum: Money, maximum: Money) {
    super('wallet.top-up-out-of-range', 'invalid', 'the balance is topped up within a range', {
      minimum: minimum.toDecimal(),
      maximum: maximum.toDecimal(),
      currency: minimum.currency,
    });
  }
}

/** Finer amounts are typing mistakes, and some gateways print fewer decimals than the chain has. */
const FINEST_TOP_UP = Money.parse('0.01', 'TON');

export interface StartTopUpCommand {
  readonly userId: UserId;
  readonly gateway: string;
  /** What the person typed or tapped, a plain decimal in TON. */
  readonly amount: string;
}

/** Opens a payment that tops up the balance and returns it with its invoice. Each call is a new payment. */
export class StartTopUp {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly settings: ShopSettings,
    private readonly methods: PaymentMethods,
    private readonly invoicing: Invoicing,
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  /** Throws `InvalidAmount`, `TopUpOutOfRange`, `UnknownGateway`, `ProviderError`; nothing is owed after any of them. */
  async execute(command: StartTopUpCommand): Promise<Payment> {
    const amount = this.read(command.amount);
    this.invoicing.requireGateway(command.gateway, amount.currency);
    await this.methods.requireOpen(command.gateway);
    const now = this.clock.now();
    const payment = Payment.open({ id: this.ids.next(), userId: command.userId, gateway: command.gateway, amount, now });
    await this.unitOfWork.run(async (tx) => {
      await tx.payments.add(payment);
      await tx.statement.add({
        id: payment.id,
        userId: payment.userId,
        type: 'recharge',
        status: 'pending',
        amount,
        description: 'top-up',
        externalId: `payment:${payment.id}`,
        metadata: { paymentId: payment.id, gateway: payment.gateway },
        createdAt: now,
      });
    });
    return this.invoicing.ensureInvoice(payment);
  }

  private read(text: string): Money {
    const { minimum, maximum } = this.settings.defaults.topUp;
    const trimmed = text.trim();
    const amount = Money.parse(trimmed, minimum.currency);
    if (trimmed.startsWith('-') || amount.minor % FINEST_TOP_UP.minor !== 0n) throw new InvalidAmount(trimmed, minimum.currency);
    if (amount.compare(minimum) < 0 || amount.compare(maximum) > 0) throw new TopUpOutOfRange(minimum, maximum);
    return amount;
  }
}
