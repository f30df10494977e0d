import { Address } from '@ton/core';
import { StarsOutOfRange } from '#domain/catalog/star-catalog.js';
import { Money } from '#domain/shared/money.js';
import {
  type Observation,
  type RecipientCheck,
  RecipientRejected,
  type StarAttempt,
  type StarProvider,
  type StarProviderHealth,
  type StarPurchase,
  type StarQuote,
} from '#use-cases/ports/providers/star-provider.js';
import type { WalletStatement } from '#use-cases/ports/providers/wallet-statement.js';
import type { Clock } from '#use-cases/ports/runtime/clock.js';
import type { Logger } from '#use-cases/ports/runtime/logger.js';
import { type AttemptData, readAttempt } from './attempt.js';
import { DeliveryWatch } from './delivery.js';
import { inspect } from './health.js';
import { decide } from './observe.js';
import { Preparation } from './prepare.js';
import type { FragmentProtocol } from './protocol/protocol.js';
import { afterMoney, beforeMoney, FragmentFault } from './session/fragment-fault.js';
import { OneAtATime } from './session/one-at-a-time.js';
import type { FragmentSession } from './session/session.js';
import type { TonChain } from './ton/chain.js';
import { SeqnoFloor } from './ton/seqno-floor.js';
import type { TonWallet } from './ton/wallet.js';
import { TonWalletStatement } from './wallet-statement.js';

export interface FragmentStarProviderOptions {
  readonly session: FragmentSession;
  readonly protocol: FragmentProtocol;
  readonly wallet: TonWallet;
  readonly chain: TonChain;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly limits?: { readonly minimumStars: number; readonly maximumStars: number };
  /** Stays in the wallet for fees; 0.05 TON. */
  readonly reserve?: Money;
  /** How long after its validity an absent payment counts as void; 120 s. */
  readonly voidMarginSeconds?: number;
}

export interface SessionVerdict {
  readonly accepted: boolean;
  readonly reason: string;
}

const USERNAME = /^[A-Za-z0-9_]{4,32}$/;
const QUOTE_LIFE_MS = 60_000;
const LIMITS = { minimumStars: 50, maximumStars: 1_000_000 };
const RESERVE = Money.of(50_000_000n, 'TON');
const BEFORE_SIGNING_SECONDS = 120;

/** Buys stars at Fragment with a TON wallet of our own: one purchase at a time, decided only by what the chain shows. */
export class FragmentStarProvider implements StarProvider {
  /** What the wallet that pays did on the chain. */
  readonly statement: WalletStatement;
  readonly #options: FragmentStarProviderOptions;
  readonly #floor = new SeqnoFloor();
  readonly #turns = new OneAtATime();
  readonly #delivery: DeliveryWatch;
  readonly #preparation: Preparation;
  readonly #reserve: Money;
  readonly #limits: { readonly minimumStars: number; readonly maximumStars: number };
  #foreignSeen = false;

