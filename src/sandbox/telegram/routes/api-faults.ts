import type { FaultBoard, FaultMode } from '#sandbox/kit/fault-board.js';

/** How the Bot API is late under `slow`. */
export const SLOW_MILLISECONDS = 3_000;
/** The wait that the lie asks for. */
export const LYING_RETRY_SECONDS = 2;

/**
 * The fault that strikes this call. `lying` answers every send and edit with "too many requests" without doing it. Polling is
 * never struck: the person's acts keep reaching the bot, as they do over a webhook, so that one sees how it copes.
 */
export function strike(faults: FaultBoard, method: string): FaultMode | undefined {
  const name = method.toLowerCase();
  if (name === 'getupdates') return undefined;
  const isSend = name.startsWith('send') || name.startsWith('edit');
  if (faults.peek('telegram') === 'lying' && !isSend) return undefined;
  return faults.take('telegram');
}
