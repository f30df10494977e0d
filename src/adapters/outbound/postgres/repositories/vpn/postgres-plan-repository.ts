import { checkPlan, type Plan } from '#domain/vpn/plan.js';
import type { PlanRepository } from '#use-cases/ports/persistence/vpn/plan-repository.js';
import type { DatabaseSession } from '../../driver/database-session.js';
import { allowanceJson } from '../../models/allowance-json.js';
import { planOf, type PlanRow } from './rows.js';

const COLUMNS = 'id, titles, days, allowance, prices, state, position';

export class PostgresPlanRepository implements PlanRepository {
  constructor(private readonly session: DatabaseSession) {}

  async all(): Promise<readonly Plan[]> {
    return (await this.session.rows<PlanRow>(`SELECT ${COLUMNS} FROM pricing_plans ORDER BY position, id`)).map(planOf);
  }

  async find(planId: string): Promise<Plan | undefined> {
    const [row] = await this.session.rows<PlanRow>(`SELECT ${COLUMNS} FROM pricing_plans WHERE id = $1`, [planId]);
    return row && planOf(row);
  }

  async save(plan: Plan): Promise<void> {
    const { id, titles, days, allowance, prices, state, position } = checkPlan(plan);
    await this.session.change(
      `INSERT INTO pricing_plans (${COLUMNS}) VALUES ($1, $2::jsonb, $3, $4::jsonb, $5::jsonb, $6, $7)
      ON CONFLICT (id) DO UPDATE SET titles = $2::jsonb, days = $3, allowance = $4::jsonb, prices = $5::jsonb, state = $6, position = $7`,
      [id, JSON.stringify(titles), days, JSON.stringify(allowanceJson(allowance)), JSON.stringify(prices), state, position],
    );
  }
}
