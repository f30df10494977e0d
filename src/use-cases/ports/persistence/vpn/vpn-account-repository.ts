import type { VpnAccount } from '#domain/vpn/vpn-account.js';

export interface ClaimedAccount {
  readonly account: VpnAccount;
  /** Names this claim; whoever claims next gets a higher one. */
  readonly fence: bigint;
}

export interface AccountRef {
  readonly subscriptionId: string;
  readonly panelId: string;
}

/** What a panel counted for the account it calls by this name. */
export interface UsageReading {
  readonly key: string;
  readonly usedBytes: bigint;
  readonly lifetimeBytes: bigint;
}

export interface MeasuredAccount {
  readonly subscriptionId: string;
  readonly lifetimeBefore: bigint;
  readonly reading: UsageReading;
}

export interface VpnAccountRepository {
  /** False when the subscription has one on this panel already. */
  add(account: VpnAccount): Promise<boolean>;
  of(subscriptionId: string): Promise<readonly VpnAccount[]>;
  /** Whose account bears this name on that panel. */
  findByKey(panelId: string, key: string): Promise<VpnAccount | undefined>;
  /** Makes all accounts of a subscription due, those in somebody's hands too: they were told an older version. */
  wake(subscriptionId: string, now: Date): Promise<void>;
  /** Gives the account to one worker until `leaseUntil`; undefined while another has it, or when nothing is due. */
  claim(ref: AccountRef, now: Date, leaseUntil: Date): Promise<ClaimedAccount | undefined>;
  /** Writes the outcome and gives the account back. Throws `LeaseLost` when another worker has claimed it since. */
  release(account: VpnAccount, fence: bigint): Promise<void>;
  /** What is due and in nobody's hands, the longest waiting first. */
  due(now: Date, limit: number): Promise<readonly AccountRef[]>;
  /** Writes what a panel counted, and answers those accounts for which it counted something else than before. One in somebody's hands is left out. */
  measure(panelId: string, readings: readonly UsageReading[], now: Date): Promise<readonly MeasuredAccount[]>;
  /** How many accounts each panel keeps. */
  countByPanel(): Promise<ReadonlyMap<string, number>>;
}
