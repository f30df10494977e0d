import type { UserId } from '#domain/customers/customer.js';
import type { Currency } from '#domain/shared/currency.js';
import { Money } from '#domain/shared/money.js';
import { type Account, InsufficientFunds, type Transfer, TransferMismatch } from '#domain/wallet/ledger.js';
import type { Balance, LedgerRepository } from '#use-cases/ports/persistence/money/ledger-repository.js';
import type { Clock } from '#use-cases/ports/runtime/clock.js';
import { refuseIf, requireUser } from '../integrity.js';
import type { BalanceRow, MemoryState } from '../memory-state.js';

/** Double entry in process memory: two legs a transfer, guarded running balances for people. */
export class MemoryLedgerRepository implements LedgerRepository {
  constructor(
    private readonly state: MemoryState,
    private readonly clock: Clock,
  ) {}

  async post(transfer: Transfer): Promise<'posted' | 'already-posted'> {
    const known = this.state.transfers.find(transfer.ref);
    if (known) return requireSame(known.transfer, transfer);
    refuseIf(!transfer.amount.isPositive(), 'a transfer moves a positive amount');
    refuseIf(accountKey(transfer.from) === accountKey(transfer.to), 'a transfer has two different accounts');
    this.state.transfers.put(transfer.ref, { transfer, at: this.clock.now() });
    this.enter(transfer, transfer.from, -transfer.amount.minor);
    this.enter(transfer, transfer.to, transfer.amount.minor);
    return 'posted';
  }

  async balance(userId: UserId, currency: Currency): Promise<Balance> {
    const amountOf = (kind: string): Money => Money.of(this.state.balances.find(`${kind}:${userId}:${currency}`)?.amount ?? 0n, currency);
    return { available: amountOf('user:available'), held: amountOf('user:held') };
  }

  async paidIn(userId: UserId, currency: Currency): Promise<Money> {
    const own = new Set(['user:available', 'user:held'].map((kind) => `${kind}:${userId}`));
    const outside = this.state.entries.where((entry) => {
      const kind = this.state.transfers.find(entry.ref)?.transfer.kind;
      return own.has(entry.account) && entry.currency === currency && (kind === 'topup' || kind === 'reversal' || kind === 'refund');
    });
    return Money.of(outside.reduce((sum, { amount }) => sum + amount, 0n), currency);
  }

  private enter(transfer: Transfer, account: Account, leg: bigint): void {
    const after = 'userId' in account ? this.change(transfer, account.kind, account.userId, leg) : undefined;
    this.state.entries.put(this.state.entries.size + 1, {
      ref: transfer.ref,
      account: accountKey(account),
      currency: transfer.amount.currency,
      amount: leg,
      balanceAfter: after?.amount,
      version: after?.version,
    });
  }

  private change(transfer: Transfer, kind: string, userId: UserId, leg: bigint): BalanceRow {
    requireUser(this.state, userId);
    const { currency } = transfer.amount;
    const key = `${kind}:${userId}:${currency}`;
    const before = this.state.balances.find(key);
    const after: BalanceRow = {
      account: `${kind}:${userId}`,
      kind,
      userId,
      currency,
      amount: (before?.amount ?? 0n) + leg,
      version: (before?.version ?? 0) + 1,
    };
    if (after.amount < 0n) throw new InsufficientFunds({ needed: transfer.amount.toDecimal(), currency });
    this.state.balances.put(key, after);
    return after;
  }
}

function accountKey(account: Account): string {
  return 'userId' in account ? `${account.kind}:${account.userId}` : account.kind;
}

function requireSame(known: Transfer, asked: Transfer): 'already-posted' {
  const contents = (transfer: Transfer): string =>
    [transfer.kind, accountKey(transfer.from), accountKey(transfer.to), transfer.amount.toString()].join(' ');
  if (contents(known) !== contents(asked)) throw new TransferMismatch(asked.ref);
  return 'already-posted';
}
