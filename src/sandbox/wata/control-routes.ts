import type Router from '@koa/router';
import type { Context } from 'koa';
import { readJsonBody } from '../kit/json-body.js';
import type { LinkView } from './link.js';
import { hundredths } from './wire-json.js';

const MOST_COPIES = 1000;

/** A link that takes no money as it is. */
export class LinkClosed extends Error {
  constructor() {
    super('a link that is closed or deleted takes no money');
    this.name = 'LinkClosed';
  }
}

export interface PayOptions {
  /** In hundredths; undefined pays what the link is over. */
  readonly amount?: bigint | undefined;
  /** How many copies of the webhook go out at once. */
  readonly times?: number;
  /** So many attempts are declined first. */
  readonly declined?: number;
  /** Asks the shop before the bank, as a terminal with the pre-payment webhook does. */
  readonly ask?: boolean;
  /** Leaves the payment at the bank; `settle` decides it. */
  readonly pending?: boolean;
  /** Lets a link that is paid already take a second payment. */
  readonly again?: boolean;
  /** Lets a link's time end first. */
  readonly late?: boolean;
}

/** What the controls need of the stand-in; each call by id resolves to undefined when there is no such link. */
export interface LinkControls {
  invoices(): readonly LinkView[];
  invoice(id: string): LinkView | undefined;
  pay(id: string, how?: PayOptions): Promise<LinkView | undefined>;
  settle(id: string, status: 'Paid' | 'Declined'): Promise<LinkView | undefined>;
  resend(id: string): Promise<LinkView | undefined>;
  forge(id: string): Promise<{ readonly httpStatus: number } | undefined>;
  rotateKey(): void;
}

/** Mounts what a person does at the stand-in: pay, decide what is at the bank, send again, forge, change the key. */
export function mountControls(router: Router, simulator: LinkControls): void {
  router.get('/invoices', (ctx) => {
    ctx.body = simulator.invoices();
  });
  router.get('/invoices/:id', (ctx) => {
    ctx.body = simulator.invoice(idOf(ctx)) ?? missing(ctx);
  });
  router.post('/invoices/:id/pay', (ctx) => pay(ctx, simulator));
  router.post('/invoices/:id/settle', (ctx) => settle(ctx, simulator));
  router.post('/invoices/:id/resend', async (ctx) => {
    ctx.body = (await simulator.resend(idOf(ctx))) ?? missing(ctx);
  });
  router.post('/invoices/:id/forge', async (ctx) => {
    ctx.body = (await simulator.forge(idOf(ctx))) ?? missing(ctx);
  });
  router.post('/key/rotate', (ctx) => {
    simulator.rotateKey();
    ctx.status = 204;
  });
}

async function pay(ctx: Context, simulator: LinkControls): Promise<void> {
  const { amount, times = 1, declined = 0, ...how } = await readJsonBody(ctx);
  const units = amount === undefined ? undefined : (unitsOf(amount) ?? ctx.throw(400, 'amount is a positive decimal in text'));
  if (!isCount(times) || times < 1) ctx.throw(400, `times is a whole number from 1 to ${MOST_COPIES}`);
  if (!isCount(declined)) ctx.throw(400, `declined is a whole number up to ${MOST_COPIES}`);
  const is = (name: string): boolean => how[name] === true;
  try {
    const flags = { ask: is('ask'), pending: is('pending'), again: is('again'), late: is('late') };
    ctx.body = (await simulator.pay(idOf(ctx), { amount: units, times, declined, ...flags })) ?? missing(ctx);
  } catch (error) {
    if (!(error instanceof LinkClosed)) throw error;
    ctx.throw(409, error.message);
  }
}

async function settle(ctx: Context, simulator: LinkControls): Promise<void> {
  const { status } = await readJsonBody(ctx);
  if (status !== 'Paid' && status !== 'Declined') ctx.throw(400, 'status is Paid or Declined');
  ctx.body = (await simulator.settle(idOf(ctx), status)) ?? missing(ctx);
}

function unitsOf(amount: unknown): bigint | undefined {
  return (typeof amount === 'string' ? hundredths(amount) : undefined) || undefined;
}

function missing(ctx: Context): never {
  return ctx.throw(404, 'no such link');
}

function idOf(ctx: Context): string {
  const { id = '' } = ctx.params as Readonly<Record<string, string | undefined>>;
  return id;
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MOST_COPIES;
}
