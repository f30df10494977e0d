import type { Customer, Language, UserId } from '#domain/customers/customer.js';
import type { UnitOfWork } from '../ports/persistence/unit-of-work.js';
import type { Clock } from '../ports/runtime/clock.js';
import type { KnownCustomers } from './known-customers.js';

/** Fixes the language a person reads; Telegram's own language setting no longer changes it. */
export class ChooseLanguage {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly known: KnownCustomers,
  ) {}

  async execute(command: { readonly userId: UserId; readonly language: Language }): Promise<Customer> {
    const chosen = await this.unitOfWork.run(async (tx) => {
      const customer = { ...(await tx.users.get(command.userId)), language: command.language, languageChosen: true };
      await tx.users.save(customer, this.clock.now());
      return customer;
    });
    await this.known.forget(command.userId);
    return chosen;
  }
}
