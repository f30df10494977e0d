import type Router from '@koa/router';
import type { Context } from 'koa';
import { readJsonBody } from '../kit/json-body.js';
import { NotPayable } from './app-book.js';
import type { HookState } from './hook-sender.js';
import type { InvoiceView, Transfer } from './invoice.js';

const MOST_COPIES = 1000;

export interface PayOptions {
  /** What a fiat invoice is paid in; undefined takes the first that it accepts. */
  readonly asset?: string | undefined;
  /** How many copies of the webhook go out at once. */
  readonly times?: number;
  /** The payer was in time, but it is told after the invoice's end. */
  readonly reportedLate?: boolean;
}

/** What the controls need of the stand-in; a call about an invoice that is not there resolves to undefined. */
export interface InvoiceControls {
  invoices(): readonly InvoiceView[];
  invoice(id: string): InvoiceView | undefined;
  transfers(): readonly Transfer[];
  pay(id: string, how?: PayOptions): Promise<InvoiceView | undefined>;
  forge(id: string): Promise<{ readonly httpStatus: number } | undefined>;
  hook(): HookState;
  setHook(hook: Partial<HookState>): HookState;
}

/** Mounts what people do at the stand-in: the payer, the forger, and the app's owner in the bot's settings. */
export function mountControls(router: Router, simulator: InvoiceControls): void {
  router.get('/invoices', (ctx) => {
    ctx.body = simulator.invoices();
  });
  router.get('/transfers', (ctx) => {
    ctx.body = simulator.transfers();
  });
  router.get('/invoices/:id', (ctx) => {
    ctx.body = simulator.invoice(idOf(ctx)) ?? ctx.throw(404, 'no such invoice');
  });
  router.post('/invoices/:id/pay', (ctx) => pay(ctx, simulator));
  router.post('/invoices/:id/forge', async (ctx) => {
    ctx.body = (await simulator.forge(idOf(ctx))) ?? ctx.throw(404, 'no such invoice');
  });
  router.get('/hook', (ctx) => {
    ctx.body = simulator.hook();
  });
  router.post('/hook', async (ctx) => {
    const { url, on } = await readJsonBody(ctx);
    if (url !== undefined && (typeof url !== 'string' || !URL.canParse(url))) ctx.throw(400, 'url is a URL');
    if (on !== undefined && typeof on !== 'boolean') ctx.throw(400, 'on is true or false');
    ctx.body = simulator.setHook({ ...(typeof url === 'string' && { url }), ...(typeof on === 'boolean' && { on }) });
  });
}

async function pay(ctx: Context, simulator: InvoiceControls): Promise<void> {
  const { asset, times = 1, reportedLate } = await readJsonBody(ctx);
  if (asset !== undefined && typeof asset !== 'string') ctx.throw(400, 'asset is a coin');
  if (!isCount(times)) ctx.throw(400, `times is a whole number up to ${MOST_COPIES}`);
  try {
    const how = { asset: typeof asset === 'string' ? asset : undefined, times, reportedLate: reportedLate === true };
    ctx.body = (await simulator.pay(idOf(ctx), how)) ?? ctx.throw(404, 'no such invoice');
  } catch (error) {
    if (!(error instanceof NotPayable)) throw error;
    ctx.throw(409, error.message);
  }
}

function idOf(ctx: Context): string {
  const { id } = ctx.params as Readonly<Record<string, string | undefined>>;
  return id ?? '';
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= MOST_COPIES;
}
