import type Router from '@koa/router';
import type { Context } from 'koa';
import { readJsonBody } from '../kit/json-body.js';
import { readAmount } from './amount.js';
import { type InvoiceStatus, type InvoiceView, isStatus } from './invoice.js';
import { InvoiceClosed } from './invoice-book.js';

const MOST_COPIES = 1000;

export interface PayOptions {
  /** In billionths; undefined pays what is due. */
  readonly amount?: bigint | undefined;
  /** How many copies of the webhook go out at once. */
  readonly times?: number;
  /** Lets a closed invoice take the money. */
  readonly late?: boolean;
}

/** What the controls need of the stand-in; each call resolves to undefined when there is no such invoice. */
export interface InvoiceControls {
  invoices(): readonly InvoiceView[];
  invoice(uuid: string): InvoiceView | undefined;
  pay(uuid: string, how?: PayOptions): Promise<InvoiceView | undefined>;
  force(uuid: string, status: InvoiceStatus): Promise<InvoiceView | undefined>;
  forge(uuid: string): Promise<{ readonly httpStatus: number } | undefined>;
}

/** Mounts what a person does at the stand-in: pay, decide an invoice's fate, forge. */
export function mountControls(router: Router, simulator: InvoiceControls): void {
  router.get('/invoices', (ctx) => {
    ctx.body = simulator.invoices();
  });
  router.get('/invoices/:uuid', (ctx) => {
    ctx.body = simulator.invoice(uuidOf(ctx)) ?? ctx.throw(404, 'no such invoice');
  });
  router.post('/invoices/:uuid/pay', (ctx) => pay(ctx, simulator));
  router.post('/invoices/:uuid/status', (ctx) => decide(ctx, simulator));
  router.post('/invoices/:uuid/forge', async (ctx) => {
    ctx.body = (await simulator.forge(uuidOf(ctx))) ?? ctx.throw(404, 'no such invoice');
  });
}

async function pay(ctx: Context, simulator: InvoiceControls): Promise<void> {
  const { amount, times, late } = await readJsonBody(ctx);
  const units = amount === undefined ? undefined : (readAmount(amount) ?? ctx.throw(400, 'amount is a positive decimal in text'));
  if (times !== undefined && !isCount(times)) ctx.throw(400, `times is a whole number up to ${MOST_COPIES}`);
  try {
    const paid = await simulator.pay(uuidOf(ctx), { amount: units, times: isCount(times) ? times : 1, late: late === true });
    ctx.body = paid ?? ctx.throw(404, 'no such invoice');
  } catch (error) {
    if (!(error instanceof InvoiceClosed)) throw error;
    ctx.throw(409, error.message);
  }
}

async function decide(ctx: Context, simulator: InvoiceControls): Promise<void> {
  const { status } = await readJsonBody(ctx);
  if (!isStatus(status)) ctx.throw(400, 'not a documented status');
  ctx.body = (await simulator.force(uuidOf(ctx), status)) ?? ctx.throw(404, 'no such invoice');
}

function uuidOf(ctx: Context): string {
  const { uuid } = ctx.params as Readonly<Record<string, string | undefined>>;
  return uuid ?? '';
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= MOST_COPIES;
}
