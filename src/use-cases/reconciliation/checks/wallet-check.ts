import type { WalletStatement } from '../../ports/providers/wallet-statement.js';
import type { ReconciliationQueries } from '../../queries/reconciliation-queries.js';
import type { Check, Findings } from './check.js';
import { compareWallet } from './compare-wallet.js';
import type { Window } from './window.js';

/** Compares what left our wallet with the attempts to pay for stars. */
export class WalletCheck implements Check {
  readonly source = 'wallet';

  constructor(
    private readonly wallet: WalletStatement,
    private readonly queries: ReconciliationQueries,
  ) {}

  /** The chain first: an attempt is stored before its bytes are ever sent. Throws `RetryLater`. */
  async run({ since, reach, settledBefore }: Window): Promise<Findings> {
    const movements = await this.wallet.movementsSince(reach);
    const attempts = await this.queries.attempts(reach);
    const found = compareWallet({ attempts, movements, since, settledBefore, referenceOf: (attempt) => this.wallet.referenceOf(attempt) });
    return { found, compared: { 'wallet movements': movements.length, 'wallet attempts': attempts.length } };
  }
}
