import type { AudienceQueries } from '#use-cases/queries/audience-queries.js';
import type { Database } from '../connection.js';

export class PostgresAudienceQueries implements AudienceQueries {
  constructor(private readonly database: Database) {}

  async activeSince(since: Date): Promise<number> {
    const { rows } = await this.database.knex.raw<{ rows: { active: string }[] }>('SELECT count(*) AS active FROM users WHERE last_seen_at >= ?', [since]);
    return Number(rows[0]?.active ?? 0);
  }
}
