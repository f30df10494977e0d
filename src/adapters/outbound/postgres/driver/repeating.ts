import { setTimeout as pause } from 'node:timers/promises';
import { isRepeatable } from './database-error.js';

const RETRIES = 3;
const PAUSE_MS = 15;

/** Runs `work` again, up to three times, when it got in the way of another transaction and lost. */
export async function repeating<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let retries = 0; ; retries++) {
    try {
      return await work();
    } catch (error) {
      if (retries === RETRIES || !isRepeatable(error)) throw error;
      await pause(Math.random() * PAUSE_MS * 2 ** retries);
    }
  }
}
