import { DomainError } from '#domain/shared/domain-error.js';
import type { AcceptDiscrepancy } from '#use-cases/reconciliation/accept-discrepancy.js';
import type { CliCommand, Terminal } from '../cli-command.js';

/** `reconcile accept`: an operator has looked at a discrepancy and lets it be. */
export class AcceptDiscrepancyCommand implements CliCommand {
  constructor(private readonly acceptDiscrepancy: AcceptDiscrepancy) {}

  async run([id, ...note]: readonly string[], terminal: Terminal): Promise<number> {
    if (id === undefined) {
      terminal.write('reconcile accept <id> [note]');
      return 1;
    }
    try {
      await this.acceptDiscrepancy.execute({ id, note: note.join(' ') });
      terminal.write('It is neither counted nor told of again.');
      return 0;
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      terminal.write(`Nothing was changed: ${error.message}.`);
      return 1;
    }
  }
}
