import type { DiscrepancyKind, DiscrepancyState } from '#domain/reconciliation/discrepancy.js';
import type { StoredDiscrepancy } from '#use-cases/ports/persistence/money/discrepancy-repository.js';
import { SnakeCaseModel } from './snake-case-model.js';

export class DiscrepancyModel extends SnakeCaseModel {
  static override tableName = 'discrepancies';
  static override jsonAttributes = ['facts'];

  declare id: string;
  declare kind: DiscrepancyKind;
  declare source: string;
  declare subject: string;
  declare subjectAt: Date;
  declare facts: Readonly<Record<string, string>>;
  declare state: DiscrepancyState;
  declare note: string | null;
  declare foundAt: Date;
  declare seenAt: Date;
  declare closedAt: Date | null;

  toStored(): StoredDiscrepancy {
    const { id, kind, source, subject, subjectAt, facts, state, foundAt, seenAt } = this;
    return { id, kind, source, subject, subjectAt, facts, state, foundAt, seenAt };
  }
}
