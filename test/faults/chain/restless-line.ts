import type { CallSeam, OutboundCall } from '#adapters/outbound/kit/call-seam.js';
import { HttpFailure } from '#adapters/outbound/kit/http-failure.js';
import type { Transaction, UnitOfWork } from '#use-cases/ports/persistence/unit-of-work.js';
import { Crash } from '../sweep/cut-line.js';

export interface Rates {
  /** Of each step: that the process dies before or after it. */
  readonly crash: number;
  /** Of each request: that it is carried out and its answer lost. */
  readonly unheard: number;
}

/** The edge of one process that may die at any step, a request or a transaction; once dead nothing of it passes any more. */
export class RestlessLine implements CallSeam {
  private dead = false;

  constructor(
    private readonly draw: () => number,
    private readonly rates: Rates,
  ) {}

  get isDead(): boolean {
    return this.dead;
  }

  async around<Result>({ system, step }: OutboundCall, work: () => Promise<Result>): Promise<Result> {
    const result = await this.pass(`${system}: ${step}`, work);
    if (this.draw() < this.rates.unheard) throw new HttpFailure('unknown', system, 'no answer in time');
    return result;
  }

  /** Each transaction is one step: the process dies before it, or right after its commit. */
  transactions(real: UnitOfWork): UnitOfWork {
    return { run: <Result>(work: (tx: Transaction) => Promise<Result>) => this.pass('transaction', () => real.run(work)) };
  }

  private async pass<Result>(step: string, work: () => Promise<Result>): Promise<Result> {
    const fate = this.draw();
    if (fate < this.rates.crash / 2) this.dead = true;
    if (this.dead) throw new Crash(step);
    const result = await work();
    if (fate < this.rates.crash) this.dead = true;
    if (this.dead) throw new Crash(step);
    return result;
  }
}
