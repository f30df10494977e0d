import type { Discrepancy } from '#domain/reconciliation/discrepancy.js';
import type { DiscrepancyRepository, Sighting, StoredDiscrepancy } from '#use-cases/ports/persistence/money/discrepancy-repository.js';
import { DiscrepancyNotFound } from '#use-cases/ports/persistence/persistence-error.js';
import { earliest } from '../integrity.js';
import type { DiscrepancyRow, MemoryState } from '../memory-state.js';

/** Discrepancies in process memory. */
export class MemoryDiscrepancyRepository implements DiscrepancyRepository {
  constructor(private readonly state: MemoryState) {}

  async see(discrepancy: Discrepancy, id: string, now: Date): Promise<Sighting> {
    const key = keyOf(discrepancy);
    const known = this.state.discrepancies.find(key);
    const fresh = known === undefined || known.state === 'resolved';
    const accepted = known?.state === 'accepted';
    const { kind, source, subject, subjectAt, facts } = discrepancy;
    const row: DiscrepancyRow = {
      kind,
      source,
      subject,
      subjectAt,
      facts,
      id: known?.id ?? id,
      state: accepted ? 'accepted' : 'open',
      note: known?.note,
      foundAt: fresh ? now : known.foundAt,
      seenAt: now,
    };
    this.state.discrepancies.put(key, row);
    const news = accepted ? 'accepted' : fresh ? 'new' : 'known';
    return { id: row.id, foundAt: row.foundAt, news };
  }

  async resolveUnseen(source: string, since: Date, now: Date): Promise<number> {
    const gone = this.openRows().filter((row) => row.source === source && row.subjectAt >= since && row.seenAt < now);
    for (const row of gone) this.state.discrepancies.put(keyOf(row), { ...row, state: 'resolved' });
    return gone.length;
  }

  async open(): Promise<readonly StoredDiscrepancy[]> {
    return earliest(this.openRows(), (row) => row.foundAt).map(({ note, ...stored }) => stored);
  }

  async accept(id: string, note: string): Promise<void> {
    const row = this.openRows().find((candidate) => candidate.id === id);
    if (!row) throw new DiscrepancyNotFound();
    this.state.discrepancies.put(keyOf(row), { ...row, state: 'accepted', note });
  }

  private openRows(): readonly DiscrepancyRow[] {
    return this.state.discrepancies.where((row) => row.state === 'open');
  }
}

function keyOf({ kind, subject }: Pick<Discrepancy, 'kind' | 'subject'>): string {
  return `${kind} ${subject}`;
}
