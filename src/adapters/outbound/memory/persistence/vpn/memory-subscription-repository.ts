import type { UserId } from '#domain/customers/customer.js';
import { SUBSCRIPTION_STATES } from '#domain/vpn/subscription-states.js';
import type { Subscription } from '#domain/vpn/subscription.js';
import type { TimeGrant } from '#domain/vpn/time-grant.js';
import type { SubscriptionRepository } from '#use-cases/ports/persistence/vpn/subscription-repository.js';
import { earliest, isDue, refuseIf, requireMove, requireUser } from '../integrity.js';
import type { MemoryState } from '../memory-state.js';

/** Subscriptions in process memory, under the schema's guards. */
export class MemorySubscriptionRepository implements SubscriptionRepository {
  constructor(private readonly state: MemoryState) {}

  async add(subscription: Subscription): Promise<void> {
    refuseIf(this.state.subscriptions.find(subscription.id) !== undefined, `subscription ${subscription.id} exists`);
    requireUser(this.state, subscription.userId);
    this.put(subscription);
  }

  async find(subscriptionId: string): Promise<Subscription | undefined> {
    return this.state.subscriptions.find(subscriptionId);
  }

  lock(subscriptionId: string): Promise<Subscription | undefined> {
    return this.find(subscriptionId);
  }

  async save(subscription: Subscription): Promise<void> {
    const before = this.state.subscriptions.find(subscription.id);
    refuseIf(before === undefined, `subscription ${subscription.id} is not there`);
    if (before) requireMove(SUBSCRIPTION_STATES, before.state, subscription.state);
    this.put(subscription);
  }

  async ofUser(userId: UserId): Promise<readonly Subscription[]> {
    const own = this.state.subscriptions.where((subscription) => subscription.userId === userId && subscription.state !== 'closed');
    return [...earliest(own, ({ createdAt }) => createdAt)].reverse();
  }

  async addGrant(grant: TimeGrant): Promise<boolean> {
    if (this.state.grants.find(grant.ref)) return false;
    refuseIf(!this.state.subscriptions.find(grant.subscriptionId), 'time is granted to a subscription');
    this.state.grants.put(grant.ref, grant);
    this.state.movedSubscriptions.add(grant.subscriptionId);
    return true;
  }

  async findGrant(ref: string): Promise<TimeGrant | undefined> {
    return this.state.grants.find(ref);
  }

  async due(now: Date, limit: number): Promise<readonly string[]> {
    const due = this.state.subscriptions.where(({ nextEventAt }) => isDue(nextEventAt, now));
    return earliest(due, ({ nextEventAt }) => nextEventAt)
      .slice(0, limit)
      .map(({ id }) => id);
  }

  async grantsOf(subscriptionId: string): Promise<readonly TimeGrant[]> {
    return [...this.state.grants.where((grant) => grant.subscriptionId === subscriptionId)].reverse();
  }

  private put(subscription: Subscription): void {
    this.state.subscriptions.put(subscription.id, subscription);
    this.state.movedSubscriptions.add(subscription.id);
  }
}
