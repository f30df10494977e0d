import Router from '@koa/router';
import { Address } from '@ton/core';
import { readJsonBody } from '#sandbox/kit/json-body.js';
import type { Simulator, SimulatorContext } from '#sandbox/kit/simulator.js';
import { Chain, type OrderedPayment } from './chain.js';
import type { ChainState, OutMessageRecord, TransactionRecord } from './chain-records.js';
import { SANDBOX_WALLET, SandboxWallet, type WalletChoice, type WalletVersion } from './sandbox-wallet.js';
import { friendly, sandboxAddress } from './text-note.js';
import { addToncenterRoutes } from './toncenter-routes.js';

/** Money that left the wallet; addresses are friendly and bounceable, the hash is the transaction's as toncenter shows it. */
export interface Transfer {
  readonly from: string;
  readonly to: string;
  readonly amountNano: bigint;
  readonly comment: string | undefined;
  readonly at: Date;
  readonly txHash: string;
}

const BLOCK_CHECK_MS = 250;
const FOREIGN_AMOUNT_NANO = 10_000_000n;
const FOREIGN_VALID_SECONDS = 60;

/** Stands in for toncenter and the chain behind it: one funded wallet, whose contract judges every message as the real one does. */
export class TonSimulator implements Simulator {
  readonly name = 'ton';
  readonly router = new Router();
  private readonly chain: Chain;
  private readonly listeners: ((transfer: Transfer) => void)[] = [];
  private blockTimer: NodeJS.Timeout | undefined;

  private constructor(
    private readonly context: SimulatorContext,
    private readonly wallet: SandboxWallet,
  ) {
    this.chain = new Chain(wallet, context.now, (payment, transaction) => this.announce(payment, transaction));
    addToncenterRoutes(this.router, { chain: this.chain, faults: context.faults, taken: () => this.watchBlocks() });
    this.addControlRoutes();
  }

  static async create(context: SimulatorContext, wallet: WalletChoice = SANDBOX_WALLET): Promise<TonSimulator> {
    return new TonSimulator(context, await SandboxWallet.open(wallet));
  }

  /** What goes into FRAGMENT_SEED_PHRASE. */
  get seedPhrase(): string {
    return this.wallet.choice.seedPhrase;
  }

  get walletVersion(): WalletVersion {
    return this.wallet.version;
  }

  /** The wallet in the form its owner would copy from a wallet program: not bounceable. */
  get walletAddress(): string {
    return this.wallet.address.toString({ bounceable: false, urlSafe: true });
  }

  /** The wallet as `0:` and hex, the form a wallet session carries. */
  get rawWalletAddress(): string {
    return this.wallet.address.toRawString();
  }

  balance(): bigint {
    this.chain.advance();
    return BigInt(this.chain.tip().balance);
  }

  seqno(): number {
    this.chain.advance();
    return this.chain.tip().seqno;
  }

  setBalance(amountNano: bigint): void {
    if (amountNano < 0n) throw new RangeError('a balance is not negative');
    this.chain.decree(amountNano);
    this.context.changed('ton');
  }

  /** The effects ledger: every payment that left the wallet, oldest first. */
  transfers(): Transfer[] {
    this.chain.advance();
    return this.chain.snapshot().transactions.flatMap((transaction) =>
      transaction.outMessages.map((payment) => this.transferOf(payment, transaction)),
    );
  }

  /** Somebody else who holds the phrase pays with the wallet, ahead of whatever waits: the seqno moves under the shop's feet. */
  foreignTransfer(): void {
    const boc = this.wallet.sign({
      to: Address.parse(sandboxAddress('a stranger')),
      amountNano: FOREIGN_AMOUNT_NANO,
      comment: 'not yours',
      seqno: this.seqno(),
      validUntil: Math.floor(this.context.now().getTime() / 1000) + FOREIGN_VALID_SECONDS,
    });
    this.chain.executeNow(boc);
    this.context.changed('ton');
  }

  /** What a message signed by the wallet orders, executed or not; undefined when it is not one. */
  paymentsIn(boc: string): readonly OrderedPayment[] | undefined {
    return this.chain.paymentsIn(boc);
  }

  /** Serves reads from a node that is this many seconds behind. */
  lag(seconds: number): void {
    this.chain.lag(seconds);
  }

  /** Makes the blocks that are due; anything that depends on payments calls this before it answers. */
  settle(): void {
    this.chain.advance();
  }

  onTransfer(listener: (transfer: Transfer) => void): void {
    this.listeners.push(listener);
  }

  snapshot(): ChainState {
    return this.chain.snapshot();
  }

  restore(state: unknown): void {
    this.chain.restore(state as ChainState);
    this.watchBlocks();
  }

  reset(): void {
    this.chain.reset();
  }

  stop(): Promise<void> {
    clearInterval(this.blockTimer);
    this.blockTimer = undefined;
    return Promise.resolve();
  }

  private announce(payment: OutMessageRecord, transaction: TransactionRecord): void {
    const transfer = this.transferOf(payment, transaction);
    for (const listener of this.listeners) listener(transfer);
    this.context.changed('ton');
  }

  private transferOf(payment: OutMessageRecord, transaction: TransactionRecord): Transfer {
    return {
      from: friendly(this.wallet.address),
      to: friendly(Address.parseRaw(payment.destination)),
      amountNano: BigInt(payment.value),
      comment: payment.comment,
      at: new Date(transaction.now * 1000),
      txHash: transaction.hash,
    };
  }

  /** Nobody may be looking when a block is due, so a timer looks while a message waits. */
  private watchBlocks(): void {
    this.blockTimer ??= setInterval(() => {
      this.chain.advance();
      if (!this.chain.hasPending) void this.stop();
    }, BLOCK_CHECK_MS).unref();
  }

  private addControlRoutes(): void {
    this.router.post('/sandbox/ton/balance', async (context) => {
      const { amountNano } = await readJsonBody(context);
      if (typeof amountNano !== 'string' || !/^\d{1,20}$/.test(amountNano)) return context.throw(400, 'amountNano is a string of digits');
      this.setBalance(BigInt(amountNano));
      context.body = { balance: this.balance().toString() };
    });
    this.router.post('/sandbox/ton/foreign-transfer', (context) => {
      if (this.balance() < FOREIGN_AMOUNT_NANO * 2n) return context.throw(409, 'the wallet is too empty for a foreign transfer');
      this.foreignTransfer();
      context.body = { seqno: this.seqno() };
    });
    this.router.post('/sandbox/ton/lag', async (context) => {
      const { seconds } = await readJsonBody(context);
      if (typeof seconds !== 'number' || !(seconds >= 0)) return context.throw(400, 'seconds is a number from 0');
      this.lag(Math.floor(seconds));
      context.body = { seconds };
    });
  }
}
