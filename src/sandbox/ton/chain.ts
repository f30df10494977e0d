import type { AccountRecord, ChainState, OutMessageRecord, PendingRecord, TransactionRecord } from './chain-records.js';
import { execute, judge } from './execution.js';
import { ExternalRefused, readExternal, readOrder, type SendOrder } from './external-message.js';
import type { SandboxWallet } from './sandbox-wallet.js';
import { readNote } from './text-note.js';

export type PaymentListener = (payment: OutMessageRecord, transaction: TransactionRecord) => void;

export interface OrderedPayment {
  readonly amountNano: bigint;
  readonly comment: string | undefined;
}

const FIRST_BALANCE_NANO = 1_000_000_000_000n;
const FIRST_LT = '50000000000000';

/**
 * A chain of one-second blocks with one wallet on it. Nothing runs by itself: blocks up to the clock's second are made when somebody
 * looks, so the same calls at the same times give the same chain. A message is executed in the second after the one it came in.
 */
export class Chain {
  private accounts: AccountRecord[] = [];
  private executed: TransactionRecord[] = [];
  private pending: PendingRecord[] = [];
  private lagSeconds = 0;

  constructor(
    readonly wallet: SandboxWallet,
    private readonly clock: () => Date,
    private readonly paid: PaymentListener,
  ) {
    this.reset();
  }

  /** The time of the newest block that reads are served from. */
  get time(): number {
    return this.second() - this.lagSeconds;
  }

  get hasPending(): boolean {
    return this.pending.length > 0;
  }

  /** Takes a message for the next block, the same bytes once. Throws `ExternalRefused` when the contract would not accept it now. */
  accept(boc: string): { readonly hash: string } {
    this.advance();
    const hash = this.inspect(boc);
    if (!this.pending.some((waiting) => waiting.boc === boc)) this.pending.push({ boc, block: this.second() + 1 });
    return { hash };
  }

  /** As `accept`, but forgets the message: the answer of a node that lies. */
  inspect(boc: string): string {
    this.advance();
    const message = readExternal(boc);
    judge(message, this.wallet, this.tip(), this.second());
    return message.cell.hash().toString('base64');
  }

  /** What a well-signed message of this wallet orders, whether or not it could still run; undefined for anything else. */
  paymentsIn(boc: string): readonly OrderedPayment[] | undefined {
    try {
      const order = readOrder(readExternal(boc), this.wallet.version, this.wallet.publicKey);
      return order.signedWell ? order.sends.flatMap(paymentOf) : undefined;
    } catch (error) {
      if (error instanceof ExternalRefused) return undefined;
      throw error;
    }
  }

  /** Executes in the present block, ahead of everything that waits. */
  executeNow(boc: string): void {
    this.advance();
    this.run(boc, this.second());
  }

  /** Makes the blocks up to now; a waiting message that no longer fits is dropped without a word, as on the real chain. */
  advance(): void {
    const now = this.second();
    const due = this.pending.filter((waiting) => waiting.block <= now);
    this.pending = this.pending.filter((waiting) => waiting.block > now);
    for (const waiting of due) this.runQuietly(waiting);
  }

  account(): AccountRecord {
    this.advance();
    return this.accounts.findLast((account) => account.at <= this.time) ?? this.genesis();
  }

  /** Newest first. */
  transactions(): TransactionRecord[] {
    this.advance();
    return this.executed.filter((transaction) => transaction.now <= this.time).reverse();
  }

  tip(): AccountRecord {
    return this.accounts.at(-1) ?? this.genesis();
  }

  /** Sets the balance by decree, without a transaction. */
  decree(balance: bigint): void {
    this.advance();
    this.accounts.push({ ...this.tip(), at: this.second(), balance: balance.toString() });
  }

  /** Serves all reads from blocks this much older: a node that fell behind. Sending goes to the real tip. */
  lag(seconds: number): void {
    this.lagSeconds = seconds;
  }

  snapshot(): ChainState {
    return structuredClone({
      wallet: this.wallet.address.toRawString(),
      accounts: this.accounts,
      transactions: this.executed,
      pending: this.pending,
    });
  }

  /** A state of another wallet is not taken: the chain starts anew. */
  restore(state: ChainState): void {
    this.reset();
    if (state.wallet !== this.wallet.address.toRawString()) return;
    this.accounts = [...state.accounts];
    this.executed = [...state.transactions];
    this.pending = [...state.pending];
  }

  reset(): void {
    this.accounts = [this.genesis()];
    this.executed = [];
    this.pending = [];
    this.lagSeconds = 0;
  }

  private genesis(): AccountRecord {
    return { at: 0, seqno: 0, balance: FIRST_BALANCE_NANO.toString(), active: false, lastLt: FIRST_LT, lastHash: '' };
  }

  private second(): number {
    return Math.floor(this.clock().getTime() / 1000);
  }

  private runQuietly(waiting: PendingRecord): void {
    try {
      this.run(waiting.boc, waiting.block);
    } catch (error) {
      if (!(error instanceof ExternalRefused)) throw error;
    }
  }

  private run(boc: string, block: number): void {
    const message = readExternal(boc);
    const order = judge(message, this.wallet, this.tip(), block);
    const transaction = execute(message, order, this.wallet, this.tip(), block);
    this.accounts.push(transaction.after);
    this.executed.push(transaction);
    for (const payment of transaction.outMessages) this.paid(payment, transaction);
  }
}

function paymentOf({ message }: SendOrder): OrderedPayment[] {
  if (message.info.type !== 'internal') return [];
  return [{ amountNano: message.info.value.coins, comment: readNote(message.body) }];
}
