import type { Knex } from 'knex';
import type { Discrepancy, DiscrepancyState } from '#domain/reconciliation/discrepancy.js';
import type { DiscrepancyRepository, Sighting, StoredDiscrepancy } from '#use-cases/ports/persistence/money/discrepancy-repository.js';
import { DiscrepancyNotFound } from '#use-cases/ports/persistence/persistence-error.js';
import { isUuid } from '../../driver/uuid-text.js';
import { DiscrepancyModel } from '../../models/discrepancy-model.js';

export class PostgresDiscrepancyRepository implements DiscrepancyRepository {
  constructor(private readonly trx: Knex) {}

  /** A resolved row is opened again under its old id, with a new time of finding. */
  async see(discrepancy: Discrepancy, id: string, now: Date): Promise<Sighting> {
    const { kind, source, subject, subjectAt, facts } = discrepancy;
    const { rows } = await this.trx.raw<{ rows: { id: string; found_at: Date; was: DiscrepancyState | null }[] }>(
      `WITH known AS (SELECT state FROM discrepancies WHERE kind = :kind AND subject = :subject)
      INSERT INTO discrepancies (id, kind, source, subject, subject_at, facts, found_at, seen_at)
        VALUES (:id, :kind, :source, :subject, :subjectAt, CAST(:facts AS jsonb), :now, :now)
      ON CONFLICT (kind, subject) DO UPDATE SET
        facts = excluded.facts, subject_at = excluded.subject_at, seen_at = excluded.seen_at,
        state = CASE discrepancies.state WHEN 'accepted' THEN 'accepted' ELSE 'open' END,
        found_at = CASE discrepancies.state WHEN 'resolved' THEN excluded.found_at ELSE discrepancies.found_at END,
        closed_at = CASE discrepancies.state WHEN 'accepted' THEN discrepancies.closed_at END
      RETURNING id, found_at, (SELECT state FROM known) AS was`,
      { id, kind, source, subject, subjectAt, facts: JSON.stringify(facts), now },
    );
    const [row] = rows;
    if (row?.was === 'accepted') return { id: row.id, foundAt: row.found_at, news: 'accepted' };
    return { id: row?.id ?? id, foundAt: row?.found_at ?? now, news: row?.was === 'open' ? 'known' : 'new' };
  }

  async resolveUnseen(source: string, since: Date, now: Date): Promise<number> {
    return DiscrepancyModel.query(this.trx)
      .where({ source, state: 'open' })
      .where('subject_at', '>=', since)
      .where('seen_at', '<', now)
      .patch({ state: 'resolved', closedAt: now });
  }

  async open(): Promise<readonly StoredDiscrepancy[]> {
    const rows = await DiscrepancyModel.query(this.trx).where({ state: 'open' }).orderBy(['found_at', 'kind', 'subject']);
    return rows.map((row) => row.toStored());
  }

  async accept(id: string, note: string, now: Date): Promise<void> {
    const query = DiscrepancyModel.query(this.trx).where({ id, state: 'open' });
    const written = isUuid(id) ? await query.patch({ state: 'accepted', note, closedAt: now }) : 0;
    if (written === 0) throw new DiscrepancyNotFound();
  }
}
