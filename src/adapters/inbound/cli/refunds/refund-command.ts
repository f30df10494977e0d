import { parseArgs } from 'node:util';
import { DomainError } from '#domain/shared/domain-error.js';
import { RefundAtALoss } from '#use-cases/refunds/refund-errors.js';
import type { RequestRefund, RequestRefundCommand } from '#use-cases/refunds/request-refund.js';
import type { CliCommand, Terminal } from '../cli-command.js';
import type { RefundProgress } from './refund-progress.js';

const USAGE = 'refund <payment id> <wallet of the payer> [--reason <text>] [--force]';

/** `refund`: gives all that a payment brought back to a wallet. */
export class RefundCommand implements CliCommand {
  constructor(
    private readonly requestRefund: RequestRefund,
    private readonly progress: RefundProgress,
  ) {}

  async run(args: readonly string[], terminal: Terminal): Promise<number> {
    const command = parse(args);
    if (!command) {
      terminal.write(USAGE);
      return 1;
    }
    try {
      return await this.progress.follow(await this.requestRefund.execute(command), terminal);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      terminal.write(`Not refunded: ${error.message}.`);
      if (error instanceof RefundAtALoss) {
        terminal.write(`It would cost the shop ${String(error.details['loss'])} ${String(error.details['currency'])}. To propose it all the same, add --force.`);
      }
      return 1;
    }
  }
}

function parse(args: readonly string[]): RequestRefundCommand | undefined {
  try {
    const options = { reason: { type: 'string', default: 'by the operator' }, force: { type: 'boolean', default: false } } as const;
    const { positionals, values } = parseArgs({ args: [...args], options, allowPositionals: true });
    const [paymentId, destination, ...more] = positionals;
    if (paymentId === undefined || destination === undefined || more.length > 0) return undefined;
    return { paymentId, destination, reason: values.reason, force: values.force };
  } catch {
    return undefined;
  }
}
