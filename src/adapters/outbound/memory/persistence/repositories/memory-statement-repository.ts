import type { StatementLine } from '#domain/wallet/statement.js';
import type { StatementChange, StatementRepository } from '#use-cases/ports/persistence/money/statement-repository.js';
import { refuseIf, requireUser } from '../integrity.js';
import type { MemoryState } from '../memory-state.js';

/** History lines in process memory, one a cause. */
export class MemoryStatementRepository implements StatementRepository {
  constructor(private readonly state: MemoryState) {}

  async add(line: StatementLine): Promise<void> {
    if (this.state.statement.find(line.externalId)) return;
    requireUser(this.state, line.userId);
    refuseIf(line.amount.minor < 0n, 'a line shows no negative amount');
    refuseIf(this.state.statement.where((other) => other.id === line.id).length > 0, `line ${line.id} exists`);
    this.state.statement.put(line.externalId, line);
  }

  async update(externalId: string, change: StatementChange): Promise<void> {
    const line = this.state.statement.find(externalId);
    if (!line) return;
    this.state.statement.put(externalId, { ...line, ...change, metadata: { ...line.metadata, ...change.metadata } });
  }
}
