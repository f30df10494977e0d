import { checkPlan, type Plan } from '#domain/vpn/plan.js';
import type { PlanRepository } from '#use-cases/ports/persistence/vpn/plan-repository.js';
import type { MemoryState } from '../memory-state.js';

export class MemoryPlanRepository implements PlanRepository {
  constructor(private readonly state: MemoryState) {}

  async all(): Promise<readonly Plan[]> {
    return [...this.state.plans.all()].sort((left, right) => left.position - right.position);
  }

  async find(planId: string): Promise<Plan | undefined> {
    return this.state.plans.find(planId);
  }

  async save(plan: Plan): Promise<void> {
    this.state.plans.put(plan.id, checkPlan(plan));
  }
}
