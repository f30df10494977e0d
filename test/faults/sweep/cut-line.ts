import type { CallSeam, OutboundCall } from '#adapters/outbound/kit/call-seam.js';
import { HttpFailure } from '#adapters/outbound/kit/http-failure.js';

/**
 * What happens at a point. `before`: the process dies before the call. `after`: the call was carried out and the process dies.
 * `unanswered`: it was carried out, the caller hears of a lost connection and lives on.
 */
export const CUT_MODES = ['before', 'after', 'unanswered'] as const;

/** Ways for a real process to die; `amid`: while the call is on its way, and nobody can say whether it arrives. */
export const KILL_MODES = ['before', 'amid', 'after'] as const;

export interface CutPoint {
  readonly call: number;
  readonly mode: (typeof CUT_MODES | typeof KILL_MODES)[number];
}

export class Crash extends Error {
  constructor(step: string) {
    super(`the process died at ${step}`);
    this.name = 'Crash';
  }
}

/**
 * The edge of one life of the process: numbers every call across it and cuts at one of them. Once dead, nothing passes any more,
 * as after a kill.
 */
export class CutLine implements CallSeam {
  readonly steps: string[] = [];
  /** For each call, during which step of the flow it was made. */
  readonly during: number[] = [];
  flowStep = 0;
  private dead = false;
  private under = 0;

  constructor(readonly point?: CutPoint) {}

  get isDead(): boolean {
    return this.dead;
  }

  /** Whether the point was reached. */
  get isCut(): boolean {
    return this.point !== undefined && this.steps.length > this.point.call;
  }

  /** Whether a call is under way, of a life that may be over. */
  get isBusy(): boolean {
    return this.under > 0;
  }

  around<Result>(call: OutboundCall, work: () => Promise<Result>): Promise<Result> {
    return this.pass(`${call.system}: ${call.step}`, work, () => Promise.reject(lost(call.system)));
  }

  /** `unheard` is what a caller sees of a call whose answer is lost. */
  async pass<Result>(step: string, call: () => Promise<Result>, unheard: () => Promise<Result>): Promise<Result> {
    if (this.dead) throw new Crash(step);
    this.note(step);
    const cut = this.point?.call === this.steps.length - 1 ? this.point.mode : undefined;
    if (cut === 'before') return this.die(step);
    const result = await this.counting(call);
    if (cut === 'after') return this.die(step);
    return cut === 'unanswered' ? unheard() : result;
  }

  /** A call that was seen to cross. */
  note(step: string): void {
    this.steps.push(step);
    this.during.push(this.flowStep);
  }

  /** A process that was seen to die, at its point if it had one. */
  fall(): never {
    while (this.point && !this.isCut) this.note('killed');
    return this.die('a call of its own');
  }

  private async counting<Result>(call: () => Promise<Result>): Promise<Result> {
    this.under += 1;
    try {
      return await call();
    } finally {
      this.under -= 1;
    }
  }

  private die(step: string): never {
    this.dead = true;
    throw new Crash(step);
  }
}

function lost(system: string): Error {
  return system === 'database' ? new Error('Connection terminated unexpectedly') : new HttpFailure('unknown', system, 'no answer in time');
}
