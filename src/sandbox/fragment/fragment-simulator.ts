import Router from '@koa/router';
import { readJsonBody } from '#sandbox/kit/json-body.js';
import type { Simulator, SimulatorContext } from '#sandbox/kit/simulator.js';
import type { TonSimulator } from '#sandbox/ton/ton-simulator.js';
import { addFragmentRoutes } from './fragment-routes.js';
import { Market } from './market.js';
import type { Delivery, PurchasesState, StrayPayment } from './purchases.js';
import type { StarPriceState } from './star-price.js';
import { SESSION_STATES, type SessionState, type WebSessionsState } from './web-sessions.js';

interface FragmentState {
  readonly sessions: WebSessionsState;
  readonly price: StarPriceState;
  readonly purchases: PurchasesState;
}

/** Stands in for the star market: sells at its own price, is paid on the sandbox's chain, and credits each payment once. */
export class FragmentSimulator implements Simulator {
  readonly name = 'fragment';
  readonly router = new Router();
  private readonly market: Market;

  constructor(
    private readonly context: SimulatorContext,
    private readonly ton: TonSimulator,
  ) {
    this.market = new Market(context.now, context.faults, ton);
    ton.onTransfer((transfer) => {
      if (transfer.to !== this.market.address) return;
      this.market.purchases.receive(transfer);
      context.changed('fragment');
    });
    addFragmentRoutes(this.router, {
      market: this.market,
      ton,
      faults: context.faults,
      now: context.now,
      changed: () => context.changed('fragment'),
    });
    this.addControlRoutes();
  }

  /** What goes into FRAGMENT_COOKIES. */
  get initialCookies(): string {
    return this.market.sessions.initialCookies;
  }

  /** Where buyers are told to pay, friendly and bounceable. */
  get marketAddress(): string {
    return this.market.address;
  }

  /** The effects ledger: the stars that people really got, oldest first. */
  deliveries(): Delivery[] {
    this.ton.settle();
    return this.market.purchases.deliveries();
  }

  /** Money that came in and bought nothing. */
  strayPayments(): readonly StrayPayment[] {
    this.ton.settle();
    return this.market.purchases.strayPayments();
  }

  /** Every change also makes the hashes and challenges handed out before worthless; `valid` revives the first cookies. */
  setSession(state: SessionState): void {
    this.market.sessions.set(state);
    this.context.changed('fragment');
  }

  /** Kills the login, as pressing Log Out elsewhere would. */
  logout(): void {
    this.setSession('expired');
  }

  setPrice(nanoPerStar: bigint, drifts: boolean): void {
    this.market.price.set(nanoPerStar, drifts);
    this.context.changed('fragment');
  }

  /** Whether stars wait for the buyer's `confirmReq`; they do unless told otherwise. */
  requireConfirmation(required: boolean): void {
    this.market.purchases.requireConfirmation(required);
  }

  snapshot(): FragmentState {
    const { sessions, price, purchases } = this.market;
    return { sessions: sessions.snapshot(), price: price.snapshot(), purchases: purchases.snapshot() };
  }

  restore(state: unknown): void {
    const { sessions, price, purchases } = state as FragmentState;
    this.market.sessions.restore(sessions);
    this.market.price.restore(price);
    this.market.purchases.restore(purchases);
    this.market.forgetSeenPrices();
  }

  reset(): void {
    this.market.sessions.reset();
    this.market.price.reset();
    this.market.purchases.reset();
    this.market.forgetSeenPrices();
  }

  stop(): Promise<void> {
    return Promise.resolve();
  }

  private addControlRoutes(): void {
    this.router.post('/sandbox/fragment/session', async (context) => {
      const { state } = await readJsonBody(context);
      const known = SESSION_STATES.find((candidate) => candidate === state);
      if (!known) return context.throw(400, `state is one of ${SESSION_STATES.join(', ')}`);
      this.setSession(known);
      context.body = { state: known };
    });
    this.router.post('/sandbox/fragment/price', async (context) => {
      const { nanoPerStar, drifts = true } = await readJsonBody(context);
      if (!/^[1-9]\d{0,11}$/.test(String(nanoPerStar)) || typeof drifts !== 'boolean') {
        return context.throw(400, 'nanoPerStar is a positive whole number, drifts a boolean');
      }
      this.setPrice(BigInt(String(nanoPerStar)), drifts);
      context.body = { nanoPerStar: String(nanoPerStar), drifts };
    });
    this.router.post('/sandbox/fragment/confirmation', async (context) => {
      const { required } = await readJsonBody(context);
      if (typeof required !== 'boolean') return context.throw(400, 'required is a boolean');
      this.requireConfirmation(required);
      context.body = { required };
    });
  }
}
