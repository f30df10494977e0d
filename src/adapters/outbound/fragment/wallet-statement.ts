import type { Address } from '@ton/core';
import { Money } from '#domain/shared/money.js';
import type { StarAttempt } from '#use-cases/ports/providers/star-provider.js';
import type { WalletMovement, WalletStatement } from '#use-cases/ports/providers/wallet-statement.js';
import { readAttempt } from './attempt.js';
import { feesOf } from './observe.js';
import type { TonChain, WalletTransaction } from './ton/chain.js';

/** A month of a busy wallet. */
const MOST_PAGES = 500;

/** The wallet's statement, read from its transactions: each is named by the body of the message that was signed for it. */
export class TonWalletStatement implements WalletStatement {
  constructor(
    private readonly chain: TonChain,
    private readonly address: Address,
  ) {}

  async movementsSince(since: Date): Promise<readonly WalletMovement[]> {
    const transactions = await this.chain.transactionsSince(this.address, Math.floor(since.getTime() / 1000), MOST_PAGES);
    const signed = new Map<string, Map<string, WalletTransaction>>();
    for (const one of transactions) {
      if (one.source !== undefined || one.bodyHash === undefined) continue;
      // While pages are read, new transactions push older ones onto the next page: one may be seen twice.
      const runs = signed.get(one.bodyHash) ?? new Map<string, WalletTransaction>();
      signed.set(one.bodyHash, runs.set(one.hash, one));
    }
    return [...signed].map(([reference, runs]) => movementOf(reference, [...runs.values()]));
  }

  referenceOf(attempt: StarAttempt): string | undefined {
    return readAttempt(attempt)?.bodyHash;
  }
}

/** The same bytes may have been refused before they ran: all of that costs a fee. */
function movementOf(reference: string, runs: readonly WalletTransaction[]): WalletMovement {
  const ran = runs.find((one) => !one.aborted) ?? runs[0];
  const nano = runs.filter((one) => !one.aborted).reduce((sum, one) => one.out.reduce((total, out) => total + out.nano, sum), 0n);
  return { reference, evidence: ran?.hash ?? '', at: new Date((ran?.time ?? 0) * 1000), paid: Money.of(nano, 'TON'), fee: feesOf(runs) };
}
