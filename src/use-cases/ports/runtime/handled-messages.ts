/** A message whose sender repeats it until it is acknowledged. */
export interface RepeatedMessage {
  readonly source: string;
  /** Unique per source. */
  readonly eventKey: string;
  /** As it came; asked for only where it is kept. */
  readonly body: () => Uint8Array;
}

/** `yours`: handle it now. `handled`: nothing is left to do. `in-hand`: somebody has it, or died over it; it is free again before long. */
export type Claim = 'yours' | 'handled' | 'in-hand';

/** Which messages were handled, remembered for as long as their sender repeats them. Money never depends on it. */
export interface HandledMessages {
  /** Throws when no store answers: the message must then not be handled, and comes again. */
  claim(message: RepeatedMessage): Promise<Claim>;
  /** Once it resolves, the message may be acknowledged. */
  done(message: RepeatedMessage): Promise<void>;
  /** Gives a claim back at once, because the message could not be handled. Never throws. */
  release(message: RepeatedMessage): Promise<void>;
}
