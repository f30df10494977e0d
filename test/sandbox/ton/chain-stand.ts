import { Address } from '@ton/core';
import { TonSimulator } from '#sandbox/ton/ton-simulator.js';
import type { WalletChoice } from '#sandbox/ton/sandbox-wallet.js';
import { type PaymentDraft, Signer, Stand } from './ton-stand.js';

export const TON = 1_000_000_000n;
export const SELLER = new Address(0, Buffer.alloc(32, 1));

export interface Answer {
  readonly status: number;
  readonly json: Readonly<Record<string, unknown>>;
}

interface OutMessage {
  readonly value: string;
  readonly fwd_fee: string;
  readonly message_content: { readonly decoded: { readonly comment: string } };
}

export interface Transaction {
  readonly total_fees: string;
  readonly in_msg: Readonly<Record<string, unknown>>;
  readonly out_msgs: readonly OutMessage[];
  readonly description: Readonly<Record<string, unknown>>;
}

/** The chain behind a real server, its wallet's owner, and the calls of toncenter. */
export class ChainStand {
  private constructor(
    readonly world: Stand,
    readonly ton: TonSimulator,
    readonly owner: Signer,
    readonly root: string,
  ) {}

  static async start(wallet?: WalletChoice): Promise<ChainStand> {
    const world = new Stand();
    const ton = await TonSimulator.create(world.context, wallet);
    const owner = await Signer.of(ton.seedPhrase, ton.walletVersion);
    return new ChainStand(world, ton, owner, `${await world.open(ton)}/sandbox/ton`);
  }

  async post(path: string, body: unknown = {}): Promise<Answer> {
    const answer = await fetch(`${this.root}${path}`, { method: 'POST', body: JSON.stringify(body) });
    return { status: answer.status, json: (await answer.json()) as Answer['json'] };
  }

  async get(path: string): Promise<Answer> {
    const answer = await fetch(`${this.root}${path}`);
    return { status: answer.status, json: (await answer.json()) as Answer['json'] };
  }

  send(boc: string): Promise<Answer> {
    return this.post('/api/v2/sendBoc', { boc });
  }

  async transactions(query = ''): Promise<readonly Transaction[]> {
    const { json } = await this.get(`/api/v3/transactions?account=${this.ton.walletAddress}${query}`);
    return json['transactions'] as readonly Transaction[];
  }

  /** One TON to the seller, signed for the present seqno and valid for two minutes, unless changed. */
  payment(change: Partial<PaymentDraft> = {}): PaymentDraft {
    return { to: SELLER, nano: TON, seqno: this.ton.seqno(), validUntil: this.world.second + 120, body: 'Ref#one', ...change };
  }

  signed(change: Partial<PaymentDraft> = {}): string {
    return this.owner.sign(this.payment(change));
  }

  async pay(body = 'Ref#one'): Promise<void> {
    await this.send(this.signed({ body }));
    this.world.tick();
    this.ton.settle();
  }

  paidComments(): (string | undefined)[] {
    return this.ton.transfers().map(({ comment }) => comment);
  }
}

/** The number the contract refused with, or the whole text. */
export const exitCode = ({ json }: Answer): string => /exitcode=(\d+)/.exec(String(json['error']))?.[1] ?? String(json['error']);
