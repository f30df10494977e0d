import type { CallSeam, OutboundCall } from '#adapters/outbound/kit/call-seam.js';
import type { CutPoint } from '../sweep/cut-line.js';

const forever = new Promise<never>(() => undefined);

/** The edge of a process that kills itself, without a chance to tidy up, at one call across it. */
export class KillSeam implements CallSeam {
  private made = 0;
  private unsaid: string[] = [];
  private point: CutPoint | undefined;
  private counts = false;

  /** Counts from now on; before, the process opens what it needs. */
  arm(point: CutPoint | undefined): void {
    this.point = point;
    this.counts = true;
  }

  /** The calls since it was last asked. */
  take(): readonly string[] {
    const calls = this.unsaid;
    this.unsaid = [];
    return calls;
  }

  async around<Result>(call: OutboundCall, work: () => Promise<Result>): Promise<Result> {
    if (!this.counts) return work();
    this.unsaid.push(`${call.system}: ${call.step}`);
    const mode = this.point?.call === this.made++ ? this.point.mode : undefined;
    if (mode === undefined) return work();
    if (mode === 'before') return this.die();
    const result = work();
    if (mode === 'amid') return this.dieSoon(result);
    await result;
    return this.die();
  }

  private die(): Promise<never> {
    process.kill(process.pid, 'SIGKILL');
    return forever;
  }

  /** While the call is on its way: whether it arrives is the world's affair. */
  private dieSoon(result: Promise<unknown>): Promise<never> {
    result.catch(() => undefined);
    setImmediate(() => void this.die());
    return forever;
  }
}
