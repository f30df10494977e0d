import { expect } from 'chai';
import type { AttemptData } from '#adapters/outbound/fragment/attempt.js';
import { type ChainFacts, decide, type Verdict } from '#adapters/outbound/fragment/observe.js';
import type { OutMessage, WalletState, WalletTransaction } from '#adapters/outbound/fragment/ton/chain.js';
import { Money } from '#domain/shared/money.js';
import { RetryLater } from '#use-cases/ports/providers/star-provider.js';
import { CHAIN_TIME, DESTINATION } from './fixtures.js';

const SEQNO = 7;
const VALID_UNTIL = CHAIN_TIME + 120;
const BLOCK = 5000;
const BODY = 'a'.repeat(64);
const PAYLOAD = 'b'.repeat(64);
const MARGIN = 120;

const attempt: AttemptData = {
  v: 1,
  reqId: 'req-1',
  username: 'alice',
  stars: 50,
  wallet: `0:${'1'.repeat(64)}`,
  seqno: SEQNO,
  signedAt: CHAIN_TIME,
  validUntil: VALID_UNTIL,
  destination: DESTINATION.toRawString(),
  nano: '456100000',
  bounce: true,
  payloadHash: PAYLOAD,
  bodyHash: BODY,
  normalisedHash: 'c'.repeat(64),
  boc: 'te6cc',
  confirm: { method: 'confirmReq', params: { id: 'req-1' } },
  account: '{}',
  device: '{}',
};

const payment = (overrides: Partial<OutMessage> = {}): OutMessage => ({
  destination: DESTINATION.toRawString(),
  nano: 456_100_000n,
  forwardFee: 266_669n,
  bounceable: true,
  bodyHash: PAYLOAD,
  ...overrides,
});

const transaction = (overrides: Partial<WalletTransaction> = {}): WalletTransaction => ({
  hash: 'd'.repeat(64),
  lt: 100n,
  time: CHAIN_TIME + 8,
  block: BLOCK + 1,
  fees: 2_300_000n,
  aborted: false,
  source: undefined,
  bodyHash: BODY,
  bounced: false,
  out: [payment()],
  ...overrides,
});

const bounce = (overrides: Partial<WalletTransaction> = {}): WalletTransaction =>
  transaction({ hash: 'e'.repeat(64), lt: 200n, source: DESTINATION.toRawString(), bodyHash: 'f'.repeat(64), bounced: true, out: [], ...overrides });

const foreign = transaction({ bodyHash: 'f'.repeat(64) });

/** How things stand so many seconds after signing, with the seqno used up or not. */
function facts(after: number, seqno: number, transactions: readonly WalletTransaction[] = [], overrides: Partial<ChainFacts> = {}): ChainFacts {
  const chainTime = CHAIN_TIME + after;
  const wallet: WalletState = { balance: Money.parse('1', 'TON'), seqno, chainTime, block: BLOCK + after };
  return { wallet, index: { chainTime, block: BLOCK + after }, transactions, now: chainTime, ...overrides };
}

const read = (given: ChainFacts): Verdict => decide(attempt, given, { voidMarginSeconds: MARGIN });
const outcome = (given: ChainFacts): Verdict['observation'] => read(given).observation;
const PAID = SEQNO + 1;

