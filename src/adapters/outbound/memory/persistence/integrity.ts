import type { Refund } from '#domain/refunds/refund.js';
import type { StateMachine } from '#domain/shared/transitions.js';
import type { MemoryState } from './memory-state.js';

/** A row the schema would refuse: a doubled key, a reference to nothing, a value out of bounds. A fault of the caller. */
export class IntegrityViolation extends Error {
  override readonly name = 'IntegrityViolation';
}

export function refuseIf(broken: boolean, rule: string): void {
  if (broken) throw new IntegrityViolation(rule);
}

export function requireUser(state: MemoryState, userId: number): void {
  refuseIf(state.users.find(userId) === undefined, `user ${userId} is not registered`);
}

/** Staying in a state is no move. Throws `ImpossibleMove`. */
export function requireMove<State extends string>(machine: StateMachine<State>, from: State, to: State): void {
  if (from !== to) machine.move(from, to);
}

const TRANSFER_OF: Readonly<Record<string, string>> = { paid: 'hold', delivered: 'capture', failed: 'release' };

/** Its money is held while it may leave, is gone when it is done, and is released when it stays; and it is never more than came. */
function hasItsTransfers(state: MemoryState, { id, state: at, amount, paymentId }: Refund): boolean {
  const [held, gone, released] = ['refund-hold', 'refund', 'refund-release'].map((name) => state.transfers.find(`${name}:${id}`) !== undefined);
  if (at === 'proposed') return !held;
  if (at === 'refused') return !gone && held === released;
  const credited = state.payments.find(paymentId)?.credited;
  const covered = credited !== undefined && credited.compare(amount) >= 0;
  return covered && held === true && gone === (at === 'done') && !released;
}

/** What is only true of a whole transaction: an order, or a refund, says what it is together with the transfer that makes it so. */
export function checkAtCommit(state: MemoryState): void {
  for (const orderId of state.movedOrders) {
    const order = state.orders.find(orderId);
    const needed = order && TRANSFER_OF[order.state];
    refuseIf(needed !== undefined && !state.transfers.find(`${needed}:${orderId}`), `order ${orderId} is ${order?.state} without its ${needed}`);
    const mayHavePaid = order?.state === 'failed' && state.attempts.where((row) => row.orderId === orderId && row.state !== 'void').length > 0;
    refuseIf(mayHavePaid, `order ${orderId} cannot be failed: a payment for its stars is not proven void`);
  }
  for (const subscriptionId of state.movedSubscriptions) checkEnd(state, subscriptionId);
  for (const refundId of state.movedRefunds) {
    const refund = state.refunds.find(refundId);
    refuseIf(refund !== undefined && !hasItsTransfers(state, refund), `refund ${refundId} cannot be ${refund?.state} with these transfers`);
  }
}

/** An end is where the last grant has put it. */
function checkEnd(state: MemoryState, subscriptionId: string): void {
  const ends = state.subscriptions.find(subscriptionId)?.expiresAt;
  const granted = state.grants.where((grant) => grant.subscriptionId === subscriptionId).at(-1)?.after;
  refuseIf(ends !== undefined && granted !== undefined && ends.getTime() !== granted.getTime(), `subscription ${subscriptionId} ends where no grant has put it`);
}

/** By time, the earliest first; the order of insertion decides between equals. */
export function earliest<Row>(rows: readonly Row[], at: (row: Row) => Date | undefined): readonly Row[] {
  return [...rows].sort((left, right) => (at(left)?.getTime() ?? 0) - (at(right)?.getTime() ?? 0));
}

export function isDue(at: Date | undefined, now: Date): boolean {
  return at !== undefined && at.getTime() <= now.getTime();
}
