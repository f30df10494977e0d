import type Router from '@koa/router';
import type { Context } from 'koa';
import type { FaultBoard } from '../../kit/fault-board.js';
import { parseObject, readRawBody } from '../../kit/json-body.js';
import { type MerchantApi, type MerchantCall, unauthorized } from './merchant-api.js';
import type { ReadThrottle } from './read-throttle.js';
import { markAmounts, type WireValue, writeJson } from '../wire-json.js';
import { WireRefusal } from '../wire-refusal.js';

export interface MerchantRoutesOptions {
  readonly api: MerchantApi;
  readonly token: string;
  readonly faults: FaultBoard;
  readonly throttle: ReadThrottle;
  readonly slowMs: number;
  readonly changed: () => void;
}

type Handler = (call: MerchantCall) => WireValue;

/** Mounts the provider's own API under `/api/h2h`: the armed fault, the token, the pace, then the call. */
export function mountMerchantApi(router: Router, options: MerchantRoutesOptions): void {
  for (const [path, handler] of Object.entries(options.api.reads)) router.get(`/api/h2h${path}`, (ctx) => serve(ctx, path, handler, options));
  for (const [path, handler] of Object.entries(options.api.writes)) router.post(`/api/h2h${path}`, (ctx) => serve(ctx, path, handler, options));
}

async function serve(ctx: Context, path: string, handler: Handler, options: MerchantRoutesOptions): Promise<void> {
  const bytes = await readRawBody(ctx);
  const fault = options.faults.take('wata');
  if (fault === 'failing') {
    respond(ctx, 500, { error: { code: null, message: 'An internal error occurred during your request!', details: null, data: {}, validationErrors: null } });
    return;
  }
  if (fault === 'slow') await pause(options.slowMs);
  try {
    if (path !== '/public-key') admit(ctx, options);
    respond(ctx, 200, handler(callOf(ctx, bytes, fault === 'lying')));
    options.changed();
  } catch (error) {
    if (!(error instanceof WireRefusal)) throw error;
    ctx.set(error.headers);
    respond(ctx, error.status, error.body);
  }
  if (fault === 'silent') hangUp(ctx);
}

function admit(ctx: Context, { token, throttle }: MerchantRoutesOptions): void {
  if (ctx.get('authorization') !== `Bearer ${token}`) throw unauthorized();
  if (ctx.method === 'GET') throttle.admit(ctx.path, new URLSearchParams(ctx.querystring));
}

function callOf(ctx: Context, bytes: Buffer, lying: boolean): MerchantCall {
  const { id = '' } = ctx.params as Readonly<Record<string, string | undefined>>;
  const body = parseObject(markAmounts(bytes.toString('utf8'))) ?? {};
  return { id, body, query: new URLSearchParams(ctx.querystring), lying };
}

function respond(ctx: Context, status: number, body: WireValue | undefined): void {
  ctx.status = status;
  ctx.body = body === undefined ? '' : writeJson(body);
  if (body !== undefined) ctx.type = 'application/json';
}

/** The work is done, but nobody hears of it. */
function hangUp(ctx: Context): void {
  ctx.respond = false;
  ctx.req.socket.destroy();
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, milliseconds));
}
