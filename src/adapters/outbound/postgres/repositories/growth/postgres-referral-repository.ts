import type { UserId } from '#domain/customers/customer.js';
import type { ReferralReward, Reward } from '#domain/growth/referral.js';
import type { Currency } from '#domain/shared/currency.js';
import { Money } from '#domain/shared/money.js';
import type { ReferralRepository, ReferralStats } from '#use-cases/ports/persistence/growth/referral-repository.js';
import type { DatabaseSession } from '../../driver/database-session.js';
import { isUuid } from '../../driver/uuid-text.js';

interface RewardRow {
  readonly referred_id: string;
  readonly referrer_id: string;
  readonly order_id: string;
  readonly mode: Reward['mode'];
  readonly days: number | null;
  readonly amount: string | null;
  readonly currency: Currency | null;
  readonly owed: string | null;
  readonly state: ReferralReward['state'];
  readonly at: Date;
}

const COLUMNS = 'referred_id, referrer_id, order_id, mode, days, amount, currency, owed, state, at';

export class PostgresReferralRepository implements ReferralRepository {
  constructor(private readonly session: DatabaseSession) {}

  async add({ referredId, referrerId, orderId, reward, owed, state, at }: ReferralReward): Promise<boolean> {
    const money = reward.mode === 'money' ? reward.amount : undefined;
    const added = await this.session.change(`INSERT INTO referral_rewards (${COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING`, [
      ...[referredId, referrerId, orderId, reward.mode],
      ...[reward.mode === 'days' ? reward.days : null, money?.minor.toString() ?? null, money?.currency ?? null],
      ...[owed?.minor.toString() ?? null, state, at],
    ]);
    return added === 1;
  }

  find(referredId: UserId): Promise<ReferralReward | undefined> {
    return this.one('referred_id = $1', referredId);
  }

  lock(referredId: UserId): Promise<ReferralReward | undefined> {
    return this.one('referred_id = $1 FOR UPDATE', referredId);
  }

  async lockByOrder(orderId: string): Promise<ReferralReward | undefined> {
    return isUuid(orderId) ? this.one('order_id = $1 FOR UPDATE', orderId) : undefined;
  }

  async lockOwed(referrerId: UserId, currency: Currency): Promise<readonly ReferralReward[]> {
    const rows = await this.session.rows<RewardRow>(
      `SELECT ${COLUMNS} FROM referral_rewards WHERE referrer_id = $1 AND owed > 0 AND currency = $2 ORDER BY at, referred_id FOR UPDATE`,
      [referrerId, currency],
    );
    return rows.map(rewardOf);
  }

  async save({ referredId, state, owed }: ReferralReward): Promise<void> {
    const saved = await this.session.change(`UPDATE referral_rewards SET state = $2, owed = $3 WHERE referred_id = $1 AND (state = 'granted' OR $2 = 'reversed')`, [
      referredId,
      state,
      owed?.minor.toString() ?? null,
    ]);
    if (saved === 0) throw new Error(`the reward for ${referredId} is not there or was reversed`);
  }

  async stats(referrerId: UserId): Promise<ReferralStats> {
    const [counts] = await this.session.rows<{ invited: string; paid: string; days_earned: string }>(
      'SELECT invited, paid, days_earned FROM referral_stats WHERE user_id = $1',
      [referrerId],
    );
    const sums = await this.session.rows<{ currency: Currency; total: string }>(
      `SELECT currency, sum(amount) AS total FROM referral_rewards WHERE referrer_id = $1 AND state = 'granted' AND mode = 'money' GROUP BY currency ORDER BY currency`,
      [referrerId],
    );
    return {
      invited: Number(counts?.invited ?? 0),
      paid: Number(counts?.paid ?? 0),
      days: Number(counts?.days_earned ?? 0),
      money: sums.map(({ currency, total }) => Money.of(BigInt(total), currency)),
    };
  }

  private async one(where: string, key: UserId | string): Promise<ReferralReward | undefined> {
    const [row] = await this.session.rows<RewardRow>(`SELECT ${COLUMNS} FROM referral_rewards WHERE ${where}`, [key]);
    return row && rewardOf(row);
  }
}

function rewardOf(row: RewardRow): ReferralReward {
  const money = (minor: string | null): Money | undefined => (minor === null || row.currency === null ? undefined : Money.of(BigInt(minor), row.currency));
  const { order_id: orderId, state, at } = row;
  return { referredId: Number(row.referred_id), referrerId: Number(row.referrer_id), orderId, reward: promiseOf(row, money(row.amount)), state, owed: money(row.owed), at };
}

function promiseOf({ mode, days, order_id: orderId }: RewardRow, amount: Money | undefined): Reward {
  if (mode === 'off') return { mode };
  if (mode === 'days' && days !== null) return { mode, days };
  if (mode === 'money' && amount) return { mode, amount };
  throw new Error(`the reward of order ${orderId} is nothing`);
}
