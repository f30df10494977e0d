import type { Plan } from '#domain/vpn/plan.js';

export interface PlanRepository {
  /** In their order, hidden ones too. */
  all(): Promise<readonly Plan[]>;
  find(planId: string): Promise<Plan | undefined>;
  /** Adds it, or replaces what has its id. */
  save(plan: Plan): Promise<void>;
}
