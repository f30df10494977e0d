import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from '#use-cases/ports/runtime/logger.js';

/** Takes the turn, or keeps it, for so long from now; false while another bot has it. 0 gives it back. */
export type HoldTurn = (forMs: number) => Promise<boolean>;

export interface TurnTiming {
  /** How long a bot that died keeps the others waiting. */
  readonly leaseMs: number;
  readonly renewMs: number;
}

const USUAL: TurnTiming = { leaseMs: 4_000, renewMs: 1_000 };

/** Whose turn it is to ask Telegram for updates: of two bots that ask at once, Telegram refuses one after the other. */
export class PollingTurn {
  private held: AbortController | undefined;
  private heldUntil = 0;
  private renewing: NodeJS.Timeout | undefined;
  private standingBy = false;
  private asking: Promise<boolean> | undefined;

  constructor(
    private readonly hold: HoldTurn,
    private readonly logger: Logger,
    private readonly timing: TurnTiming = USUAL,
  ) {}

  /** Waits for the turn and answers a signal that is given when it is lost; undefined when `stopping` came first. */
  async wait(stopping: AbortSignal): Promise<AbortSignal | undefined> {
    while (!stopping.aborted) {
      if (this.held) return this.held.signal;
      if (await this.take()) return this.begin();
      if (!this.standingBy) this.logger.info({}, 'another bot takes the updates; this one stands by');
      this.standingBy = true;
      await pause(this.timing.renewMs, undefined, { signal: stopping }).catch(() => undefined);
    }
    return undefined;
  }

  /** Lets the next one begin at once. */
  async giveBack(): Promise<void> {
    if (!this.held) return;
    this.lose();
    // A question on its way would take the turn again.
    await this.asking;
    await this.hold(0).catch(() => undefined);
  }

  private begin(): AbortSignal {
    if (this.standingBy) this.logger.info({}, 'this bot takes the updates now');
    this.standingBy = false;
    this.held = new AbortController();
    this.renewing = setInterval(() => void this.renew(), this.timing.renewMs);
    return this.held.signal;
  }

  private async renew(): Promise<void> {
    // A store that does not answer makes nothing longer, and whoever can reach it may have gone ahead by now.
    if (performance.now() >= this.heldUntil) return this.lose();
    const kept = await this.take();
    if (!kept && performance.now() >= this.heldUntil) this.lose();
  }

  private take(): Promise<boolean> {
    this.asking = this.ask();
    return this.asking;
  }

  private async ask(): Promise<boolean> {
    const until = performance.now() + this.timing.leaseMs;
    try {
      const taken = await this.hold(this.timing.leaseMs);
      this.heldUntil = taken ? until : 0;
      return taken;
    } catch (error) {
      this.logger.warn({ err: error }, 'whose turn it is to take updates could not be asked');
      return false;
    }
  }

  private lose(): void {
    clearInterval(this.renewing);
    this.held?.abort();
    this.held = undefined;
  }
}
