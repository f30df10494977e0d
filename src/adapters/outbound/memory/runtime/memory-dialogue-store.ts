import type { Clock } from '#use-cases/ports/runtime/clock.js';
import type { DialogueStore } from '#use-cases/ports/runtime/dialogue-store.js';
import { ExpiringMap } from './expiring-map.js';

/** Dialogues in process memory: for tests, and for the time in which a shared store does not answer. */
export class MemoryDialogueStore implements DialogueStore {
  private readonly entries: ExpiringMap;

  constructor(clock: Clock, capacity = 100_000) {
    this.entries = new ExpiringMap(clock, capacity);
  }

  async find(key: string): Promise<string | undefined> {
    return this.entries.get(key);
  }

  async save(key: string, value: string, ttlSeconds: number): Promise<void> {
    this.entries.set(key, value, ttlSeconds);
  }

  async remove(key: string): Promise<void> {
    this.entries.delete(key);
  }
}
