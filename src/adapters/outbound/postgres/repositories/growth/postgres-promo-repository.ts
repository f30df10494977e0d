import type { UserId } from '#domain/customers/customer.js';
import { checkPromo, type PromoBenefit, type PromoCode, type PromoUsage, type PromoUse } from '#domain/growth/promo-code.js';
import type { Currency } from '#domain/shared/currency.js';
import { Money } from '#domain/shared/money.js';
import type { PromoRepository } from '#use-cases/ports/persistence/growth/promo-repository.js';
import type { DatabaseSession } from '../../driver/database-session.js';

interface PromoRow {
  readonly code: string;
  readonly kind: PromoBenefit['kind'];
  readonly value: string;
  readonly currency: Currency | null;
  readonly total: string | null;
  readonly each: string | null;
  readonly expires_at: Date | null;
  readonly plans: readonly string[];
  readonly active: boolean;
  readonly created_at: Date;
}

const COLUMNS = 'code, kind, value, currency, total, each, expires_at, plans, active, created_at';

export class PostgresPromoRepository implements PromoRepository {
  constructor(private readonly session: DatabaseSession) {}

  async add(promo: PromoCode): Promise<boolean> {
    const { code, benefit, total, each, expiresAt, plans, active, createdAt } = checkPromo(promo);
    const added = await this.session.change(`INSERT INTO promo_codes (${COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8::jsonb, $9, $10) ON CONFLICT (code) DO NOTHING`, [
      ...[code, benefit.kind, valueOf(benefit).toString(), benefit.kind === 'sum' ? benefit.amount.currency : null],
      ...[total ?? null, each ?? null, expiresAt ?? null, JSON.stringify(plans), active, createdAt],
    ]);
    return added === 1;
  }

  find(code: string): Promise<PromoCode | undefined> {
    return this.one(code, '');
  }

  lock(code: string): Promise<PromoCode | undefined> {
    return this.one(code, 'FOR UPDATE');
  }

  async all(): Promise<readonly { readonly promo: PromoCode; readonly uses: number }[]> {
    const rows = await this.session.rows<PromoRow & { uses: string }>(
      `SELECT ${COLUMNS}, (SELECT count(*) FROM promo_uses WHERE promo_uses.code = promo_codes.code AND returned_at IS NULL) AS uses
      FROM promo_codes ORDER BY created_at DESC, code`,
    );
    return rows.map((row) => ({ promo: promoOf(row), uses: Number(row.uses) }));
  }

  async save({ code, active }: PromoCode): Promise<void> {
    const saved = await this.session.change('UPDATE promo_codes SET active = $2 WHERE code = $1', [code, active]);
    if (saved === 0) throw new Error(`there is no code ${code}`);
  }

  async usage(code: string, userId: UserId): Promise<PromoUsage> {
    const [row] = await this.session.rows<{ total: string; own: string }>(
      'SELECT count(*) AS total, count(*) FILTER (WHERE user_id = $2) AS own FROM promo_uses WHERE code = $1 AND returned_at IS NULL',
      [code, userId],
    );
    return { total: Number(row?.total ?? 0), own: Number(row?.own ?? 0) };
  }

  async addUse({ ref, code, userId, orderId, at }: PromoUse): Promise<boolean> {
    const added = await this.session.change('INSERT INTO promo_uses (ref, code, user_id, order_id, at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (ref) DO NOTHING', [
      ...[ref, code, userId, orderId ?? null, at],
    ]);
    return added === 1;
  }

  async giveBack(ref: string): Promise<void> {
    await this.session.change('UPDATE promo_uses SET returned_at = clock_timestamp() WHERE ref = $1 AND returned_at IS NULL', [ref]);
  }

  async keep(userId: UserId, code: string, at: Date): Promise<void> {
    await this.session.change('INSERT INTO kept_promos (user_id, code, at) VALUES ($1, $2, $3) ON CONFLICT (user_id) DO UPDATE SET code = excluded.code, at = excluded.at', [userId, code, at]);
  }

  async kept(userId: UserId): Promise<string | undefined> {
    const [row] = await this.session.rows<{ code: string }>('SELECT code FROM kept_promos WHERE user_id = $1', [userId]);
    return row?.code;
  }

  async forgetKept(userId: UserId): Promise<void> {
    await this.session.change('DELETE FROM kept_promos WHERE user_id = $1', [userId]);
  }

  private async one(code: string, lock: '' | 'FOR UPDATE'): Promise<PromoCode | undefined> {
    const [row] = await this.session.rows<PromoRow>(`SELECT ${COLUMNS} FROM promo_codes WHERE code = $1 ${lock}`, [code]);
    return row && promoOf(row);
  }
}

function valueOf(benefit: PromoBenefit): bigint {
  if (benefit.kind === 'sum') return benefit.amount.minor;
  return BigInt(benefit.kind === 'percent' ? benefit.percent : benefit.days);
}

function promoOf(row: PromoRow): PromoCode {
  const { code, plans, active } = row;
  const limits = { total: countOf(row.total), each: countOf(row.each), expiresAt: row.expires_at ?? undefined };
  return { code, plans, active, ...limits, benefit: benefitOf(row), createdAt: row.created_at };
}

function benefitOf({ code, kind, value, currency }: PromoRow): PromoBenefit {
  if (kind === 'percent') return { kind, percent: Number(value) };
  if (kind === 'days') return { kind, days: Number(value) };
  if (currency === null) throw new Error(`code ${code} is worth nothing`);
  return { kind, amount: Money.of(BigInt(value), currency) };
}

function countOf(limit: string | null): number | undefined {
  return limit === null ? undefined : Number(limit);
}
