import { Money } from '#domain/shared/money.js';
import type { Account } from '#domain/wallet/ledger.js';
import type { AuditCheck, LedgerAudit, LedgerOverview } from '#use-cases/queries/ledger-audit.js';
import type { BalanceRow, EntryRow, MemoryState } from '../memory-state.js';
import type { MemoryUnitOfWork } from '../memory-unit-of-work.js';

const MOST_SHOWN = 20;

/** The ledger's invariants over the committed state of a `MemoryUnitOfWork`. */
export class MemoryLedgerAudit implements LedgerAudit {
  constructor(private readonly store: MemoryUnitOfWork) {}

  async verify(): Promise<readonly AuditCheck[]> {
    const state = this.store.committed;
    return [conservation(state), projection(state), noOverdraft(state)];
  }

  async overview(limit: number): Promise<LedgerOverview> {
    const { entries, transfers } = this.store.committed;
    const sums = new Map<string, { entry: EntryRow; sum: bigint }>();
    for (const entry of entries.all()) {
      const key = `${entry.account} ${entry.currency}`;
      sums.set(key, { entry, sum: (sums.get(key)?.sum ?? 0n) + entry.amount });
    }
    const accounts = [...sums.values()].filter(({ sum }) => sum !== 0n);
    const newest = transfers.all().slice(-limit).reverse();
    return {
      accounts: accounts.map(({ entry, sum }) => ({ ...accountOf(entry.account), currency: entry.currency, balance: Money.of(sum, entry.currency).toDecimal() })),
      transfers: newest.map(({ transfer, at }) => ({
        ref: transfer.ref,
        kind: transfer.kind,
        from: nameOf(transfer.from),
        to: nameOf(transfer.to),
        amount: transfer.amount.toDecimal(),
        currency: transfer.amount.currency,
        at: at.toISOString(),
      })),
    };
  }
}

function conservation(state: MemoryState): AuditCheck {
  const legs = new Map<string, EntryRow[]>();
  for (const entry of state.entries.all()) legs.set(entry.ref, [...(legs.get(entry.ref) ?? []), entry]);
  const violations = state.transfers.all().flatMap(({ transfer }) => {
    const entries = legs.get(transfer.ref) ?? [];
    const sum = entries.reduce((total, entry) => total + entry.amount, 0n);
    return sum === 0n && entries.length === 2 ? [] : [{ ref: transfer.ref, legs: entries.length, sum: sum.toString() }];
  });
  return check('I1', 'every transfer has two legs that sum to zero', state.transfers.size, violations);
}

function projection(state: MemoryState): AuditCheck {
  const violations = state.balances.all().flatMap((row) => {
    const entries = state.entries.where((entry) => entry.account === row.account && entry.currency === row.currency);
    return followsFrom(entries, row) ? [] : [{ account: row.account, currency: row.currency, balance: row.amount.toString() }];
  });
  return check('I2', 'every balance is the sum of its entries, step by step', state.balances.size, violations);
}

function followsFrom(entries: readonly EntryRow[], row: BalanceRow): boolean {
  let sum = 0n;
  const steps = entries.every((entry, index) => {
    sum += entry.amount;
    return entry.balanceAfter === sum && entry.version === index + 1;
  });
  return steps && sum === row.amount && entries.length === row.version;
}

function noOverdraft(state: MemoryState): AuditCheck {
  const negative = state.balances.where((row) => row.amount < 0n);
  return check('I3', 'nobody has less than nothing', state.balances.size, negative.map((row) => ({ account: row.account, balance: row.amount.toString() })));
}

function check(id: string, title: string, counted: number, violations: readonly Readonly<Record<string, unknown>>[]): AuditCheck {
  return { id, title, counted, violations: violations.slice(0, MOST_SHOWN) };
}

function nameOf(account: Account): string {
  return 'userId' in account ? `${account.kind}:${account.userId}` : account.kind;
}

function accountOf(name: string): { kind: string; userId: number | null } {
  const match = /^(user:\w+):(\d+)$/.exec(name);
  return match?.[1] ? { kind: match[1], userId: Number(match[2]) } : { kind: name, userId: null };
}
