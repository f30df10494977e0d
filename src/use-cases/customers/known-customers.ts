import type { Customer, UserId } from '#domain/customers/customer.js';
import type { Cache } from '../ports/runtime/cache.js';

const HALF_AN_HOUR_IN_SECONDS = 30 * 60;
const A_DAY_IN_SECONDS = 24 * 60 * 60;

export interface Sighting {
  readonly customer: Customer;
  readonly seenAt: Date;
  /** Registered within the last day, as far as it is remembered. */
  readonly newcomer: boolean;
}

/** The people who are here now, so that the database is not asked about them with every tap. Whoever changes a person forgets them here. */
export class KnownCustomers {
  constructor(
    private readonly cache: Cache,
    private readonly ttlSeconds = HALF_AN_HOUR_IN_SECONDS,
  ) {}

  async find(userId: UserId): Promise<Sighting | undefined> {
    const cached = await this.cache.get(`user:${userId}`);
    if (cached === undefined) return undefined;
    const { seenAt, ...sighting } = JSON.parse(cached) as Omit<Sighting, 'seenAt'> & { seenAt: string };
    return { ...sighting, seenAt: new Date(seenAt) };
  }

  /** `isNew`: just registered, and taken for a newcomer during the next day. */
  async remember(customer: Customer, seenAt: Date, isNew: boolean): Promise<void> {
    if (isNew) await this.cache.set(`newcomer:${customer.userId}`, '1', A_DAY_IN_SECONDS);
    const sighting: Sighting = { customer, seenAt, newcomer: isNew || (await this.isMarkedNew(customer.userId)) };
    await this.cache.set(`user:${customer.userId}`, JSON.stringify(sighting), this.ttlSeconds);
  }

  forget(userId: UserId): Promise<void> {
    return this.cache.remove(`user:${userId}`);
  }

  /** A lost cache takes a newcomer for a regular, never the other way round. */
  async isNewcomer(userId: UserId): Promise<boolean> {
    return (await this.find(userId))?.newcomer ?? this.isMarkedNew(userId);
  }

  private async isMarkedNew(userId: UserId): Promise<boolean> {
    return (await this.cache.get(`newcomer:${userId}`)) !== undefined;
  }
}
