import type { Discrepancy, DiscrepancyKind } from '#domain/reconciliation/discrepancy.js';
import { Money } from '#domain/shared/money.js';
import type { StarAttempt } from '../../ports/providers/star-provider.js';
import type { WalletMovement } from '../../ports/providers/wallet-statement.js';
import type { BookedAttempt } from '../../queries/reconciliation-queries.js';

const SOURCE = 'wallet';

export interface WalletSides {
  readonly attempts: readonly BookedAttempt[];
  readonly movements: readonly WalletMovement[];
  readonly referenceOf: (attempt: StarAttempt) => string | undefined;
  /** What is younger may be known to one side only. */
  readonly settledBefore: Date;
  /** Both sides reach further back than this, so that what belongs together is there. */
  readonly since: Date;
}

/** What is wrong between the attempts to pay for stars and what really left the wallet. */
export function compareWallet(sides: WalletSides): readonly Discrepancy[] {
  const known = new Map(sides.attempts.flatMap((booked) => [[sides.referenceOf(booked.attempt) ?? booked.attempt.id, booked] as const]));
  const seen = new Map(sides.movements.map((movement) => [movement.reference, movement]));
  const moved = sides.movements
    .filter(({ at }) => at >= sides.since && at < sides.settledBefore)
    .map((movement) => moveWithout(movement, known.get(movement.reference)));
  const booked = [...known]
    .filter(([, { createdAt, decidedAt }]) => createdAt >= sides.since && decidedAt !== undefined && decidedAt < sides.settledBefore)
    .map(([reference, attempt]) => differs(attempt, seen.get(reference)));
  return [...moved, ...booked].filter((found) => found !== undefined);
}

/** Money that left for nothing we know, or for what we hold to be void. */
function moveWithout(movement: WalletMovement, booked: BookedAttempt | undefined): Discrepancy | undefined {
  if (movement.paid.isZero() || (booked && booked.state !== 'void')) return undefined;
  const facts = { transaction: movement.evidence, paid: movement.paid.toString(), attempt: booked?.attempt.id ?? 'none' };
  return { kind: 'chain-payment-unbooked', source: SOURCE, subject: movement.reference, subjectAt: movement.at, facts };
}

function differs(booked: BookedAttempt, movement: WalletMovement | undefined): Discrepancy | undefined {
  if (booked.state === 'live') return undefined;
  const kind = kindOf(booked, movement);
  if (!kind) return undefined;
  const facts = {
    attempt: booked.attempt.id,
    order: booked.orderId,
    cost: booked.attempt.cost.toString(),
    fee: booked.fee.toString(),
    transaction: movement?.evidence ?? 'none',
    paid: movement?.paid.toString() ?? 'nothing',
    'chain fee': movement?.fee.toString() ?? 'nothing',
  };
  return { kind, source: SOURCE, subject: booked.attempt.id, subjectAt: booked.createdAt, facts };
}

function kindOf({ state, attempt, fee }: BookedAttempt, movement: WalletMovement | undefined): DiscrepancyKind | undefined {
  const paid = movement?.paid ?? Money.zero(attempt.cost.currency);
  if (state === 'paid' && paid.isZero()) return 'attempt-paid-unseen';
  if (state === 'paid' && !paid.equals(attempt.cost)) return 'amount-differs';
  return fee.equals(movement?.fee ?? Money.zero(fee.currency)) ? undefined : 'fee-differs';
}
