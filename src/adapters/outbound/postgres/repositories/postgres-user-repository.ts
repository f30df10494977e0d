import { isDeepStrictEqual } from 'node:util';
import type { Customer, UserId } from '#domain/customers/customer.js';
import { UserNotFound } from '#use-cases/ports/persistence/persistence-error.js';
import type { UserRepository } from '#use-cases/ports/persistence/user-repository.js';
import type { DatabaseSession } from '../driver/database-session.js';
import { UserModel } from '../models/user-model.js';

/** How exactly it is known when somebody was last here; each message would be a write otherwise. */
const SEEN_PRECISION_MS = 60_000;

export class PostgresUserRepository implements UserRepository {
  /** What this transaction has read and not written since. */
  private readonly known = new Map<UserId, UserModel>();

  constructor(private readonly session: DatabaseSession) {}

  async find(userId: UserId): Promise<Customer | undefined> {
    const [stored] = await this.session.rows<object>('select * from users where user_id = $1', [userId]);
    if (!stored) return undefined;
    const row = UserModel.fromDatabaseJson(stored);
    this.known.set(userId, row);
    return row.toCustomer();
  }

  async get(userId: UserId): Promise<Customer> {
    const customer = await this.find(userId);
    if (!customer) throw new UserNotFound();
    return customer;
  }

  async save(customer: Customer, seenAt: Date): Promise<void> {
    if (this.isWritten(customer, seenAt)) return;
    this.known.delete(customer.userId);
    const row = {
      userId: customer.userId.toString(),
      username: customer.username ?? null,
      firstName: customer.firstName,
      language: customer.language,
      languageChosen: customer.languageChosen,
      referredBy: customer.referredBy?.toString() ?? null,
      createdAt: seenAt,
      lastSeenAt: seenAt,
    };
    await UserModel.query(this.session.knex)
      .insert(row)
      .onConflict('user_id')
      .merge(['username', 'first_name', 'language', 'language_chosen', 'last_seen_at']);
  }

  /** Nothing would change; who brought a person never does. */
  private isWritten(customer: Customer, seenAt: Date): boolean {
    const row = this.known.get(customer.userId);
    if (!row || seenAt.getTime() - row.lastSeenAt.getTime() >= SEEN_PRECISION_MS) return false;
    const { referredBy, ...stored } = row.toCustomer();
    return isDeepStrictEqual({ ...customer, referredBy }, { ...stored, referredBy });
  }
}
