import type { AttemptData } from './attempt.js';
import type { HistoryRow } from './protocol/history.js';
import type { FragmentProtocol } from './protocol/protocol.js';
import { FragmentFault } from './session/fragment-fault.js';

export interface DeliverySign {
  readonly delivered: boolean;
  readonly evidence: string;
}

const CLOCK_SLACK_SECONDS = 60;
const HISTORY_WINDOW_SECONDS = 24 * 3600;
const NOT_YET: DeliverySign = { delivered: false, evidence: '' };

/**
 * Looks for signs that stars of a paid attempt arrived. Uncertain, both of them: the buying state belongs to the session and not to a
 * purchase, so it counts only for the session's last request; the list of purchases carries no id, so each row serves one attempt.
 */
export class DeliveryWatch {
  private last: { readonly reqId: string; mode: string } | undefined;
  private readonly claimed = new Map<string, string>();

  constructor(private readonly protocol: FragmentProtocol) {}

  /** From now on the session's buying state speaks of this request. */
  requested(reqId: string): void {
    this.last = { reqId, mode: 'new' };
  }

  /** Forgets whose state it is, before a request is made whose id nobody knows yet. */
  superseded(): void {
    this.last = undefined;
  }

  async look(attempt: AttemptData): Promise<DeliverySign> {
    const isDone = this.last?.reqId === attempt.reqId && (await this.isStateDone(this.last));
    // Its row is taken even where it is not needed, so that an order alike cannot take it for its own.
    const row = this.claim(attempt, await this.rows());
    if (isDone) return { delivered: true, evidence: `buying state of request ${attempt.reqId} is done` };
    return row ? { delivered: true, evidence: `history row of ${new Date(row.time * 1000).toISOString()}` } : NOT_YET;
  }

  private async isStateDone(last: { mode: string }): Promise<boolean> {
    const state = await this.protocol.syncState(last.mode);
    last.mode = state.mode;
    return state.done;
  }

  /** A session of the wallet alone has no list of purchases: then there is just no sign, as when it cannot be read now. */
  private async rows(): Promise<readonly HistoryRow[]> {
    try {
      return await this.protocol.history();
    } catch (error) {
      if (error instanceof FragmentFault) return [];
      throw error;
    }
  }

  private claim(attempt: AttemptData, rows: readonly HistoryRow[]): HistoryRow | undefined {
    const fits = rows
      .filter((row) => row.username === attempt.username.toLowerCase() && row.stars === attempt.stars)
      .filter((row) => row.time >= attempt.signedAt - CLOCK_SLACK_SECONDS && row.time <= attempt.validUntil + HISTORY_WINDOW_SECONDS)
      .filter((row) => (this.claimed.get(row.key) ?? attempt.reqId) === attempt.reqId)
      .sort((left, right) => left.time - right.time);
    const row = fits[0];
    if (row) this.claimed.set(row.key, attempt.reqId);
    return row;
  }
}
