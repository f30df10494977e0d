import type { WatchedScreens } from '#use-cases/ports/runtime/watched-screens.js';

/** Watched screens in process memory; forgetting one costs a new message instead of an edit. */
export class MemoryWatchedScreens implements WatchedScreens {
  private readonly places = new Map<string, string>();

  constructor(private readonly capacity = 10_000) {}

  async watch(subjectId: string, place: string): Promise<void> {
    this.places.delete(subjectId);
    this.places.set(subjectId, place);
    const [oldest] = this.places.keys();
    if (this.places.size > this.capacity && oldest !== undefined) this.places.delete(oldest);
  }

  async find(subjectId: string): Promise<string | undefined> {
    return this.places.get(subjectId);
  }
}
