import { type Customer, type Profile, refresh, register, type UserId } from '#domain/customers/customer.js';
import type { UnitOfWork } from '../ports/persistence/unit-of-work.js';
import type { Clock } from '../ports/runtime/clock.js';
import type { KnownCustomers } from './known-customers.js';

export interface WelcomeCustomerCommand {
  readonly profile: Profile;
  /** Set once, by the first visit only; oneself and strangers do not count. */
  readonly referredBy?: UserId | undefined;
}

/** How late the time at which a person was last seen may be. */
const SEEN_LAG_MS = 5 * 60_000;

/**
 * Registers a person on the first visit and keeps name, username and language fresh afterwards. Repeatable. Somebody about whom nothing
 * changed costs no transaction, except every five minutes to write down that they are still here.
 */
export class WelcomeCustomer {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly known: KnownCustomers,
  ) {}

  async execute(command: WelcomeCustomerCommand): Promise<Customer> {
    return (await this.unchanged(command.profile)) ?? this.welcome(command);
  }

  private async unchanged(profile: Profile): Promise<Customer | undefined> {
    const sighting = await this.known.find(profile.userId);
    if (!sighting || this.clock.now().getTime() - sighting.seenAt.getTime() >= SEEN_LAG_MS) return undefined;
    return isAs(sighting.customer, refresh(sighting.customer, profile)) ? sighting.customer : undefined;
  }

  private async welcome(command: WelcomeCustomerCommand): Promise<Customer> {
    const seenAt = this.clock.now();
    const { customer, isNew } = await this.unitOfWork.run(async (tx) => {
      const known = await tx.users.find(command.profile.userId);
      const referrer = known || command.referredBy === undefined ? undefined : await tx.users.find(command.referredBy);
      const person = known ? refresh(known, command.profile) : register(command.profile, referrer?.userId);
      await tx.users.save(person, seenAt);
      return { customer: person, isNew: !known };
    });
    await this.known.remember(customer, seenAt, isNew);
    return customer;
  }
}

function isAs(one: Customer, other: Customer): boolean {
  return one.username === other.username && one.firstName === other.firstName && one.language === other.language;
}
