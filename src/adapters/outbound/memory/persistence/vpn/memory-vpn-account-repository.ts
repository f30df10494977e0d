import type { VpnAccount } from '#domain/vpn/vpn-account.js';
import { LeaseLost } from '#use-cases/ports/persistence/persistence-error.js';
import type { AccountRef, ClaimedAccount, MeasuredAccount, UsageReading, VpnAccountRepository } from '#use-cases/ports/persistence/vpn/vpn-account-repository.js';
import { earliest, isDue, refuseIf } from '../integrity.js';
import type { MemoryState, VpnAccountRow } from '../memory-state.js';

const nameOf = ({ subscriptionId, panelId }: AccountRef): string => `${subscriptionId} ${panelId}`;

/** Accounts in process memory: lease and fence as in the database. */
export class MemoryVpnAccountRepository implements VpnAccountRepository {
  constructor(private readonly state: MemoryState) {}

  async add(account: VpnAccount): Promise<boolean> {
    if (this.state.vpnAccounts.find(nameOf(account))) return false;
    refuseIf(!this.state.subscriptions.find(account.subscriptionId), 'an account is of a subscription');
    const taken = this.state.vpnAccounts.where((row) => row.account.panelId === account.panelId && row.account.key === account.key);
    refuseIf(taken.length > 0, `the panel has ${account.key} already`);
    this.state.vpnAccounts.put(nameOf(account), { account, leasedUntil: undefined, fence: 0n });
    return true;
  }

  async of(subscriptionId: string): Promise<readonly VpnAccount[]> {
    const own = this.state.vpnAccounts.where((row) => row.account.subscriptionId === subscriptionId);
    return own.map(({ account }) => account).sort((left, right) => (left.panelId < right.panelId ? -1 : 1));
  }

  async findByKey(panelId: string, key: string): Promise<VpnAccount | undefined> {
    return this.state.vpnAccounts.where(({ account }) => account.panelId === panelId && account.key === key)[0]?.account;
  }

  async wake(subscriptionId: string, now: Date): Promise<void> {
    for (const row of this.state.vpnAccounts.where(({ account }) => account.subscriptionId === subscriptionId && account.state !== 'gone')) {
      this.state.vpnAccounts.put(nameOf(row.account), { ...row, account: row.account.due(now) });
    }
  }

  async claim(ref: AccountRef, now: Date, leaseUntil: Date): Promise<ClaimedAccount | undefined> {
    const row = this.state.vpnAccounts.find(nameOf(ref));
    if (!row || !isFree(row, now)) return undefined;
    const fence = row.fence + 1n;
    this.state.vpnAccounts.put(nameOf(ref), { account: row.account, leasedUntil: leaseUntil, fence });
    return { account: row.account, fence };
  }

  async release(account: VpnAccount, fence: bigint): Promise<void> {
    const row = this.state.vpnAccounts.find(nameOf(account));
    if (row?.fence !== fence) throw new LeaseLost(account.subscriptionId);
    this.state.vpnAccounts.put(nameOf(account), { account, leasedUntil: undefined, fence });
  }

  async due(now: Date, limit: number): Promise<readonly AccountRef[]> {
    const due = this.state.vpnAccounts.where((row) => isFree(row, now));
    return earliest(due, (row) => row.account.nextAttemptAt)
      .slice(0, limit)
      .map(({ account: { subscriptionId, panelId } }) => ({ subscriptionId, panelId }));
  }

  async measure(panelId: string, readings: readonly UsageReading[], now: Date): Promise<readonly MeasuredAccount[]> {
    const measured: MeasuredAccount[] = [];
    for (const { key, usedBytes, lifetimeBytes } of readings) {
      const [row] = this.state.vpnAccounts.where(({ account }) => account.panelId === panelId && account.key === key && account.state === 'kept');
      const isSame = row?.account.usedBytes === usedBytes && row.account.lifetimeBytes === lifetimeBytes;
      if (!row || isSame || isLeased(row, now)) continue;
      this.state.vpnAccounts.put(nameOf(row.account), { ...row, account: row.account.measured(usedBytes, lifetimeBytes) });
      measured.push({ subscriptionId: row.account.subscriptionId, lifetimeBefore: row.account.lifetimeBytes, reading: { key, usedBytes, lifetimeBytes } });
    }
    return measured;
  }

  async countByPanel(): Promise<ReadonlyMap<string, number>> {
    const counts = new Map<string, number>();
    for (const { account } of this.state.vpnAccounts.where((row) => row.account.state === 'kept')) counts.set(account.panelId, (counts.get(account.panelId) ?? 0) + 1);
    return counts;
  }
}

function isFree(row: VpnAccountRow, now: Date): boolean {
  return !isLeased(row, now) && isDue(row.account.nextAttemptAt, now);
}

function isLeased({ leasedUntil }: VpnAccountRow, now: Date): boolean {
  return leasedUntil !== undefined && leasedUntil.getTime() > now.getTime();
}
