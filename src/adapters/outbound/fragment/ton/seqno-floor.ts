import { RetryLater } from '#use-cases/ports/providers/star-provider.js';
import type { WalletState } from './chain.js';

/** The highest seqno each wallet was ever seen at: a node that answers with a lower one is behind and not believed. */
export class SeqnoFloor {
  private readonly seen = new Map<string, number>();

  /** Throws `RetryLater` for a state older than one already seen. */
  accept(wallet: string, state: WalletState): void {
    if (state.seqno < (this.seen.get(wallet) ?? 0)) throw new RetryLater('stale-chain', 5_000);
    this.raise(wallet, state.seqno);
  }

  /** Says that this seqno was used up. */
  used(wallet: string, seqno: number): void {
    this.raise(wallet, seqno + 1);
  }

  private raise(wallet: string, seqno: number): void {
    this.seen.set(wallet, Math.max(seqno, this.seen.get(wallet) ?? 0));
  }
}
