import type { Clock } from '#use-cases/ports/runtime/clock.js';
import type { SessionVault, StoredSession } from '#use-cases/ports/runtime/session-vault.js';

/** Sessions in process memory, every version kept, unencrypted because they never leave it. */
export class MemorySessionVault implements SessionVault {
  private readonly versions = new Map<string, StoredSession[]>();

  constructor(private readonly clock: Clock) {}

  async load(name: string): Promise<StoredSession | undefined> {
    return this.versions.get(name)?.at(-1);
  }

  async save(name: string, value: string): Promise<void> {
    const kept = this.versions.get(name) ?? [];
    this.versions.set(name, [...kept, { version: kept.length + 1, value, savedAt: this.clock.now() }]);
  }

  /** Every version, the oldest first. */
  history(name: string): readonly StoredSession[] {
    return this.versions.get(name) ?? [];
  }
}
