import type { UsageDay, UsageRepository } from '#use-cases/ports/persistence/vpn/usage-repository.js';
import type { DatabaseSession } from '../../driver/database-session.js';

export class PostgresUsageRepository implements UsageRepository {
  constructor(private readonly session: DatabaseSession) {}

  async add(subscriptionId: string, day: string, bytes: bigint): Promise<void> {
    await this.session.change(
      `INSERT INTO usage_days (subscription_id, day, bytes) VALUES ($1, $2, $3)
      ON CONFLICT (subscription_id, day) DO UPDATE SET bytes = usage_days.bytes + excluded.bytes`,
      [subscriptionId, day, bytes],
    );
  }

  async since(subscriptionId: string, day: string): Promise<readonly UsageDay[]> {
    const rows = await this.session.rows<{ day: string; bytes: string }>(
      `SELECT to_char(day, 'YYYY-MM-DD') AS day, bytes FROM usage_days WHERE subscription_id = $1 AND day >= $2 ORDER BY usage_days.day`,
      [subscriptionId, day],
    );
    return rows.map((row) => ({ day: row.day, bytes: BigInt(row.bytes) }));
  }

  async removeBefore(day: string): Promise<void> {
    await this.session.change('DELETE FROM usage_days WHERE day < $1', [day]);
  }
}
