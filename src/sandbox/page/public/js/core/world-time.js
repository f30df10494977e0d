import { api } from './api.js';

let offset = 0;

/** The time of the world, which people may have moved ahead of this machine's, in milliseconds. */
export function worldNow() {
  return Date.now() + offset;
}

/** Asks the sandbox what time it is there; gives how many seconds that is ahead. */
export async function syncTime() {
  const { now, aheadSeconds } = await api.clock();
  offset = new Date(now).getTime() - Date.now();
  return aheadSeconds;
}
