import type { DeliveryRepository, OwedDelivery } from '#use-cases/ports/persistence/vpn/delivery-repository.js';
import type { DatabaseSession } from '../../driver/database-session.js';
import { isUuid } from '../../driver/uuid-text.js';

interface Row {
  readonly order_id: string;
  readonly subscription_id: string;
  readonly version: string;
  readonly grant_ref: string;
  readonly deadline: Date;
}

const COLUMNS = 'order_id, subscription_id, version, grant_ref, deadline';

export class PostgresDeliveryRepository implements DeliveryRepository {
  constructor(private readonly session: DatabaseSession) {}

  async add({ orderId, subscriptionId, version, grantRef, deadline }: OwedDelivery): Promise<void> {
    await this.session.change(`INSERT INTO subscription_deliveries (${COLUMNS}) VALUES ($1, $2, $3, $4, $5)`, [orderId, subscriptionId, version, grantRef, deadline]);
  }

  async owedFor(subscriptionId: string): Promise<readonly OwedDelivery[]> {
    const rows = await this.session.rows<Row>(`SELECT ${COLUMNS} FROM subscription_deliveries WHERE subscription_id = $1 AND outcome IS NULL ORDER BY version`, [subscriptionId]);
    return rows.map(deliveryOf);
  }

  async lock(orderId: string): Promise<OwedDelivery | undefined> {
    if (!isUuid(orderId)) return undefined;
    const [row] = await this.session.rows<Row>(`SELECT ${COLUMNS} FROM subscription_deliveries WHERE order_id = $1 AND outcome IS NULL FOR UPDATE`, [orderId]);
    return row && deliveryOf(row);
  }

  async settle(orderId: string, outcome: 'delivered' | 'refunded', at: Date): Promise<void> {
    const settled = await this.session.change('UPDATE subscription_deliveries SET outcome = $2, settled_at = $3 WHERE order_id = $1 AND outcome IS NULL', [orderId, outcome, at]);
    if (settled === 0) throw new Error(`order ${orderId} is not owed`);
  }

  async overdue(now: Date, limit: number): Promise<readonly string[]> {
    const rows = await this.session.rows<Pick<Row, 'order_id'>>('SELECT order_id FROM subscription_deliveries WHERE outcome IS NULL AND deadline <= $1 ORDER BY deadline LIMIT $2', [now, limit]);
    return rows.map((row) => row.order_id);
  }
}

function deliveryOf(row: Row): OwedDelivery {
  return { orderId: row.order_id, subscriptionId: row.subscription_id, version: Number(row.version), grantRef: row.grant_ref, deadline: row.deadline };
}
