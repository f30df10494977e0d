import type Router from '@koa/router';
import type { Context } from 'koa';
import type { FaultBoard, FaultMode } from '../../kit/fault-board.js';
import { parseObject, readRawBody } from '../../kit/json-body.js';
import type { AdminDesk } from './admin-desk.js';
import type { Crowd } from './crowd.js';
import type { PanelApi, PanelRoute } from './panel-api.js';
import type { UserBook } from './user-book.js';
import { WireRefusal } from './wire-refusal.js';

/**
 * What can happen to a change: a mode of the fault board, a connection that breaks before anything is done, or a 500 after it is
 * done.
 */
export type Strike = FaultMode | 'dropped' | 'stumbling';

export interface ApiRoutesOptions {
  readonly desk: AdminDesk;
  readonly api: PanelApi;
  readonly book: UserBook;
  readonly crowd: Crowd;
  readonly faults: FaultBoard;
  readonly slowMs: number;
  /** What strikes the next change, if anything is to. */
  readonly nextStrike: () => Strike | undefined;
  readonly changed: () => void;
}

const ROOT = '/sandbox/marzban/api';

/** Mounts the panel's own API: the armed fault, the crowd, the administrator, then the call. */
export function mountPanelApi(router: Router, options: ApiRoutesOptions): void {
  router.all('/api/{*path}', async (ctx) => {
    const leave = options.crowd.enter(isChange(ctx));
    try {
      await serve(ctx, options);
    } finally {
      leave();
    }
  });
}

async function serve(ctx: Context, options: ApiRoutesOptions): Promise<void> {
  const bytes = await readRawBody(ctx);
  const strike = (isChange(ctx) ? options.nextStrike() : undefined) ?? options.faults.take('marzban');
  if (strike === 'dropped') return hangUp(ctx);
  try {
    if (strike === 'failing') throw new WireRefusal(500);
    if (strike === 'slow') await pause(options.slowMs);
    await options.crowd.turn();
    ctx.body = strike === 'lying' ? untrue(ctx, bytes, options) : answer(ctx, bytes, options);
    ctx.status = 200;
    if (strike === 'stumbling') throw new WireRefusal(500);
  } catch (error) {
    if (!(error instanceof WireRefusal)) throw error;
    refuse(ctx, error);
  }
  options.changed();
  if (strike === 'silent') hangUp(ctx);
}

function answer(ctx: Context, bytes: Buffer, { desk, api }: ApiRoutesOptions): unknown {
  const path = decodeURIComponent(ctx.path.slice(ROOT.length));
  if (path === '/admin/token' && ctx.method === 'POST') return desk.signIn(new URLSearchParams(ctx.is('urlencoded') ? bytes.toString('utf8') : ''));
  const route = routeOf(api.routes, path, ctx.method);
  const body = bytes.length === 0 ? {} : parseObject(bytes.toString('utf8'));
  if (!body) throw new WireRefusal(422, { 1: 'JSON decode error' });
  const admin = desk.admit(ctx.get('authorization'));
  return route.run({ admin, name: route.path.exec(path)?.[1] ?? '', body, query: new URLSearchParams(ctx.querystring) });
}

/** The answer of a change that was made and is unmade before it is told. */
function untrue(ctx: Context, bytes: Buffer, options: ApiRoutesOptions): unknown {
  const before = options.book.snapshot();
  const told = answer(ctx, bytes, options);
  options.book.restore(before);
  return told;
}

function routeOf(routes: readonly PanelRoute[], path: string, method: string): PanelRoute {
  const there = routes.filter((route) => route.path.test(path));
  if (there.length === 0) throw new WireRefusal(404, 'Not Found');
  return there.find((route) => route.method === method) ?? refused405();
}

function refused405(): never {
  throw new WireRefusal(405, 'Method Not Allowed');
}

function refuse(ctx: Context, { status, detail }: WireRefusal): void {
  ctx.status = status;
  ctx.type = detail === undefined ? 'text/plain' : 'application/json';
  ctx.body = detail === undefined ? 'Internal Server Error' : { detail };
}

function isChange(ctx: Context): boolean {
  return ctx.method !== 'GET' && !ctx.path.endsWith('/admin/token');
}

function hangUp(ctx: Context): void {
  ctx.respond = false;
  ctx.req.socket.destroy();
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, milliseconds));
}
