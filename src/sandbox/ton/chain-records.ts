/** What the sandbox's chain remembers, as plain JSON: amounts are nanotons in decimal, addresses are raw, hashes and cells base64. */
export interface MessageRecord {
  readonly hash: string;
  readonly bodyHash: string;
  readonly body: string;
}

export interface OutMessageRecord extends MessageRecord {
  readonly destination: string;
  readonly value: string;
  readonly forwardFee: string;
  readonly bounce: boolean;
  readonly comment: string | undefined;
}

export interface TransactionRecord {
  readonly hash: string;
  readonly lt: string;
  readonly now: number;
  readonly fees: string;
  /** The action phase failed as a whole: nothing left and the seqno stayed, only the gas is gone. */
  readonly aborted: boolean;
  readonly deployed: boolean;
  readonly skipped: number;
  readonly inMessage: MessageRecord;
  readonly outMessages: readonly OutMessageRecord[];
  readonly before: AccountRecord;
  readonly after: AccountRecord;
}

/** The wallet's account as it stood from second `at` on. */
export interface AccountRecord {
  readonly at: number;
  readonly seqno: number;
  readonly balance: string;
  readonly active: boolean;
  readonly lastLt: string;
  readonly lastHash: string;
}

/** A message that was taken but is in no block yet. */
export interface PendingRecord {
  readonly boc: string;
  readonly block: number;
}

export interface ChainState {
  readonly wallet: string;
  readonly accounts: readonly AccountRecord[];
  readonly transactions: readonly TransactionRecord[];
  readonly pending: readonly PendingRecord[];
}
