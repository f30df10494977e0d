import type Router from '@koa/router';
import type { Context } from 'koa';
import type { FaultBoard, FaultMode } from '../../../kit/fault-board.js';
import { parseObject, readRawBody } from '../../../kit/json-body.js';
import type { UserBook } from '../users/user-book.js';
import { ROOT } from '../users/wire-view.js';
import type { ApiRoute } from './api-route.js';
import { business, FORBIDDEN, noSuchRoute, PanelRefusal, UNAUTHORIZED } from './panel-refusal.js';
import type { TokenBook } from './token-book.js';

export interface FrontDoorOptions {
  readonly book: UserBook;
  readonly tokens: TokenBook;
  readonly faults: FaultBoard;
  readonly slowMs: number;
  readonly now: () => Date;
  readonly changed: () => void;
}

/** Mounts the panel's API under `/api`: the forwarding headers, the armed fault, the token, then the call. */
export function mountApi(router: Router, routes: readonly ApiRoute[], options: FrontDoorOptions): void {
  for (const route of routes) router[route.method](`/api${route.path}`, (ctx) => serve(ctx, route, options));
  router.all('/api/{*rest}', (ctx) => {
    if (!isForwarded(ctx)) return hangUp(ctx);
    refuse(ctx, noSuchRoute(ctx.method, pathOf(ctx)), options.now());
  });
}

async function serve(ctx: Context, route: ApiRoute, options: FrontDoorOptions): Promise<void> {
  // In production mode the panel believes to be talked to directly, and does not answer.
  if (!isForwarded(ctx)) return hangUp(ctx);
  const body = await readRawBody(ctx);
  const fault = faultOf(route, options.faults);
  if (fault === 'failing') return refuse(ctx, business('A001'), options.now());
  if (fault === 'slow') await pause(options.slowMs);
  try {
    const book = fault === 'lying' ? options.book.copy() : options.book;
    await answer(ctx, route, body, { ...options, book });
  } catch (error) {
    if (!(error instanceof PanelRefusal)) throw error;
    refuse(ctx, error, options.now());
  }
  if (route.method !== 'get') options.changed();
  if (fault === 'silent') hangUp(ctx);
}

async function answer(ctx: Context, route: ApiRoute, bytes: Buffer, { tokens, book }: FrontDoorOptions): Promise<void> {
  const verdict = tokens.judge(ctx.get('authorization'), route.scope);
  if (verdict !== 200) throw new PanelRefusal(verdict, verdict === 401 ? UNAUTHORIZED : FORBIDDEN);
  const call = {
    params: ctx.params as Readonly<Record<string, string>>,
    query: new URLSearchParams(ctx.querystring),
    body: bodyOf(ctx, bytes),
  };
  const { status, response } = await route.serve(call, book);
  ctx.status = status;
  if (response !== undefined) ctx.body = { response };
}

/** What is lost or made up is what a change does: those two faults wait for one. */
function faultOf({ method }: ApiRoute, faults: FaultBoard): FaultMode | undefined {
  const mode = faults.peek('remnawave');
  const needsChange = mode === 'silent' || mode === 'lying';
  return needsChange && method === 'get' ? undefined : faults.take('remnawave');
}

function bodyOf(ctx: Context, bytes: Buffer): Readonly<Record<string, unknown>> {
  if (bytes.length === 0 || !ctx.is('application/json')) return {};
  const body = parseObject(bytes.toString('utf8'));
  if (!body) throw new PanelRefusal(400, { message: 'Unexpected token in JSON', error: 'Bad Request', statusCode: 400 });
  return body;
}

function isForwarded(ctx: Context): boolean {
  return ctx.get('x-forwarded-for') !== '' && ctx.get('x-forwarded-proto') === 'https';
}

function refuse(ctx: Context, refusal: PanelRefusal, now: Date): void {
  ctx.status = refusal.status;
  ctx.body = refusal.body(pathOf(ctx), now);
}

function pathOf(ctx: Context): string {
  return ctx.originalUrl.replace(ROOT, '');
}

function hangUp(ctx: Context): void {
  ctx.respond = false;
  ctx.req.socket.destroy();
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, milliseconds));
}
