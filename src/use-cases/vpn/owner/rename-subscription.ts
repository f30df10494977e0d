import { DomainError } from '#domain/shared/domain-error.js';
import type { Subscription } from '#domain/vpn/subscription.js';
import type { UnitOfWork } from '../../ports/persistence/unit-of-work.js';
import { type OwnSubscription, requireOwnSubscription } from './own-subscription.js';

export class NameMissing extends DomainError {
  constructor() {
    super('vpn.name-missing', 'invalid', 'a name has at least one visible character');
  }
}

/** Gives a subscription the name its owner knows it by. Repeatable. */
export class RenameSubscription {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Throws `NameMissing`, `SubscriptionNotFound`. */
  async execute(command: OwnSubscription & { readonly name: string }): Promise<Subscription> {
    const name = command.name.replace(/\s+/gu, ' ').trim();
    if (!/[\p{L}\p{N}\p{S}\p{P}]/u.test(name)) throw new NameMissing();
    return this.unitOfWork.run(async (tx) => {
      const named = requireOwnSubscription(await tx.subscriptions.lock(command.subscriptionId), command).named(name);
      await tx.subscriptions.save(named);
      return named;
    });
  }
}
