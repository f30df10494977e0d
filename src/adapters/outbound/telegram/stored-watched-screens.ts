import type { DialogueStore } from '#use-cases/ports/runtime/dialogue-store.js';
import type { WatchedScreens } from '#use-cases/ports/runtime/watched-screens.js';

/** An order is delivered or refunded well within this time; an invoice and its late payment as well. */
const KEPT_SECONDS = 4 * 24 * 60 * 60;

/** Keeps the places of watched screens where dialogues are kept. A place that is lost only means a new message instead of an edit. */
export class StoredWatchedScreens implements WatchedScreens {
  constructor(private readonly dialogues: DialogueStore) {}

  watch(subjectId: string, place: string): Promise<void> {
    return this.dialogues.save(keyOf(subjectId), place, KEPT_SECONDS);
  }

  find(subjectId: string): Promise<string | undefined> {
    return this.dialogues.find(keyOf(subjectId));
  }
}

function keyOf(subjectId: string): string {
  return `watched:${subjectId}`;
}
