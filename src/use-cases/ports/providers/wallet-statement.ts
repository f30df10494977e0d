import type { Money } from '#domain/shared/money.js';
import type { StarAttempt } from './star-provider.js';

/** All that one message signed by the shop's own wallet caused on the chain. */
export interface WalletMovement {
  /** Names the signed message. */
  readonly reference: string;
  /** Where it can be looked up. */
  readonly evidence: string;
  readonly at: Date;
  /** What left the wallet with it, beside the fees; nothing for a message that only burnt fees. */
  readonly paid: Money;
  readonly fee: Money;
}

/** What the shop's own wallet did, told by the chain and not by our books. */
export interface WalletStatement {
  /** Every message of the wallet that ran since then. Throws `RetryLater`. */
  movementsSince(since: Date): Promise<readonly WalletMovement[]>;
  /** How the statement names the payment of an attempt; undefined for one whose data this version cannot read. Pure. */
  referenceOf(attempt: StarAttempt): string | undefined;
}
