import { Money } from '#domain/shared/money.js';
import { type Observation, RetryLater } from '#use-cases/ports/providers/star-provider.js';
import type { AttemptData } from './attempt.js';
import type { WalletState, WalletTransaction } from './ton/chain.js';

/** What two independent readings say: the node about the wallet, the index about its transactions. */
export interface ChainFacts {
  readonly wallet: WalletState;
  readonly index: { readonly chainTime: number; readonly block: number };
  readonly transactions: readonly WalletTransaction[];
  /** Our own clock, in Unix seconds. It decides nothing alone, but a chain ahead of it is not believed. */
  readonly now: number;
}

export interface ObserveOptions {
  /** How far past the end of validity both readings must be before absence is a proof. */
  readonly voidMarginSeconds: number;
}

export interface Verdict {
  readonly observation: Observation;
  readonly seqnoUsed: boolean;
  /** Somebody else signs with this wallet. */
  readonly foreign: boolean;
}

const RESUBMIT_UNTIL_SECONDS = 15;
const BOUNCE_WINDOW_SECONDS = 15;

/** Decides one attempt from what the chain proves. Throws `RetryLater` when the node is behind what the attempt itself has seen. */
export function decide(attempt: AttemptData, facts: ChainFacts, options: ObserveOptions): Verdict {
  if (facts.wallet.seqno < attempt.seqno) throw new RetryLater('stale-chain', 5_000);
  const ours = facts.transactions.filter((one) => one.source === undefined && one.bodyHash === attempt.bodyHash);
  const ran = ours.find((one) => !one.aborted);
  if (ran) return decideRun(attempt, ran, ours, facts, options);
  return facts.wallet.seqno > attempt.seqno ? decideForeign(facts) : decideUnused(attempt, ours, facts, options);
}

/** Our message used the seqno: it paid, or it burnt, or something is odd. */
function decideRun(
  attempt: AttemptData,
  ran: WalletTransaction,
  ours: readonly WalletTransaction[],
  facts: ChainFacts,
  options: ObserveOptions,
): Verdict {
  if (facts.wallet.seqno === attempt.seqno) {
    // The node has not come as far as the index yet; where it has, one of the two is wrong.
    return facts.wallet.block < ran.block ? undecided() : odd('the index shows our transaction and the node an unused seqno');
  }
  if (ran.out.length === 0) {
    const evidence = `transaction ${ran.hash} used seqno ${attempt.seqno} and sent nothing`;
    return { observation: { outcome: 'void', evidence, fee: feesOf(ours) }, seqnoUsed: true, foreign: false };
  }
  const [out, ...more] = ran.out;
  if (!out || more.length > 0 || !isOurPayment(attempt, out)) return odd(`transaction ${ran.hash} sent something else`, true);
  if (facts.transactions.some((one) => isBounceOf(attempt, ran, one))) return odd(`the payment of ${ran.hash} came back`, true);
  const window = Math.min(BOUNCE_WINDOW_SECONDS, options.voidMarginSeconds);
  if (out.bounceable && facts.index.chainTime < ran.time + window) return undecided(true);
  const evidence = `transaction ${ran.hash} lt ${ran.lt} block ${ran.block}`;
  return { observation: { outcome: 'paid', evidence, fee: feesOf(ours) }, seqnoUsed: true, foreign: false };
}

/** The seqno is gone and not through us, once the index has come as far as the node. */
function decideForeign(facts: ChainFacts): Verdict {
  if (facts.index.block < facts.wallet.block) return undecided();
  return { ...odd('the seqno was used by a message that is not ours', true), foreign: true };
}

/** An aborted run of ours leaves the seqno as it was: the same bytes may still pay until they expire. */
function decideUnused(attempt: AttemptData, ours: readonly WalletTransaction[], facts: ChainFacts, options: ObserveOptions): Verdict {
  const chainTime = Math.min(facts.wallet.chainTime, facts.index.chainTime);
  const isOver = chainTime > attempt.validUntil + options.voidMarginSeconds && facts.now > attempt.validUntil;
  if (!isOver) {
    const resubmit = facts.wallet.chainTime < attempt.validUntil - RESUBMIT_UNTIL_SECONDS;
    return { observation: { outcome: 'pending', resubmit }, seqnoUsed: false, foreign: false };
  }
  const evidence = `seqno ${attempt.seqno} unused at block ${facts.wallet.block}, time ${chainTime}, valid until ${attempt.validUntil}`;
  return { observation: { outcome: 'void', evidence, fee: feesOf(ours) }, seqnoUsed: false, foreign: false };
}

function isOurPayment(attempt: AttemptData, out: WalletTransaction['out'][number]): boolean {
  return out.destination === attempt.destination && out.nano === BigInt(attempt.nano) && out.bodyHash === attempt.payloadHash;
}

function isBounceOf(attempt: AttemptData, ran: WalletTransaction, one: WalletTransaction): boolean {
  return one.bounced && one.source === attempt.destination && one.lt > ran.lt;
}

/** All the wallet lost beside the amount: what the chain took, and what it takes to carry the message. */
export function feesOf(transactions: readonly WalletTransaction[]): Money {
  let nano = 0n;
  for (const one of transactions) nano += one.fees + one.out.reduce((sum, out) => sum + out.forwardFee, 0n);
  return Money.of(nano, 'TON');
}

function undecided(seqnoUsed = false): Verdict {
  return { observation: { outcome: 'pending', resubmit: false }, seqnoUsed, foreign: false };
}

function odd(reason: string, seqnoUsed = false): Verdict {
  return { observation: { outcome: 'unknown', reason }, seqnoUsed, foreign: false };
}
