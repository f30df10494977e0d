import { AsyncLocalStorage } from 'node:async_hooks';

/** A transaction was open where none may be: around a call to the outside, or around another transaction. */
export class TransactionStillOpen extends Error {
  override readonly name = 'TransactionStillOpen';
}

interface Mark {
  open: boolean;
}

const current = new AsyncLocalStorage<Mark>();

/** Runs `work` as the inside of a transaction; the mark ends with it, also for what it left running. */
export async function insideTransaction<Result>(work: () => Promise<Result>): Promise<Result> {
  const mark: Mark = { open: true };
  try {
    return await current.run(mark, work);
  } finally {
    mark.open = false;
  }
}

export function isTransactionOpen(): boolean {
  return current.getStore()?.open ?? false;
}

/** Throws `TransactionStillOpen` when the caller is inside a transaction. */
export function assertNoOpenTransaction(action: string): void {
  if (isTransactionOpen()) throw new TransactionStillOpen(`${action} while a transaction is open`);
}
