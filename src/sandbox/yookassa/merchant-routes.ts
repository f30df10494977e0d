import { createHash, randomUUID, timingSafeEqual } from 'node:crypto';
import type Router from '@koa/router';
import type { Context } from 'koa';
import type { FaultBoard } from '../kit/fault-board.js';
import { parseObject, readRawBody } from '../kit/json-body.js';
import type { Idempotence } from './idempotence.js';
import type { MerchantApi, MerchantCall, Operation } from './merchant-api.js';
import { WireRefusal } from './wire-refusal.js';
import { lied } from './wire-view.js';

const RETRY_AFTER_MS = 20;

export interface MerchantRoutesOptions {
  readonly api: MerchantApi;
  readonly keys: Idempotence;
  readonly account: { readonly shopId: string; readonly secretKey: string };
  readonly faults: FaultBoard;
  readonly slowMs: number;
  /** Whether a write that was carried out is answered with "still processing", counted down. */
  readonly takeProcessing: () => boolean;
  readonly changed: () => void;
}

/** Mounts the provider's own API under `/api/v3`: the armed fault, credentials, the key of a write, then the operation. */
export function mountMerchantApi(router: Router, options: MerchantRoutesOptions): void {
  for (const operation of options.api.operations) {
    router[operation.method](`/api/v3${operation.path}`, (ctx: Context) => serve(ctx, operation, options));
  }
}

async function serve(ctx: Context, operation: Operation, options: MerchantRoutesOptions): Promise<void> {
  const bytes = await readRawBody(ctx);
  const fault = options.faults.take('yookassa');
  if (fault === 'slow') await pause(options.slowMs);
  try {
    if (fault === 'failing') throw new WireRefusal('internal_server_error', 'Internal server error');
    authorize(ctx, options.account);
    if (operation.method === 'get') respond(ctx, 200, operation.run(callOf(ctx, {})));
    else write(ctx, operation, bytes, options);
    if (fault === 'lying') ctx.body = lied(ctx.body as object);
  } catch (error) {
    if (!(error instanceof WireRefusal)) throw error;
    respond(ctx, error.status, error.body(randomUUID()));
  }
  if (fault === 'silent') hangUp(ctx);
}

function write(ctx: Context, operation: Operation, bytes: Buffer, { keys, takeProcessing, changed }: MerchantRoutesOptions): void {
  if (!ctx.is('application/json')) return respond(ctx, 415, {});
  const key = ctx.get('idempotence-key');
  if (key === '' || key.length > 64) throw new WireRefusal('invalid_request', 'Idempotence key is missing or too long', 'Idempotence-Key');
  const text = bytes.toString('utf8');
  const body = parseObject(text);
  if (!body) throw new WireRefusal('invalid_request', 'The body is not JSON');
  const answer = keys.once(key, `${ctx.path} ${text}`, () => operation.run(callOf(ctx, body)));
  if (takeProcessing()) respond(ctx, 202, { type: 'processing', description: 'Request accepted', retry_after: RETRY_AFTER_MS });
  else respond(ctx, 200, answer);
  changed();
}

function callOf(ctx: Context, body: MerchantCall['body']): MerchantCall {
  const { id = '' } = ctx.params as Readonly<Record<string, string | undefined>>;
  return { id, body, query: new URLSearchParams(ctx.querystring) };
}

function authorize(ctx: Context, { shopId, secretKey }: MerchantRoutesOptions['account']): void {
  const wanted = `Basic ${Buffer.from(`${shopId}:${secretKey}`).toString('base64')}`;
  if (timingSafeEqual(digest(ctx.get('authorization')), digest(wanted))) return;
  throw new WireRefusal('invalid_credentials', 'Error in shopId or secret key. Check their validity');
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
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
