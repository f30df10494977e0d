import type { StarAttempt } from '#use-cases/ports/providers/star-provider.js';
import type { WalletMovement, WalletStatement } from '#use-cases/ports/providers/wallet-statement.js';
import { assertNoOpenTransaction } from '../persistence/open-transaction.js';

/** A chain in process memory that shows what a test has put on it. Refuses to be read inside a transaction. */
export class MemoryWalletStatement implements WalletStatement {
  readonly movements: WalletMovement[] = [];
  private failure: Error | undefined;

  /** The next reading ends like this. */
  failNext(error: Error): void {
    this.failure = error;
  }

  async movementsSince(since: Date): Promise<readonly WalletMovement[]> {
    assertNoOpenTransaction('the wallet was read');
    const { failure } = this;
    this.failure = undefined;
    if (failure) throw failure;
    return this.movements.filter(({ at }) => at >= since);
  }

  referenceOf(attempt: StarAttempt): string {
    return attempt.fingerprint;
  }
}
