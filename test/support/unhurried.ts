import type { SendingPace } from '#use-cases/ports/providers/sending-pace.js';

/** Everybody's turn at once: for tests in which no time passes. */
export const unhurried: SendingPace = {
  takeTurn: () => Promise.resolve({ granted: true }),
  holdBack: () => Promise.resolve(),
};