  constructor(options: FragmentStarProviderOptions) {
    this.#options = options;
    this.statement = new TonWalletStatement(options.chain, options.wallet.address);
    this.#limits = options.limits ?? LIMITS;
    this.#reserve = options.reserve ?? RESERVE;
    this.#delivery = new DeliveryWatch(options.protocol);
    this.#preparation = new Preparation({
      ...options,
      floor: this.#floor,
      delivery: this.#delivery,
      lane: this.#lane(),
      reserve: this.#reserve,
    });
  }

  describe(): ReturnType<StarProvider['describe']> {
    return { id: 'fragment', ...this.#limits, lane: this.#lane() };
  }

  health(): Promise<StarProviderHealth> {
    return this.#turns.run(() => inspect({ ...this.#options, reserve: this.#reserve }, this.#foreignSeen));
  }

  async checkRecipient(username: string): Promise<RecipientCheck> {
    const bare = username.replace(/^@/, '');
    if (!USERNAME.test(bare)) return { outcome: 'rejected', reason: 'unknown' };
    try {
      const found = await this.#options.protocol.search(bare);
      return { outcome: 'found', recipient: { username: bare, name: found.name, token: found.token } };
    } catch (error) {
      const mapped = beforeMoney(error);
      if (mapped instanceof RecipientRejected) return { outcome: 'rejected', reason: mapped.reason };
      this.#options.logger.warn({ reason: describeError(error) }, 'Fragment could not say who a username is');
      return { outcome: 'indeterminate' };
    }
  }

  async quote(stars: number): Promise<StarQuote> {
    this.#requireSold(stars);
    try {
      const cost = await this.#options.protocol.price(stars);
      return { cost, expiresAt: new Date(this.#options.clock.now().getTime() + QUOTE_LIFE_MS) };
    } catch (error) {
      throw this.#noted(beforeMoney(error), error, 'quote');
    }
  }

  async prepare(purchase: StarPurchase, maxCost: Money, attemptId: string): Promise<StarAttempt> {
    this.#requireSold(purchase.stars);
    return this.#turns.run(async () => {
      try {
        return await this.#preparation.run(purchase, maxCost, attemptId);
      } catch (error) {
        throw this.#noted(beforeMoney(error), error, 'prepare');
      }
    });
  }

  async submit(attempt: StarAttempt): Promise<void> {
    const { chain, logger } = this.#options;
    const data = readAttempt(attempt);
    if (!data) {
      logger.error({ attempt: attempt.id }, 'an attempt of an unknown version was not broadcast');
      return;
    }
    const about = { attempt: attempt.id, seqno: data.seqno, message: data.normalisedHash };
    try {
      logger.info({ ...about, answer: await chain.broadcast(data.boc) }, 'a payment for stars was broadcast');
    } catch (error) {
      logger.warn({ ...about, reason: describeError(error) }, 'a broadcast had no clear answer; the chain will tell');
    }
  }

  async observe(attempt: StarAttempt): Promise<Observation> {
    const data = readAttempt(attempt);
    if (!data) return { outcome: 'unknown', reason: 'the attempt was written by another version' };
    const verdict = await this.#decide(data);
    if (verdict.seqnoUsed) this.#floor.used(data.wallet, data.seqno);
    if (verdict.foreign) this.#foreignSeen = true;
    if (verdict.observation.outcome === 'paid') this.#foreignSeen = false;
    return verdict.observation;
  }

  async acknowledge(attempt: StarAttempt): Promise<void> {
    const data = readAttempt(attempt);
    if (!data) return;
    const { account, device, boc, confirm } = data;
    try {
      await this.#options.protocol.confirm(confirm.method, { ...confirm.params, boc, account, device });
    } catch (error) {
      throw this.#noted(afterMoney(error), error, 'acknowledge');
    }
  }

  async confirmDelivery(attempt: StarAttempt): Promise<{ delivered: boolean; evidence: string }> {
    const data = readAttempt(attempt);
    if (!data) return { delivered: false, evidence: '' };
    try {
      return await this.#turns.run(() => this.#delivery.look(data));
    } catch (error) {
      throw this.#noted(afterMoney(error), error, 'confirmDelivery');
    }
  }

  /** Puts a browser's cookies in place of the session's if they pass the probe; the old session stays where they do not. */
  updateCookies(header: string): Promise<SessionVerdict> {
    return this.#verdict(() => this.#options.session.offer(header));
  }

  /** Whether the session could buy now. Moves no money. */
  precheck(): Promise<SessionVerdict> {
    return this.#verdict(() => this.#options.session.probe());
  }

  toJSON(): Record<string, unknown> {
    return { ...this.describe() };
  }

  #verdict(work: () => Promise<void>): Promise<SessionVerdict> {
    return this.#turns.run(async () => {
      try {
        await work();
        return { accepted: true, reason: 'logged in' };
      } catch (error) {
        if (error instanceof FragmentFault) return { accepted: false, reason: error.kind };
        throw error;
      }
    });
  }

  async #decide(data: AttemptData): Promise<ReturnType<typeof decide>> {
    const { chain, clock, voidMarginSeconds = 120 } = this.#options;
    const address = Address.parseRaw(data.wallet);
    // The index is asked after the node, and for its transactions last: what it then lacks was not there.
    const wallet = await chain.wallet(address);
    this.#floor.accept(data.wallet, wallet);
    const index = await chain.indexed();
    const transactions = await chain.transactionsSince(address, data.signedAt - BEFORE_SIGNING_SECONDS);
    const now = Math.floor(clock.now().getTime() / 1000);
    return decide(data, { wallet, index, transactions, now }, { voidMarginSeconds });
  }

  #lane(): string {
    return `fragment:${this.#options.wallet.friendly}`;
  }

  #requireSold(stars: number): void {
    const { minimumStars, maximumStars } = this.#limits;
    if (Number.isInteger(stars) && stars >= minimumStars && stars <= maximumStars) return;
    throw new StarsOutOfRange(String(stars), minimumStars, maximumStars);
  }

  /** The port's error; what Fragment itself said goes to the log. */
  #noted(mapped: unknown, error: unknown, step: string): unknown {
    if (error instanceof FragmentFault) this.#options.logger.warn({ step, reason: error.message }, 'Fragment refused');
    return mapped;
  }
}

function describeError(error: unknown): string {
  return error instanceof Error ? error.message : 'unknown failure';
}
