import type { RenewalPeriod, RenewalRepository } from '#use-cases/ports/persistence/vpn/renewal-repository.js';
import type { DatabaseSession } from '../../driver/database-session.js';

export class PostgresRenewalRepository implements RenewalRepository {
  constructor(private readonly session: DatabaseSession) {}

  async add({ subscriptionId, periodEnd }: RenewalPeriod, orderId: string): Promise<boolean> {
    const added = await this.session.change(
      'INSERT INTO renewals (subscription_id, period_end, order_id) VALUES ($1, $2, $3) ON CONFLICT (subscription_id, period_end) DO NOTHING',
      [subscriptionId, periodEnd, orderId],
    );
    return added === 1;
  }

  async find({ subscriptionId, periodEnd }: RenewalPeriod): Promise<string | undefined> {
    const [row] = await this.session.rows<{ order_id: string }>('SELECT order_id FROM renewals WHERE subscription_id = $1 AND period_end = $2', [subscriptionId, periodEnd]);
    return row?.order_id;
  }
}
