import type Router from '@koa/router';
import type { Context } from 'koa';
import type { FaultBoard } from '../kit/fault-board.js';
import { parseObject, readRawBody } from '../kit/json-body.js';
import type { MerchantApi } from './merchant-api.js';
import { isSignedWith } from './signature.js';
import { WireRefusal } from './wire-refusal.js';

const REFUND = '/v1/payment/refund';

export interface HeleketCredentials {
  readonly merchant: string;
  /** Signs everything but refunds, and every webhook. */
  readonly apiKey: string;
  /** Signs refunds. */
  readonly payoutKey: string;
}

export interface MerchantRoutesOptions {
  readonly api: MerchantApi;
  readonly credentials: HeleketCredentials;
  readonly faults: FaultBoard;
  readonly slowMs: number;
  readonly changed: () => void;
}

/** Mounts the provider's own API under `/api`: the armed fault, the signature, then the call. */
export function mountMerchantApi(router: Router, options: MerchantRoutesOptions): void {
  for (const path of Object.keys(options.api.calls)) {
    router.post(`/api${path}`, (ctx) => serve(ctx, path, options));
  }
}

async function serve(ctx: Context, path: string, options: MerchantRoutesOptions): Promise<void> {
  const body = await readRawBody(ctx);
  const fault = options.faults.take('heleket');
  if (fault === 'failing') {
    respond(ctx, 500, { message: 'Server Error' });
    return;
  }
  if (fault === 'slow') await pause(options.slowMs);
  try {
    respond(ctx, 200, { state: 0, result: await call(ctx, path, body, fault === 'lying', options) });
    options.changed();
  } catch (error) {
    if (!(error instanceof WireRefusal)) throw error;
    respond(ctx, error.status, { state: 1, ...error.words });
  }
  if (fault === 'silent') hangUp(ctx);
}

function call(ctx: Context, path: string, bytes: Buffer, lying: boolean, { api, credentials }: MerchantRoutesOptions): unknown {
  if (ctx.get('merchant') !== credentials.merchant) throw new WireRefusal(403, { message: 'You are forbidden' });
  const key = path === REFUND ? credentials.payoutKey : credentials.apiKey;
  if (!isSignedWith(bytes, key, ctx.get('sign'))) throw new WireRefusal(401, { message: 'Invalid Sign.' });
  // As at the provider, a body that is not JSON is as good as none: the missing fields are what it complains about.
  const body = (ctx.is('application/json') && parseObject(bytes.toString('utf8'))) || {};
  return api.calls[path]?.({ body, query: new URLSearchParams(ctx.querystring), lying });
}

function respond(ctx: Context, status: number, body: object): void {
  ctx.status = status;
  ctx.body = body;
}

/** The work is done, but nobody hears of it. */
function hangUp(ctx: Context): void {
  ctx.respond = false;
  ctx.req.socket.destroy();
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, milliseconds));
}
