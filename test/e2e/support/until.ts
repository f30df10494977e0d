import { setTimeout as pause } from 'node:timers/promises';

const LOOK_EVERY_MS = 15;

export interface Patience {
  readonly deadlineMs?: number;
  /** Called before each further look; moves a clock along, for example. */
  readonly meanwhile?: () => void;
}

/** Looks until there is something to see. Throws when the deadline passes, with what `describe` tells about the last look. */
export async function until<Seen>(
  look: () => Seen | undefined | Promise<Seen | undefined>,
  describe: () => string | Promise<string>,
  { deadlineMs = 15_000, meanwhile }: Patience = {},
): Promise<Seen> {
  const deadline = performance.now() + deadlineMs;
  for (;;) {
    const seen = await look();
    if (seen !== undefined) return seen;
    if (performance.now() > deadline) throw new Error(`not within ${deadlineMs} ms: ${await describe()}`);
    meanwhile?.();
    await pause(LOOK_EVERY_MS);
  }
}
