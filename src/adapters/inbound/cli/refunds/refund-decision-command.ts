import { DomainError } from '#domain/shared/domain-error.js';
import type { DecideRefund, RefundDecision } from '#use-cases/refunds/decide-refund.js';
import type { CliCommand, Terminal } from '../cli-command.js';
import type { RefundProgress } from './refund-progress.js';

/** `refund approve`, `refund resend`, `refund withdraw`: what only a person may decide about a refund. */
export class RefundDecisionCommand implements CliCommand {
  constructor(
    private readonly decision: RefundDecision,
    private readonly decideRefund: DecideRefund,
    private readonly progress: RefundProgress,
  ) {}

  async run(args: readonly string[], terminal: Terminal): Promise<number> {
    const [refundId, ...more] = args;
    if (refundId === undefined || more.length > 0) {
      terminal.write(`refund ${this.decision} <refund id>`);
      return 1;
    }
    try {
      const refund = await this.decideRefund.execute({ refundId, decision: this.decision });
      const code = await this.progress.follow(refund, terminal);
      return refund.state === 'refused' ? 0 : code;
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      terminal.write(`Nothing was changed: ${error.message}.`);
      return 1;
    }
  }
}
