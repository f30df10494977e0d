import type Router from '@koa/router';
import type { Context } from 'koa';
import { readJsonBody } from '../kit/json-body.js';
import { readRubles } from './amount.js';
import { CANCEL_REASONS, type CancelReason, type PaymentView, REFUND_REASONS, type RefundReason } from './payment.js';
import { WrongState } from './payment-book.js';

const MOST_COPIES = 1000;

export interface PayOptions {
  /** How many copies of the notification go out at once. */
  readonly times?: number;
  /** Lets a cancelled payment succeed after all. */
  readonly late?: boolean;
  /** The payment ends declined, for this reason. */
  readonly declined?: CancelReason | undefined;
  /** False when the payer does not let what was paid with be kept, though the merchant has asked for it. */
  readonly remember?: boolean;
  /** The money is only held. */
  readonly hold?: boolean;
}

/** What the controls need of the stand-in; each call resolves to undefined when there is no such payment. */
export interface PaymentControls {
  invoices(): readonly PaymentView[];
  invoice(id: string): PaymentView | undefined;
  pay(id: string, how?: PayOptions): Promise<PaymentView | undefined>;
  refundByHand(id: string, kopecks?: bigint): Promise<PaymentView | undefined>;
  revoke(id: string): PaymentView | undefined;
  forge(id: string): Promise<{ readonly httpStatus: number } | undefined>;
  endNextRefund(reason: RefundReason): void;
  processFor(times: number): void;
}

/** Mounts what people do at the stand-in: pay oddly, refund by hand, withdraw a saved method, forge; and its two quirks. */
export function mountControls(router: Router, simulator: PaymentControls): void {
  router.get('/invoices', (ctx) => {
    ctx.body = simulator.invoices();
  });
  router.get('/invoices/:id', (ctx) => {
    ctx.body = simulator.invoice(idOf(ctx)) ?? missing(ctx);
  });
  router.post('/invoices/:id/pay', (ctx) => allowed(ctx, () => pay(ctx, simulator)));
  router.post('/invoices/:id/refund', (ctx) => allowed(ctx, () => refund(ctx, simulator)));
  router.post('/invoices/:id/revoke', (ctx) => {
    ctx.body = simulator.revoke(idOf(ctx)) ?? missing(ctx);
  });
  router.post('/invoices/:id/forge', async (ctx) => {
    ctx.body = (await simulator.forge(idOf(ctx))) ?? missing(ctx);
  });
  router.post('/refund-outcome', async (ctx) => {
    const { reason } = await readJsonBody(ctx);
    simulator.endNextRefund(oneOf(REFUND_REASONS, reason) ?? ctx.throw(400, 'not a documented reason'));
    ctx.status = 204;
  });
  router.post('/processing', async (ctx) => {
    const { times } = await readJsonBody(ctx);
    simulator.processFor(isCount(times) ? times : ctx.throw(400, `times is a whole number up to ${MOST_COPIES}`));
    ctx.status = 204;
  });
}

async function pay(ctx: Context, simulator: PaymentControls): Promise<void> {
  const { times = 1, late, declined, hold, remember = true } = await readJsonBody(ctx);
  if (!isCount(times)) return ctx.throw(400, `times is a whole number up to ${MOST_COPIES}`);
  if (typeof remember !== 'boolean') return ctx.throw(400, 'remember is true or false');
  const reason = declined === undefined ? undefined : (oneOf(CANCEL_REASONS, declined) ?? ctx.throw(400, 'not a documented reason'));
  ctx.body = (await simulator.pay(idOf(ctx), { times, late: late === true, declined: reason, hold: hold === true, remember })) ?? missing(ctx);
}

async function refund(ctx: Context, simulator: PaymentControls): Promise<void> {
  const { amount } = await readJsonBody(ctx);
  const kopecks = amount === undefined ? undefined : (readRubles(amount) ?? ctx.throw(400, 'amount is rubles with two decimals, in text'));
  ctx.body = (await simulator.refundByHand(idOf(ctx), kopecks)) ?? missing(ctx);
}

async function allowed(ctx: Context, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof WrongState)) throw error;
    ctx.throw(409, error.message);
  }
}

function missing(ctx: Context): never {
  return ctx.throw(404, 'no such payment');
}

function idOf(ctx: Context): string {
  const { id } = ctx.params as Readonly<Record<string, string | undefined>>;
  return id ?? '';
}

function oneOf<Word extends string>(words: readonly Word[], value: unknown): Word | undefined {
  return words.find((word) => word === value);
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= MOST_COPIES;
}