describe('A payment is decided by what the chain shows', () => {
  it('paid: our message ran, and the very payment we signed left with it', () => {
    const observation = outcome(facts(60, PAID, [transaction()]));
    expect(observation).to.include({ outcome: 'paid' });
    if (observation.outcome !== 'paid') throw new Error('not paid');
    expect(observation.fee.minor).to.equal(2_566_669n);
    expect(observation.evidence).to.include('d'.repeat(64));
    expect(read(facts(60, PAID, [transaction()])).seqnoUsed).to.equal(true);
  });

  it('paid: also when other transactions stand beside it', () => {
    expect(outcome(facts(60, PAID + 3, [foreign, transaction(), bounce({ lt: 50n })]))).to.include({ outcome: 'paid' });
  });

  it('undecided while a bounceable payment may still come back, at once when it cannot', () => {
    expect(outcome(facts(20, PAID, [transaction()]))).to.deep.equal({ outcome: 'pending', resubmit: false });
    expect(outcome(facts(23, PAID, [transaction()]))).to.include({ outcome: 'paid' });
    expect(outcome(facts(9, PAID, [transaction({ out: [payment({ bounceable: false })] })]))).to.include({ outcome: 'paid' });
  });

  it('void: our message used the seqno and sent nothing', () => {
    const observation = outcome(facts(60, PAID, [transaction({ out: [] })]));
    if (observation.outcome !== 'void') throw new Error('not void');
    expect(observation.fee.minor).to.equal(2_300_000n);
  });

  it('void: the seqno is unused although both readings are well past the validity', () => {
    const observation = outcome(facts(120 + MARGIN + 1, SEQNO));
    if (observation.outcome !== 'void') throw new Error('not void');
    expect(observation.fee.isZero()).to.equal(true);
    expect(read(facts(120 + MARGIN + 1, SEQNO)).seqnoUsed).to.equal(false);
  });

  const tooEarly: readonly (readonly [string, ChainFacts])[] = [
    ['the margin is not over', facts(120 + MARGIN, SEQNO)],
    ['the index is behind', facts(600, SEQNO, [], { index: { chainTime: CHAIN_TIME + 200, block: BLOCK + 200 } })],
    ['the node is behind', facts(600, SEQNO, [], { wallet: { ...facts(200, SEQNO).wallet } })],
    ['the chain says a time that our clock has not reached', facts(600, SEQNO, [], { now: CHAIN_TIME + 10 })],
  ];
  for (const [why, given] of tooEarly) {
    it(`not void while ${why}`, () => expect(outcome(given)).to.deep.equal({ outcome: 'pending', resubmit: false }));
  }

  it('undecided before, with the same bytes to be sent again as long as they can arrive in time', () => {
    expect(outcome(facts(0, SEQNO))).to.deep.equal({ outcome: 'pending', resubmit: true });
    expect(outcome(facts(104, SEQNO))).to.deep.equal({ outcome: 'pending', resubmit: true });
    expect(outcome(facts(105, SEQNO))).to.deep.equal({ outcome: 'pending', resubmit: false });
  });

  it('undecided after an aborted run: the same bytes may still pay until they expire', () => {
    const aborted = transaction({ aborted: true, out: [] });
    expect(outcome(facts(60, SEQNO, [aborted]))).to.deep.equal({ outcome: 'pending', resubmit: true });
    const observation = outcome(facts(300, SEQNO, [aborted]));
    if (observation.outcome !== 'void') throw new Error('not void');
    expect(observation.fee.minor).to.equal(2_300_000n);
    expect(outcome(facts(60, PAID, [transaction(), aborted]))).to.include({ outcome: 'paid' });
  });

  it('undecided while the index does not show what used the seqno', () => {
    expect(outcome(facts(60, PAID, [], { index: { chainTime: CHAIN_TIME + 59, block: BLOCK + 59 } }))).to.deep.equal({ outcome: 'pending', resubmit: false });
  });

  it('undecided while the node has not reached the block of our transaction', () => {
    expect(outcome(facts(60, SEQNO, [transaction({ block: BLOCK + 61 })]))).to.deep.equal({ outcome: 'pending', resubmit: false });
  });

  const odd: readonly (readonly [string, ChainFacts])[] = [
    ['the seqno was used by somebody else', facts(60, PAID, [foreign])],
    ['the seqno was used and nothing shows by what', facts(60, PAID)],
    ['the money came back', facts(60, PAID, [bounce(), transaction()])],
    ['another amount left', facts(60, PAID, [transaction({ out: [payment({ nano: 456_099_999n })] })])],
    ['it went to another address', facts(60, PAID, [transaction({ out: [payment({ destination: `0:${'9'.repeat(64)}` })] })])],
    ['it went without our text', facts(60, PAID, [transaction({ out: [payment({ bodyHash: 'f'.repeat(64) })] })])],
    ['more left than was signed', facts(60, PAID, [transaction({ out: [payment(), payment()] })])],
    ['the index shows a payment and the node an unused seqno', facts(60, SEQNO, [transaction()])],
  ];
  for (const [why, given] of odd) {
    it(`for a person to look at when ${why}`, () => expect(outcome(given)).to.include({ outcome: 'unknown' }));
  }

  it('reported as somebody else\'s doing only when it is', () => {
    expect(read(facts(60, PAID, [foreign])).foreign).to.equal(true);
    expect(read(facts(60, PAID, [bounce(), transaction()])).foreign).to.equal(false);
  });

  it('not by a message from another account that looks like ours', () => {
    expect(outcome(facts(60, SEQNO, [transaction({ source: DESTINATION.toRawString() })]))).to.include({ outcome: 'pending' });
  });

  it('not by a node that has forgotten what the attempt was built on', () => {
    expect(() => read(facts(600, SEQNO - 1))).to.throw(RetryLater).with.property('retryCause', 'stale-chain');
  });
});
