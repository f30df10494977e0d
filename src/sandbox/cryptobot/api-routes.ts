import type Router from '@koa/router';
import type { Context } from 'koa';
import type { FaultBoard } from '../kit/fault-board.js';
import { parseObject, readRawBody } from '../kit/json-body.js';
import type { Parameters } from './parameters.js';
import type { PayApi } from './pay-api.js';
import { WireRefusal } from './wire-refusal.js';
import { withNumbers } from './wire-view.js';

export interface ApiRoutesOptions {
  readonly api: PayApi;
  readonly token: string;
  readonly faults: FaultBoard;
  readonly slowMs: number;
  readonly changed: () => void;
}

/**
 * Mounts the provider's own API under `/api`: the armed fault, the token, then the method. Answers take turns in the forms that real
 * ones have: number-like fields as text or as numbers, lists as objects or as bare arrays.
 */
export function mountPayApi(router: Router, options: ApiRoutesOptions): void {
  let answers = 0;
  const serveNext = (ctx: Context): Promise<void> => {
    answers += 1;
    return serve(ctx, options, { numbers: answers % 2 === 0, bare: answers % 4 === 3 });
  };
  router.get('/api/:method', serveNext);
  router.post('/api/:method', serveNext);
}

async function serve(ctx: Context, options: ApiRoutesOptions, form: { readonly numbers: boolean; readonly bare: boolean }): Promise<void> {
  const body = await readRawBody(ctx);
  const fault = options.faults.take('cryptobot');
  if (fault === 'failing') {
    respond(ctx, 500, { ok: false, error: { code: 500, name: 'APP_ERROR' } }, false);
    return;
  }
  if (fault === 'slow') await pause(options.slowMs);
  try {
    const answer = methodOf(ctx, options);
    const result = answer(parametersOf(ctx, body), { lying: fault === 'lying', bare: form.bare });
    options.changed();
    respond(ctx, 200, { ok: true, result }, form.numbers);
  } catch (error) {
    if (!(error instanceof WireRefusal)) throw error;
    respond(ctx, error.code, { ok: false, error: { code: error.code, name: error.wireName } }, false);
  }
  if (fault === 'silent') hangUp(ctx);
}

/** A token of the other network is as unknown here as an invented one. */
function methodOf(ctx: Context, { api, token }: ApiRoutesOptions) {
  if (ctx.get('crypto-pay-api-token') !== token) throw new WireRefusal(401, 'UNAUTHORIZED');
  const { method = '' } = ctx.params as Readonly<Record<string, string | undefined>>;
  const answer = api.methods.get(method);
  if (!answer) throw new WireRefusal(405, 'METHOD_NOT_FOUND');
  return answer;
}

/** From the address, a JSON body or a form; multipart is not understood here. */
function parametersOf(ctx: Context, body: Buffer): Parameters {
  const text = body.toString('utf8');
  const asked = Object.fromEntries(new URLSearchParams(ctx.querystring));
  const sent = ctx.is('application/json') ? parseObject(text) : Object.fromEntries(new URLSearchParams(text));
  return { ...asked, ...sent };
}

function respond(ctx: Context, status: number, envelope: object, numbers: boolean): void {
  const json = JSON.stringify(envelope);
  ctx.status = status;
  ctx.type = 'application/json';
  ctx.body = numbers ? withNumbers(json) : json;
}

/** The work is done, but nobody hears of it. */
function hangUp(ctx: Context): void {
  ctx.respond = false;
  ctx.req.socket.destroy();
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, milliseconds));
}
