import { guardsOf, type Guard } from '../guard.js';

const FRAGMENT = 'src/adapters/outbound/fragment';

export const GUARDS_OF_THE_CHAIN: readonly Guard[] = [
  ...guardsOf(`${FRAGMENT}/observe.ts`, ['test/adapters/fragment/observe.test.ts'], [
    ['a node behind the attempt is not believed', `if (facts.wallet.seqno < attempt.seqno) throw new RetryLater('stale-chain', 5_000);`, ''],
    ['only a message from outside is ours', 'one.source === undefined && one.bodyHash === attempt.bodyHash', 'one.bodyHash === attempt.bodyHash'],
    ['only the signed body is ours', 'one.source === undefined && one.bodyHash === attempt.bodyHash', 'one.source === undefined'],
    ['an aborted run paid nothing', 'const ran = ours.find((one) => !one.aborted);', 'const ran = ours[0];'],
    ['a run without its message paid nothing', 'if (ran.out.length === 0) {', 'if (ran.out.length < 0) {'],
    ['what went out is our payment', ' || !isOurPayment(attempt, out)) return odd', ') return odd'],
    ['one message went out', 'if (!out || more.length > 0 || ', 'if (!out || '],
    ['it went to the right address', 'return out.destination === attempt.destination && ', 'return '],
    ['it carried the right amount', ' && out.nano === BigInt(attempt.nano)', ''],
    ['it carried the right payload', ' && out.bodyHash === attempt.payloadHash', ''],
    ['what bounced is not paid', 'if (facts.transactions.some((one) => isBounceOf(attempt, ran, one))) return odd(`the payment of ${ran.hash} came back`, true);', ''],
    ['a bounce has time to come', 'if (out.bounceable && facts.index.chainTime < ran.time + window) return undecided(true);', ''],
    ['a foreign message waits for the index', 'if (facts.index.block < facts.wallet.block) return undecided();', ''],
    ['absence counts after the margin only', 'chainTime > attempt.validUntil + options.voidMarginSeconds && ', 'chainTime > attempt.validUntil && '],
    ['absence counts when both readings are past it', 'Math.min(facts.wallet.chainTime, facts.index.chainTime)', 'Math.max(facts.wallet.chainTime, facts.index.chainTime)'],
    ['a chain ahead of our clock proves nothing', ' && facts.now > attempt.validUntil;', ';'],
    ['node and index agree', 'if (facts.wallet.seqno === attempt.seqno) {', 'if (facts.wallet.seqno < attempt.seqno) {'],
  ]),
  ...guardsOf(`${FRAGMENT}/ton/chain.ts`, ['test/adapters/fragment/chain.test.ts'], [
    ['a transaction that is only foreseen is none', 'if (wire.emulated || wire.mc_block_seqno == null) return undefined;', 'if (wire.mc_block_seqno == null) return undefined;'],
    ['a seqno is not older than its block', `if (result.block_id.seqno < account.block_id.seqno) throw new RetryLater('stale-chain', RETRY_MS);`, ''],
    ['a frozen wallet is seen', `if (account.state === 'frozen') throw new OperatorNeeded('need-wallet');`, ''],
  ]),
];
