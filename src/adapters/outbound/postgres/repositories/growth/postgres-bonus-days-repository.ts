import type { UserId } from '#domain/customers/customer.js';
import type { Bonus, BonusKind, BonusState } from '#domain/growth/bonus-days.js';
import type { BonusDaysRepository } from '#use-cases/ports/persistence/growth/bonus-days-repository.js';
import type { DatabaseSession } from '../../driver/database-session.js';

interface BonusRow {
  readonly ref: string;
  readonly user_id: string;
  readonly kind: BonusKind;
  readonly days: number;
  readonly state: BonusState;
  readonly created_at: Date;
}

const COLUMNS = 'ref, user_id, kind, days, state, created_at';

export class PostgresBonusDaysRepository implements BonusDaysRepository {
  constructor(private readonly session: DatabaseSession) {}

  async add({ ref, userId, kind, days, state, createdAt }: Bonus): Promise<boolean> {
    const added = await this.session.change(`INSERT INTO bonus_days (${COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (ref) DO NOTHING`, [ref, userId, kind, days, state, createdAt]);
    return added === 1;
  }

  async lock(ref: string): Promise<Bonus | undefined> {
    const [row] = await this.session.rows<BonusRow>(`SELECT ${COLUMNS} FROM bonus_days WHERE ref = $1 FOR UPDATE`, [ref]);
    return row && bonusOf(row);
  }

  async lockWaiting(userId: UserId): Promise<readonly Bonus[]> {
    // The person's own row stands for the rows that are not there yet.
    await this.session.rows('SELECT 1 AS locked FROM users WHERE user_id = $1 FOR NO KEY UPDATE', [userId]);
    const rows = await this.session.rows<BonusRow>(`SELECT ${COLUMNS} FROM bonus_days WHERE user_id = $1 AND state = 'waiting' ORDER BY created_at, ref FOR UPDATE`, [userId]);
    return rows.map(bonusOf);
  }

  async save({ ref, state }: Bonus): Promise<void> {
    const saved = await this.session.change(`UPDATE bonus_days SET state = $2 WHERE ref = $1 AND state <> 'reversed'`, [ref, state]);
    if (saved === 0) throw new Error(`bonus ${ref} is not there or was reversed`);
  }

  async waiting(userId: UserId): Promise<number> {
    const [row] = await this.session.rows<{ days: string }>(`SELECT coalesce(sum(days), 0) AS days FROM bonus_days WHERE user_id = $1 AND state = 'waiting'`, [userId]);
    return Number(row?.days ?? 0);
  }
}

function bonusOf({ user_id: userId, created_at: createdAt, ...row }: BonusRow): Bonus {
  return { ...row, userId: Number(userId), createdAt };
}
