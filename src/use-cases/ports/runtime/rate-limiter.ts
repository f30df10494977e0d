/** At most `most` in any stretch of time that is `windowMs` long. */
export interface RateWindow {
  readonly most: number;
  readonly windowMs: number;
}

/** After every `refusals` of them a subject is banned, each time for the next of `stepsMs`; `quietMs` without one forgets it all. */
export interface BanLadder {
  readonly refusals: number;
  readonly stepsMs: readonly number[];
  readonly quietMs: number;
}

/** What is counted under its own name; every window has to have room. Without `bans` a refusal has no consequence. */
export interface LimitedAction {
  readonly name: string;
  readonly windows: readonly RateWindow[];
  readonly bans?: BanLadder | undefined;
}

export type Admission = { readonly allowed: true } | { readonly allowed: false; readonly retryAfterMs: number; readonly banned: boolean };

/** Counts what subjects do, over all processes where the store is shared. */
export interface RateLimiter {
  /**
   * Lets the action pass and counts it, or refuses it and says after how many milliseconds it is worth asking again; what is refused
   * uses up no room. A ban holds for every action of the subject. Never throws: a limiter that lost its store judges by what it knows itself.
   */
  check(subject: string, action: LimitedAction): Promise<Admission>;
}
