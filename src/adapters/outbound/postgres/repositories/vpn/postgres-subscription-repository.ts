import type { UserId } from '#domain/customers/customer.js';
import type { Subscription } from '#domain/vpn/subscription.js';
import type { TimeGrant } from '#domain/vpn/time-grant.js';
import type { SubscriptionRepository } from '#use-cases/ports/persistence/vpn/subscription-repository.js';
import { translating } from '../../driver/database-error.js';
import type { DatabaseSession } from '../../driver/database-session.js';
import { isUuid } from '../../driver/uuid-text.js';
import { allowanceJson } from '../../models/allowance-json.js';
import { grantOf, type GrantRow, subscriptionOf, type SubscriptionRow } from './rows.js';

const COLUMNS = 'id, user_id, name, plan_id, allowance, state, expires_at, version, generation, renewal, next_event_at, created_at';
const GRANT_COLUMNS = 'ref, subscription_id, kind, seconds, before, after, at';

export class PostgresSubscriptionRepository implements SubscriptionRepository {
  constructor(private readonly session: DatabaseSession) {}

  async add(subscription: Subscription): Promise<void> {
    await this.session.change(
      `INSERT INTO subscriptions (${COLUMNS}) VALUES ($1, $2, $3, $4, $5::jsonb, $6, $7, $8, $9, $10::jsonb, $11, $12)`,
      [subscription.id, subscription.userId, ...changing(subscription), subscription.createdAt],
    );
  }

  find(subscriptionId: string): Promise<Subscription | undefined> {
    return this.one(subscriptionId, '');
  }

  lock(subscriptionId: string): Promise<Subscription | undefined> {
    return this.one(subscriptionId, 'FOR UPDATE');
  }

  async save(subscription: Subscription): Promise<void> {
    const statement = this.session.change(
      `UPDATE subscriptions SET name = $2, plan_id = $3, allowance = $4::jsonb, state = $5, expires_at = $6, version = $7, generation = $8, renewal = $9::jsonb, next_event_at = $10 WHERE id = $1`,
      [subscription.id, ...changing(subscription)],
    );
    if ((await translating(statement)) === 0) throw new Error(`subscription ${subscription.id} is not there`);
  }

  async ofUser(userId: UserId): Promise<readonly Subscription[]> {
    const rows = await this.session.rows<SubscriptionRow>(
      `SELECT ${COLUMNS} FROM subscriptions WHERE user_id = $1 AND state <> 'closed' ORDER BY created_at DESC, id DESC`,
      [userId],
    );
    return rows.map(subscriptionOf);
  }

  async addGrant({ ref, subscriptionId, kind, seconds, before, after, at }: TimeGrant): Promise<boolean> {
    const added = await this.session.change(
      'INSERT INTO time_grants (ref, subscription_id, kind, seconds, before, after, at) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (ref) DO NOTHING',
      [ref, subscriptionId, kind, seconds, before, after, at],
    );
    return added === 1;
  }

  async findGrant(ref: string): Promise<TimeGrant | undefined> {
    const [row] = await this.session.rows<GrantRow>(`SELECT ${GRANT_COLUMNS} FROM time_grants WHERE ref = $1`, [ref]);
    return row && grantOf(row);
  }

  async due(now: Date, limit: number): Promise<readonly string[]> {
    const rows = await this.session.rows<{ id: string }>('SELECT id FROM subscriptions WHERE next_event_at <= $1 ORDER BY next_event_at LIMIT $2', [now, limit]);
    return rows.map(({ id }) => id);
  }

  async grantsOf(subscriptionId: string): Promise<readonly TimeGrant[]> {
    const rows = await this.session.rows<GrantRow>(`SELECT ${GRANT_COLUMNS} FROM time_grants WHERE subscription_id = $1 ORDER BY id DESC`, [subscriptionId]);
    return rows.map(grantOf);
  }

  private async one(subscriptionId: string, lock: '' | 'FOR UPDATE'): Promise<Subscription | undefined> {
    if (!isUuid(subscriptionId)) return undefined;
    const [row] = await this.session.rows<SubscriptionRow>(`SELECT ${COLUMNS} FROM subscriptions WHERE id = $1 ${lock}`, [subscriptionId]);
    return row && subscriptionOf(row);
  }
}

/** In the order of the columns: everything but whose it is and since when. */
function changing({ name, planId, allowance, state, expiresAt, version, generation, renewal, nextEventAt }: Subscription): readonly unknown[] {
  return [name, planId ?? null, JSON.stringify(allowanceJson(allowance)), state, expiresAt, version, generation, renewal ? JSON.stringify(renewal) : null, nextEventAt ?? null];
}
