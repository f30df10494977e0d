import type { FaultBoard } from '#sandbox/kit/fault-board.js';
import { noteBoc, sandboxAddress } from '#sandbox/ton/text-note.js';
import { type ProofAccount, provenOwner, type WalletProof } from '#sandbox/ton/ton-proof.js';
import type { TonSimulator } from '#sandbox/ton/ton-simulator.js';
import { type Purchase, Purchases } from './purchases.js';
import { findRecipient, photoOf, recipientOf, recipientToken } from './recipients.js';
import { escapeHtml, priceMarkup } from './site-pages.js';
import { decimalTon, StarPrice } from './star-price.js';
import { type Visitor, WebSessions } from './web-sessions.js';

export type Answer = Readonly<Record<string, unknown>>;

const MINIMUM_STARS = 50;
const MAXIMUM_STARS = 1_000_000;
const LINK_VALID_SECONDS = 300;

const PRICE_CHANGED = 'Price was changed. Please try again.';
const ACCESS_DENIED = 'Access denied';
const SESSION_EXPIRED = 'Session expired';

/** The market behind the site: what each method of the interface does for one visitor. */
export class Market {
  readonly address = sandboxAddress('the star market');
  readonly price = new StarPrice();
  readonly purchases: Purchases;
  readonly sessions: WebSessions;
  /** The price each browser last saw; only that one can be bought at. */
  private readonly seenPrices = new Map<string, bigint>();
  private lies = 0;

  constructor(
    private readonly clock: () => Date,
    private readonly faults: FaultBoard,
    private readonly ton: TonSimulator,
  ) {
    this.purchases = new Purchases(clock);
    this.sessions = new WebSessions(ton.rawWalletAddress);
  }

  forgetSeenPrices(): void {
    this.seenPrices.clear();
  }

  updateStarsBuyState(visitor: Visitor): Answer {
    if (visitor.isAccount && !visitor.loggedIn) return { error: SESSION_EXPIRED };
    const price = this.price.nanoPerStar(this.clock());
    this.seenPrices.set(visitor.ssid, price);
    const mode = this.purchases.modeOf(visitor.ssid);
    return { ok: true, mode, lv: false, dh: Number(price % 2_147_483_647n), need_update: mode === 'processing' };
  }

  searchStarsRecipient(fields: URLSearchParams): Answer {
    const found = findRecipient(fields.get('query') ?? '');
    if ('error' in found) return found;
    return { ok: true, found: { myself: false, recipient: recipientToken(found), name: escapeHtml(found.name), photo: photoOf(found) } };
  }

  updateStarsPrices(fields: URLSearchParams): Answer {
    const stars = Number(fields.get('quantity')) || Number(fields.get('stars')) || MINIMUM_STARS;
    if (!isSold(stars)) return { error: 'Invalid quantity' };
    return { ok: true, cur_price: priceMarkup(stars, this.price.amountFor(stars, this.clock())) };
  }

  initBuyStarsRequest(visitor: Visitor, fields: URLSearchParams): Answer {
    if (!fields.get('payment_method')) return { error: ACCESS_DENIED };
    const refusal = refusalToBuy(visitor);
    if (refusal) return refusal;
    if (fields.get('payment_method') !== 'ton') return { error: 'Payment method is not available' };
    const recipient = recipientOf(fields.get('recipient') ?? '');
    if (!recipient) return { error: 'Recipient not found' };
    const stars = Number(fields.get('quantity'));
    if (!isSold(stars)) return { error: 'Invalid quantity' };
    const now = this.clock();
    if (this.seenPrices.get(visitor.ssid) !== this.price.nanoPerStar(now)) return { error: PRICE_CHANGED };
    const amountNano = this.price.amountFor(stars, now);
    const purchase = this.purchases.open(visitor.ssid, recipient.username, stars, amountNano);
    return { ok: true, req_id: purchase.id, myself: false, amount: decimalTon(amountNano), to_bot: false };
  }

