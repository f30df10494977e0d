import type { RefundState } from '#domain/refunds/refund-states.js';
import type { Refund } from '#domain/refunds/refund.js';
import type { UnitOfWork } from '#use-cases/ports/persistence/unit-of-work.js';
import type { SettleRefund } from '#use-cases/refunds/settle-refund.js';
import type { Terminal } from '../cli-command.js';
import { printTable } from '../print-table.js';

const NEXT: Readonly<Record<RefundState, (id: string) => string>> = {
  proposed: (id) => `The shop would bear a part of it. Second step: refund approve ${id} (or: refund withdraw ${id})`,
  requested: () => 'It was surely not sent yet; the running shop tries again by itself.',
  sent: () => 'The provider has it; the running shop watches it to its end and tells the buyer.',
  unknown: (id) => `Nobody knows whether it was carried out, so it is not sent again. Look at the provider, then: refund resend ${id} or refund withdraw ${id}`,
  done: () => 'The provider has returned the money.',
  refused: () => 'The money is on the balance.',
};

/** Takes a refund as far as it goes now and shows where it is. */
export class RefundProgress {
  constructor(
    private readonly settleRefund: SettleRefund,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  async follow(refund: Refund, terminal: Terminal): Promise<number> {
    await this.settleRefund.execute({ refundId: refund.id });
    const now = await this.unitOfWork.run((tx) => tx.refunds.get(refund.id));
    printTable(
      terminal,
      ['refund', 'state', 'amount', 'loss', 'to', 'note'],
      [[now.id, now.state, now.amount.toString(), now.loss.toString(), now.destination, now.failure ?? now.reason]],
    );
    terminal.write(`\n${NEXT[now.state](now.id)}`);
    return now.state === 'refused' || now.state === 'unknown' ? 1 : 0;
  }
}
