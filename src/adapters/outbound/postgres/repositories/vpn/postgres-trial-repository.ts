import type { TrialRepository } from '#use-cases/ports/persistence/vpn/trial-repository.js';
import type { DatabaseSession } from '../../driver/database-session.js';

export class PostgresTrialRepository implements TrialRepository {
  constructor(private readonly session: DatabaseSession) {}

  async take(personKey: string, subscriptionId: string, at: Date): Promise<boolean> {
    const taken = await this.session.change('INSERT INTO trials (person_key, subscription_id, at) VALUES ($1, $2, $3) ON CONFLICT (person_key) DO NOTHING', [personKey, subscriptionId, at]);
    return taken === 1;
  }

  async isTaken(personKey: string): Promise<boolean> {
    return (await this.session.rows('SELECT 1 AS taken FROM trials WHERE person_key = $1', [personKey])).length > 0;
  }
}
