import type { UserId } from '#domain/customers/customer.js';
import { starOrder } from '#domain/orders/any-order.js';
import type { StarOrder } from '#domain/orders/star-order.js';
import { DomainError } from '#domain/shared/domain-error.js';
import type { UnitOfWork } from '../ports/persistence/unit-of-work.js';
import { RecipientRejected, RetryLater, type StarProvider } from '../ports/providers/star-provider.js';
import { requireOwn } from './own-order.js';

export class InvalidUsername extends DomainError {
  constructor(text: string) {
    super('checkout.invalid-username', 'invalid', 'not a Telegram username', { text: text.slice(0, 40) });
  }
}

/** The buyer has no Telegram username, by which alone stars can be sent. */
export class OwnUsernameMissing extends DomainError {
  constructor() {
    super('checkout.own-username-missing', 'invalid', 'you have no Telegram username');
  }
}

export interface ChooseRecipientCommand {
  readonly userId: UserId;
  readonly orderId: string;
  /** `@name`, `name` or a t.me link; undefined means the buyer's own username. */
  readonly username?: string | undefined;
}

const USERNAME = /^[a-z][a-z0-9_]{3,31}$/i;

/** Finds who gets the stars at the provider and remembers that very identity on the draft. */
export class ChooseRecipient {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly provider: StarProvider,
  ) {}

  /** Throws `InvalidUsername`, `OwnUsernameMissing`, `RecipientRejected`, `RetryLater` when the provider cannot tell, `OrderNotOpen`. */
  async execute(command: ChooseRecipientCommand): Promise<StarOrder> {
    const username = readUsername(command.username ?? (await this.ownUsername(command.userId)));
    const check = await this.provider.checkRecipient(username);
    if (check.outcome === 'rejected') throw new RecipientRejected(check.reason);
    if (check.outcome === 'indeterminate') throw new RetryLater('provider-error', 5_000);
    return this.unitOfWork.run(async (tx) => {
      const order = starOrder(requireOwn(await tx.orders.lock(command.orderId), command.userId)).for(check.recipient);
      await tx.orders.save(order);
      return order;
    });
  }

  private async ownUsername(userId: UserId): Promise<string> {
    const { username } = await this.unitOfWork.run((tx) => tx.users.get(userId));
    if (!username) throw new OwnUsernameMissing();
    return username;
  }
}

function readUsername(text: string): string {
  const name = text
    .trim()
    .replace(/^(https?:\/\/)?(t\.me|telegram\.me)\//i, '')
    .replace(/^@/, '');
  if (!USERNAME.test(name)) throw new InvalidUsername(text);
  return name;
}
