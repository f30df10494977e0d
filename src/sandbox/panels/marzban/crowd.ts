import { WireRefusal } from './wire-refusal.js';

/** Measured: forty calls at once are served, sixty wait half a minute for a database connection and half of them fail. */
const MOST_SERVED = 40;

/** How many calls the panel serves at once. Who is too much stalls and then gets a 500, and so does everybody while it is stalled. */
export class Crowd {
  /** Every call stalls while it is set. */
  stalled = false;
  private calls = 0;
  private changes = 0;
  private readonly most = { calls: 0, changes: 0 };

  constructor(
    private readonly stallMs: number,
    /** What every call takes. */
    private readonly workMs: number,
  ) {}

  /** The most calls, and the most changes among them, that were under way at once. */
  get busiest(): { readonly calls: number; readonly changes: number } {
    return this.most;
  }

  /** A call comes; returns what to say when it is over. */
  enter(isChange: boolean): () => void {
    const weight = isChange ? 1 : 0;
    this.calls += 1;
    this.changes += weight;
    this.most.calls = Math.max(this.most.calls, this.calls);
    this.most.changes = Math.max(this.most.changes, this.changes);
    return () => {
      this.calls -= 1;
      this.changes -= weight;
    };
  }

  async turn(): Promise<void> {
    const tooMany = this.stalled || this.calls > MOST_SERVED;
    await new Promise((resolve) => void setTimeout(resolve, tooMany ? this.stallMs : this.workMs));
    if (tooMany) throw new WireRefusal(500);
  }
}