  /**
   * The payment to sign. A lying market asks for a tenth more than it named, or words the note for half the stars, in turns; such a
   * purchase is never credited.
   */
  getBuyStarsLink(visitor: Visitor, fields: URLSearchParams): Answer {
    const refusal = refusalToBuy(visitor);
    if (refusal) return refusal;
    const purchase = this.purchases.find(fields.get('id') ?? '', visitor.ssid);
    if (!purchase || !objectIn(fields, 'account') || !objectIn(fields, 'device')) return { error: 'Bad request' };
    if (this.sessions.needsVerification) return { error: 'Unknown error', need_verify: true };
    return {
      ok: true,
      transaction: {
        validUntil: Math.floor(this.clock().getTime() / 1000) + LINK_VALID_SECONDS,
        from: visitor.wallet,
        messages: [this.paymentFor(purchase, this.lieAbout(purchase))],
      },
      confirm_method: 'confirmReq',
      confirm_params: { id: purchase.id },
    };
  }

  /** Takes the signed message as the buyer's word. A lying market says yes, shows the purchase as done and credits nothing. */
  confirmReq(visitor: Visitor, fields: URLSearchParams): Answer {
    const refusal = refusalToBuy(visitor);
    if (refusal) return refusal;
    const purchase = this.purchases.find(fields.get('id') ?? '', visitor.ssid);
    const payments = this.ton.paymentsIn(fields.get('boc') ?? '');
    if (!purchase || !payments?.some(({ comment }) => comment?.endsWith(`Ref#${purchase.ref}`))) return { error: 'Bad request' };
    if (this.lieAbout(purchase) === undefined) this.purchases.confirm(purchase);
    return { ok: true };
  }

  /**
   * Connects a wallet whose owner signed this session's challenge for `domain`, the site's own host. `token` is the cookie to set;
   * only with it does the browser have a wallet.
   */
  checkTonProofAuth(visitor: Visitor, fields: URLSearchParams, domain: string): { readonly answer: Answer; readonly token?: string } {
    const account = objectIn(fields, 'account');
    const proof = objectIn(fields, 'proof');
    if (!account || !proof || !objectIn(fields, 'device')) return { answer: { error: 'Bad request' } };
    const demand = { domain, payload: this.sessions.challenge(visitor), now: this.clock() };
    const owner = provenOwner(account as unknown as ProofAccount, proof as unknown as WalletProof, demand);
    if (owner === undefined) return { answer: { ok: false, verified: false, error: 'Proof verification failed' } };
    return { answer: { ok: true, verified: true }, token: this.sessions.connectWallet(owner) };
  }

  private paymentFor(purchase: Purchase, lie: 'amount' | 'stars' | undefined): Answer {
    const honest = BigInt(purchase.amountNano);
    const amount = lie === 'amount' ? honest + honest / 10n : honest;
    const stars = lie === 'stars' ? Math.floor(purchase.stars / 2) : purchase.stars;
    return { address: this.address, amount: amount.toString(), payload: noteBoc(`${stars} Telegram Stars \n\nRef#${purchase.ref}`) };
  }

  private lieAbout(purchase: Purchase): 'amount' | 'stars' | undefined {
    if (this.faults.peek('fragment') !== 'lying') return undefined;
    this.faults.take('fragment');
    this.purchases.cheat(purchase);
    this.lies += 1;
    return this.lies % 2 === 1 ? 'amount' : 'stars';
  }
}

function refusalToBuy(visitor: Visitor): Answer | undefined {
  if (visitor.isAccount && !visitor.loggedIn) return { error: SESSION_EXPIRED };
  if (!visitor.loggedIn) return { error: ACCESS_DENIED };
  return visitor.wallet === undefined ? { need_ton: true } : undefined;
}

const isSold = (stars: number): boolean => Number.isInteger(stars) && stars >= MINIMUM_STARS && stars <= MAXIMUM_STARS;

function objectIn(fields: URLSearchParams, name: string): Answer | undefined {
  try {
    const value: unknown = JSON.parse(fields.get(name) ?? '');
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Answer) : undefined;
  } catch {
    return undefined;
  }
}
