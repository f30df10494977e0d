import { type Decimal, readDecimal } from '../../kit/decimal.js';
import type { RefundRequest } from '#use-cases/ports/providers/payment-gateway.js';
import { ProviderError } from '#use-cases/ports/providers/provider-error.js';
import type { CryptobotApi } from './api.js';
import { readPayload } from './payload.js';
import { transferSchema, transfersSchema, type WireInvoice, type WireTransfer } from './wire.js';

const ID = 'cryptobot';
const PER_PAGE = 1000;
const MOST_PAGES = 100;

/** What has to go back to whom: the coins that were really paid, whatever currency the invoice was in. */
interface Debt {
  readonly paymentId: string;
  readonly userId: string;
  readonly asset: string;
  /** As the wire wrote it. */
  readonly amount: string;
}

/**
 * Gives money back by transfers to the payer's Telegram account, for the provider has no refunds. The refund's id is the transfer's
 * key, and its comment names the payment, by which the transfer is recognised afterwards.
 */
export class TransferRefunds {
  constructor(private readonly api: CryptobotApi) {}

  /** Whether a transfer has given back what was paid. */
  async hasReturned(invoice: WireInvoice): Promise<boolean> {
    const debt = debtOf(invoice);
    return debt !== undefined && (await this.find(debt)) !== undefined;
  }

  /** Repeatable: a transfer for this payment is looked for first, and one under this key whenever the answer says less than that it was made. */
  async send(invoice: WireInvoice, { refundId }: RefundRequest): Promise<{ readonly state: 'done' }> {
    const debt = debtOf(invoice);
    if (!debt) throw new ProviderError(ID, 'rejected', 'the invoice does not say who paid what');
    if (!(await this.find(debt))) await this.transfer(refundId, debt);
    return { state: 'done' };
  }

  private async transfer(refundId: string, debt: Debt): Promise<void> {
    try {
      const made = await this.api.call({
        step: 'transfer',
        method: 'transfer',
        parameters: { user_id: Number(debt.userId), asset: debt.asset, amount: debt.amount, spend_id: refundId, comment: noteOf(debt) },
        answer: transferSchema,
        effect: 'keyed-write',
      });
      requireSame(made, debt);
    } catch (error) {
      // What could not be sent now may be sent again: should it have left before, the key holds.
      if (!(error instanceof ProviderError) || error.failure === 'unavailable') throw error;
      if (!(await this.wasMade(refundId, debt))) throw error;
    }
  }

  /** A refusal may only mean that the key was used before, so it counts for nothing while that cannot be looked up. */
  private async wasMade(refundId: string, debt: Debt): Promise<boolean> {
    try {
      return await this.underKey(refundId, debt);
    } catch (error) {
      if (error instanceof ProviderError) throw unclear('whether the transfer was made cannot be seen');
      throw error;
    }
  }

  private async underKey(refundId: string, debt: Debt): Promise<boolean> {
    const listed = await this.list({ spend_id: refundId });
    const made = listed.find(({ spend_id }) => spend_id === refundId);
    if (made) requireSame(made, debt);
    return made !== undefined;
  }

  private async find(debt: Debt): Promise<WireTransfer | undefined> {
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const listed = await this.list({ asset: debt.asset, offset: page * PER_PAGE, count: PER_PAGE });
      const found = listed.find((transfer) => transfer.comment === noteOf(debt) && isSame(transfer, debt));
      if (found ?? listed.length < PER_PAGE) return found;
    }
    throw new ProviderError(ID, 'unavailable', 'the list of transfers has no end');
  }

  private list(parameters: Readonly<Record<string, string | number>>): Promise<readonly WireTransfer[]> {
    return this.api.call({ step: 'transfers', method: 'getTransfers', parameters, answer: transfersSchema, effect: 'read' });
  }
}

/** Read by the payer, too. */
function noteOf({ paymentId }: Debt): string {
  return `Refund ${paymentId}`;
}

function debtOf(invoice: WireInvoice): Debt | undefined {
  const payload = readPayload(invoice.payload);
  const isFiat = invoice.currency_type === 'fiat';
  const asset = isFiat ? invoice.paid_asset : invoice.asset;
  const amount = isFiat ? invoice.paid_amount : invoice.amount;
  return payload && asset && amount ? { ...payload, asset, amount } : undefined;
}

function requireSame(transfer: WireTransfer, debt: Debt): void {
  if (!isSame(transfer, debt)) throw unclear('another transfer has the key of this refund');
}

function isSame(transfer: WireTransfer, debt: Debt): boolean {
  const [left, right] = [readDecimal(transfer.amount), readDecimal(debt.amount)];
  return transfer.user_id === debt.userId && transfer.asset === debt.asset && left !== undefined && right !== undefined && areEqual(left, right);
}

function areEqual(left: Decimal, right: Decimal): boolean {
  return left.digits * 10n ** BigInt(right.scale) === right.digits * 10n ** BigInt(left.scale);
}

function unclear(message: string): ProviderError {
  return new ProviderError(ID, 'unknown_outcome', message);
}
