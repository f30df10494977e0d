import type { VpnAccount } from '#domain/vpn/vpn-account.js';
import { LeaseLost } from '#use-cases/ports/persistence/persistence-error.js';
import type { AccountRef, ClaimedAccount, MeasuredAccount, UsageReading, VpnAccountRepository } from '#use-cases/ports/persistence/vpn/vpn-account-repository.js';
import type { DatabaseSession } from '../../driver/database-session.js';
import { isUuid } from '../../driver/uuid-text.js';
import { accountOf, type AccountRow } from './rows.js';

const COLUMNS =
  'subscription_id, panel_id, account_key, applied_version, applied_generation, state, link, used_bytes, lifetime_bytes, checked_at, attempts, failure, next_attempt_at';

interface MeasuredRow {
  readonly subscription_id: string;
  readonly key: string;
  readonly before: string;
  readonly used: string;
  readonly lifetime: string;
}

const MEASURE = `WITH changed AS (
  SELECT config.subscription_id, config.panel_id, reading.key, config.lifetime_bytes AS before, reading.used, reading.lifetime
  FROM unnest($2::text[], $3::bigint[], $4::bigint[]) AS reading (key, used, lifetime)
  JOIN vpn_configs config ON config.panel_id = $1 AND config.account_key = reading.key
  WHERE config.state = 'kept' AND (config.used_bytes, config.lifetime_bytes) <> (reading.used, reading.lifetime)
    AND (config.leased_until IS NULL OR config.leased_until <= $5)
  FOR UPDATE OF config
), written AS (
  UPDATE vpn_configs config SET used_bytes = changed.used, lifetime_bytes = changed.lifetime FROM changed
  WHERE config.subscription_id = changed.subscription_id AND config.panel_id = changed.panel_id
)
SELECT subscription_id, key, before, used, lifetime FROM changed ORDER BY subscription_id`;

export class PostgresVpnAccountRepository implements VpnAccountRepository {
  constructor(private readonly session: DatabaseSession) {}

  async add(account: VpnAccount): Promise<boolean> {
    const added = await this.session.change(
      `INSERT INTO vpn_configs (${COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT (subscription_id, panel_id) DO NOTHING`,
      valuesOf(account),
    );
    return added === 1;
  }

  async of(subscriptionId: string): Promise<readonly VpnAccount[]> {
    if (!isUuid(subscriptionId)) return [];
    const rows = await this.session.rows<AccountRow>(`SELECT ${COLUMNS} FROM vpn_configs WHERE subscription_id = $1 ORDER BY panel_id`, [subscriptionId]);
    return rows.map(accountOf);
  }

  async findByKey(panelId: string, key: string): Promise<VpnAccount | undefined> {
    const [row] = await this.session.rows<AccountRow>(`SELECT ${COLUMNS} FROM vpn_configs WHERE panel_id = $1 AND account_key = $2`, [panelId, key]);
    return row && accountOf(row);
  }

  async wake(subscriptionId: string, now: Date): Promise<void> {
    await this.session.change(`UPDATE vpn_configs SET next_attempt_at = $2, attempts = 0 WHERE subscription_id = $1 AND state <> 'gone'`, [subscriptionId, now]);
  }

  async claim({ subscriptionId, panelId }: AccountRef, now: Date, leaseUntil: Date): Promise<ClaimedAccount | undefined> {
    if (!isUuid(subscriptionId)) return undefined;
    // Two workers at once: the second waits for the first one's row, reads it again and finds the lease taken.
    const [row] = await this.session.rows<AccountRow & { readonly fence: string }>(
      `UPDATE vpn_configs SET leased_until = $4, fence = fence + 1
      WHERE subscription_id = $1 AND panel_id = $2 AND next_attempt_at <= $3 AND (leased_until IS NULL OR leased_until <= $3) RETURNING ${COLUMNS}, fence`,
      [subscriptionId, panelId, now, leaseUntil],
    );
    return row && { account: accountOf(row), fence: BigInt(row.fence) };
  }

  async release(account: VpnAccount, fence: bigint): Promise<void> {
    const released = await this.session.change(
      `UPDATE vpn_configs SET account_key = $3, applied_version = $4, applied_generation = $5, state = $6, link = $7, used_bytes = $8, lifetime_bytes = $9,
        checked_at = $10, attempts = $11, failure = $12, next_attempt_at = $13, leased_until = NULL
      WHERE subscription_id = $1 AND panel_id = $2 AND fence = $14`,
      [...valuesOf(account), fence],
    );
    if (released === 0) throw new LeaseLost(account.subscriptionId);
  }

  async due(now: Date, limit: number): Promise<readonly AccountRef[]> {
    const rows = await this.session.rows<Pick<AccountRow, 'subscription_id' | 'panel_id'>>(
      `SELECT subscription_id, panel_id FROM vpn_configs WHERE next_attempt_at <= $1 AND (leased_until IS NULL OR leased_until <= $1) ORDER BY next_attempt_at LIMIT $2`,
      [now, limit],
    );
    return rows.map((row) => ({ subscriptionId: row.subscription_id, panelId: row.panel_id }));
  }

  async measure(panelId: string, readings: readonly UsageReading[], now: Date): Promise<readonly MeasuredAccount[]> {
    const rows = await this.session.rows<MeasuredRow>(MEASURE, [
      panelId,
      readings.map(({ key }) => key),
      readings.map(({ usedBytes }) => usedBytes),
      readings.map(({ lifetimeBytes }) => lifetimeBytes),
      now,
    ]);
    return rows.map((row) => ({
      subscriptionId: row.subscription_id,
      lifetimeBefore: BigInt(row.before),
      reading: { key: row.key, usedBytes: BigInt(row.used), lifetimeBytes: BigInt(row.lifetime) },
    }));
  }

  async countByPanel(): Promise<ReadonlyMap<string, number>> {
    const rows = await this.session.rows<{ panel_id: string; kept: string }>(`SELECT panel_id, count(*) AS kept FROM vpn_configs WHERE state = 'kept' GROUP BY panel_id`);
    return new Map(rows.map((row) => [row.panel_id, Number(row.kept)]));
  }
}

/** In the order of the columns. */
function valuesOf(account: VpnAccount): readonly unknown[] {
  return [
    account.subscriptionId,
    account.panelId,
    account.key,
    account.appliedVersion,
    account.appliedGeneration,
    account.state,
    account.link ?? null,
    account.usedBytes,
    account.lifetimeBytes,
    account.checkedAt ?? null,
    account.attempts,
    account.failure ?? null,
    account.nextAttemptAt ?? null,
  ];
}
