import type { TrialRepository } from '#use-cases/ports/persistence/vpn/trial-repository.js';
import { refuseIf } from '../integrity.js';
import type { MemoryState } from '../memory-state.js';

export class MemoryTrialRepository implements TrialRepository {
  constructor(private readonly state: MemoryState) {}

  async take(personKey: string, subscriptionId: string): Promise<boolean> {
    if (this.state.trials.find(personKey) !== undefined) return false;
    refuseIf(!this.state.subscriptions.find(subscriptionId), 'a trial is of a subscription');
    this.state.trials.put(personKey, subscriptionId);
    return true;
  }

  async isTaken(personKey: string): Promise<boolean> {
    return this.state.trials.find(personKey) !== undefined;
  }
}
