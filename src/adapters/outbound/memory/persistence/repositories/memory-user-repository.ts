import type { Customer, UserId } from '#domain/customers/customer.js';
import { UserNotFound } from '#use-cases/ports/persistence/persistence-error.js';
import type { UserRepository } from '#use-cases/ports/persistence/user-repository.js';
import { refuseIf } from '../integrity.js';
import type { MemoryState } from '../memory-state.js';

/** People in process memory; the first referrer stays. */
export class MemoryUserRepository implements UserRepository {
  constructor(private readonly state: MemoryState) {}

  async find(userId: UserId): Promise<Customer | undefined> {
    return this.state.users.find(userId);
  }

  async get(userId: UserId): Promise<Customer> {
    const customer = this.state.users.find(userId);
    if (!customer) throw new UserNotFound();
    return customer;
  }

  async save(customer: Customer): Promise<void> {
    const known = this.state.users.find(customer.userId);
    const referredBy = known ? known.referredBy : customer.referredBy;
    refuseIf(customer.userId <= 0 || referredBy === customer.userId, 'a person has a positive id and does not refer themselves');
    this.state.users.put(customer.userId, { ...customer, referredBy });
  }
}
