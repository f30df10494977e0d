import type { Recipient } from '#domain/orders/star-order.js';
import { DomainError } from '#domain/shared/domain-error.js';
import type { Money } from '#domain/shared/money.js';

export interface StarPurchase {
  readonly orderId: string;
  readonly stars: number;
  readonly recipient: Recipient;
}

/**
 * A prepared payment to the provider: plain JSON without secrets, stored before it is submitted. `lane` names the wallet and
 * session it occupies; `fingerprint` is unique to its signed bytes.
 */
export interface StarAttempt {
  readonly id: string;
  readonly lane: string;
  readonly fingerprint: string;
  readonly cost: Money;
  /** Owned by the adapter and versioned by it; nobody else reads it. */
  readonly data: Readonly<Record<string, unknown>>;
}

export type RecipientCheck =
  | { readonly outcome: 'found'; readonly recipient: Recipient }
  | { readonly outcome: 'rejected'; readonly reason: RecipientRejection }
  | { readonly outcome: 'indeterminate' };

export type RecipientRejection = 'unknown' | 'not-a-user' | 'restricted' | 'changed';

export interface StarQuote {
  /** What the provider asks for exactly this many stars. */
  readonly cost: Money;
  readonly expiresAt: Date;
}

export type Observation =
  | { readonly outcome: 'pending'; readonly resubmit: boolean }
  | { readonly outcome: 'paid'; readonly evidence: string; readonly fee: Money }
  | { readonly outcome: 'delivered'; readonly evidence: string }
  /** Proven: no money left with it and none ever will. `fee` is what the burnt attempt cost. */
  | { readonly outcome: 'void'; readonly evidence: string; readonly fee: Money }
  /** Contradicting facts: a person must look; nothing may be signed or refunded. */
  | { readonly outcome: 'unknown'; readonly reason: string };

export interface StarProviderHealth {
  readonly ok: boolean;
  /** Lines for an operator: session, wallet, balance, seqno, provider. No secret in them. */
  readonly checks: readonly { readonly name: string; readonly ok: boolean; readonly detail: string }[];
  readonly trouble: OperatorTrouble | undefined;
  readonly walletBalance: Money | undefined;
}

export type OperatorTrouble =
  | 'session-dead'
  | 'need-verify'
  | 'need-wallet'
  | 'low-balance'
  | 'signer-mismatch'
  | 'protocol-changed'
  | 'foreign-transaction';

/** Where stars are bought. Money leaves only in `submit`, only with bytes that `prepare` returned and the caller stored. */
export interface StarProvider {
  describe(): { readonly id: string; readonly minimumStars: number; readonly maximumStars: number; readonly lane: string };
  health(): Promise<StarProviderHealth>;
  /** Resolves a username (without @). `indeterminate` is neither found nor absent. */
  checkRecipient(username: string): Promise<RecipientCheck>;
  quote(stars: number): Promise<StarQuote>;
  /**
   * Builds and signs the payment; moves no money, may be repeated. Throws `RecipientRejected`, `CostAboveLimit` (both final, before money),
   * `RetryLater` or `OperatorNeeded`.
   */
  prepare(purchase: StarPurchase, maxCost: Money, attemptId: string): Promise<StarAttempt>;
  /** Hands the stored bytes over. May be repeated with the same attempt; whatever happens, only `observe` tells. Never throws. */
  submit(attempt: StarAttempt): Promise<void>;
  /** Reads whether the attempt paid, is void, or is undecided. Throws `RetryLater` when it could not look. */
  observe(attempt: StarAttempt): Promise<Observation>;
  /** Tells the provider about a paid attempt; carries no money, may be repeated. Throws `RetryLater`. */
  acknowledge(attempt: StarAttempt): Promise<void>;
  /** Whether the provider has shown the delivery of a paid attempt. Throws `RetryLater`. */
  confirmDelivery(attempt: StarAttempt): Promise<{ readonly delivered: boolean; readonly evidence: string }>;
}

export class RecipientRejected extends DomainError {
  constructor(readonly reason: RecipientRejection) {
    super(`stars.recipient-${reason}`, 'invalid', 'this person cannot receive stars', { reason });
  }
}

export class CostAboveLimit extends DomainError {
  constructor(details: { readonly cost: string; readonly limit: string }) {
    super('stars.cost-above-limit', 'conflict', 'the provider asks more than the order allows', details);
  }
}

/** Nothing happened; try again after a while. Thrown only where no bytes have left, or by reads. */
export class RetryLater extends DomainError {
  constructor(
    readonly retryCause: 'rate-limit' | 'network' | 'provider-error' | 'price-changed' | 'stale-chain',
    readonly afterMs: number,
  ) {
    super('stars.retry-later', 'unavailable', 'the star provider does not answer right now', { cause: retryCause });
  }
}

/** Nothing happened, and nothing will until a person acts; orders stay queued. */
export class OperatorNeeded extends DomainError {
  constructor(readonly trouble: OperatorTrouble) {
    super(`stars.operator-needed`, 'unavailable', 'stars cannot be delivered right now', { trouble });
  }
}
