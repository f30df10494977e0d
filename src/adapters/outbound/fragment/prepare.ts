import type { Money } from '#domain/shared/money.js';
import {
  OperatorNeeded,
  RecipientRejected,
  RetryLater,
  type StarAttempt,
  type StarPurchase,
} from '#use-cases/ports/providers/star-provider.js';
import type { Clock } from '#use-cases/ports/runtime/clock.js';
import { writeAttempt } from './attempt.js';
import type { DeliveryWatch } from './delivery.js';
import { checkLink, type PaymentOrder, requireWithin } from './protocol/link-checks.js';
import type { FragmentProtocol, StarsRequest } from './protocol/protocol.js';
import type { StarsLink } from './protocol/wire.js';
import { FragmentFault } from './session/fragment-fault.js';
import type { FragmentSession } from './session/session.js';
import type { TonChain, WalletState } from './ton/chain.js';
import type { SeqnoFloor } from './ton/seqno-floor.js';
import type { TonWallet } from './ton/wallet.js';

export interface PreparationOptions {
  readonly session: FragmentSession;
  readonly protocol: FragmentProtocol;
  readonly wallet: TonWallet;
  readonly chain: TonChain;
  readonly floor: SeqnoFloor;
  readonly clock: Clock;
  readonly delivery: DeliveryWatch;
  readonly lane: string;
  /** Stays in the wallet beside the amount, for fees. */
  readonly reserve: Money;
}

interface Made {
  readonly request: StarsRequest;
  readonly link: StarsLink;
  readonly state: WalletState;
  readonly order: PaymentOrder;
}

const PRICE_TRIES = 3;
const LIFE_SECONDS = 120;
const FRESH_SECONDS = 90;
const RECENT_SECONDS = 600;
const STALE_RETRY_MS = 5_000;

/** From a purchase to signed bytes. All of it may be repeated: nothing leaves before somebody submits the attempt. */
export class Preparation {
  constructor(private readonly options: PreparationOptions) {}

  async run(purchase: StarPurchase, maxCost: Money, attemptId: string): Promise<StarAttempt> {
    await this.options.session.probe();
    await this.requireSameRecipient(purchase);
    const request = await this.request(purchase);
    requireWithin(request.amount, maxCost);
    const link = await this.options.protocol.link(request.reqId, this.options.wallet);
    const state = await this.freshWallet();
    const order = checkLink(link, {
      wallet: this.options.wallet.address,
      amount: request.amount,
      maxCost,
      stars: purchase.stars,
      chainTime: state.chainTime,
    });
    const needed = request.amount.plus(this.options.reserve);
    if (state.balance.compare(needed) < 0) throw new OperatorNeeded('low-balance');
    return this.sign(purchase, attemptId, { request, link, state, order });
  }

  /**
   * The name may have changed hands since the buyer saw it. Uncertain: that the token stays the same from one session to the next
   * was never seen denied, nor promised.
   */
  private async requireSameRecipient({ recipient }: StarPurchase): Promise<void> {
    const found = await this.options.protocol.search(recipient.username);
    if (found.token !== recipient.token) throw new RecipientRejected('changed');
  }

  private async request({ recipient, stars }: StarPurchase): Promise<StarsRequest> {
    const { protocol, delivery } = this.options;
    for (let tried = 1; ; tried += 1) {
      await protocol.syncState();
      delivery.superseded();
      try {
        const request = await protocol.request(recipient.token, stars);
        delivery.requested(request.reqId);
        return request;
      } catch (error) {
        const again = error instanceof FragmentFault && error.kind === 'price-changed' && tried < PRICE_TRIES;
        if (!again) throw error;
      }
    }
  }

  /** The wallet at a block that is neither old by our clock nor older than a transaction the index already shows. */
  private async freshWallet(): Promise<WalletState> {
    const { chain, wallet, floor, clock } = this.options;
    const state = await chain.wallet(wallet.address);
    const age = Math.floor(clock.now().getTime() / 1000) - state.chainTime;
    if (Math.abs(age) > FRESH_SECONDS) throw new RetryLater('stale-chain', STALE_RETRY_MS);
    floor.accept(wallet.address.toRawString(), state);
    const recent = await chain.transactionsSince(wallet.address, state.chainTime - RECENT_SECONDS);
    if (recent.some((transaction) => transaction.block > state.block)) throw new RetryLater('stale-chain', STALE_RETRY_MS);
    return state;
  }

  private sign(purchase: StarPurchase, attemptId: string, made: Made): StarAttempt {
    const { request, link, state, order } = made;
    const { wallet, lane } = this.options;
    const validUntil = Math.min(order.validUntil, state.chainTime + LIFE_SECONDS);
    const signed = wallet.sign({ ...order, seqno: state.seqno, validUntil });
    return writeAttempt(attemptId, lane, {
      v: 1,
      reqId: request.reqId,
      username: purchase.recipient.username,
      stars: purchase.stars,
      wallet: wallet.address.toRawString(),
      seqno: state.seqno,
      signedAt: state.chainTime,
      validUntil,
      destination: order.destination.toRawString(),
      nano: order.nano.toString(),
      bounce: order.bounce,
      payloadHash: signed.payloadHash,
      bodyHash: signed.bodyHash,
      normalisedHash: signed.normalisedHash,
      boc: signed.boc,
      confirm: confirmation(link, request.reqId),
      account: wallet.account,
      device: wallet.device,
    });
  }
}

const CONFIRM_METHOD = /^confirm[A-Za-z]{0,40}$/;

/** The link names the method that confirms it; only a name that is one is followed. */
function confirmation(link: StarsLink, reqId: string): { method: string; params: Record<string, string> } {
  const method = link.confirm_method && CONFIRM_METHOD.test(link.confirm_method) ? link.confirm_method : 'confirmReq';
  return { method, params: link.confirm_params ?? { id: reqId } };
}
