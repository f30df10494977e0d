import type { SettingsRepository } from '#use-cases/ports/persistence/settings-repository.js';
import { refuseIf } from '../integrity.js';
import type { MemoryState } from '../memory-state.js';

/** Settings in process memory, kept as JSON as the database keeps them. */
export class MemorySettingsRepository implements SettingsRepository {
  constructor(private readonly state: MemoryState) {}

  async find(key: string): Promise<unknown> {
    const stored = this.state.settings.find(key);
    return stored === undefined ? undefined : JSON.parse(stored);
  }

  /** One transaction runs at a time, so there is nobody to keep waiting. */
  lock(key: string): Promise<unknown> {
    return this.find(key);
  }

  async save(key: string, value: unknown): Promise<void> {
    refuseIf(value === undefined, 'a setting is a JSON value');
    this.state.settings.put(key, JSON.stringify(value));
  }
}
