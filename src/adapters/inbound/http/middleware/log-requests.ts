import { randomUUID } from 'node:crypto';
import type { Middleware } from 'koa';
import type { Logger } from '#use-cases/ports/runtime/logger.js';

const QUIET: ReadonlySet<string> = new Set(['/health', '/metrics']);

/** What a route says of a request that came as it should and comes all the time. */
export interface QuietState {
  quiet?: boolean;
}

const REQUEST_ID = /^[A-Za-z0-9._-]{8,64}$/;

/** Gives each request an id (the caller's, where it is well-formed) and one log line, without query string or body. */
export function logRequests(logger: Logger): Middleware {
  return async (ctx, next) => {
    const offered = ctx.get('X-Request-Id');
    const requestId = REQUEST_ID.test(offered) ? offered : randomUUID();
    const started = performance.now();
    ctx.set('X-Request-Id', requestId);
    await next();
    const quiet = QUIET.has(ctx.path) || (ctx.state as QuietState).quiet === true;
    const fields = { requestId, method: ctx.method, path: ctx.path, status: ctx.status, ms: Math.round(performance.now() - started) };
    if (quiet) logger.debug(fields, 'request');
    else logger.info(fields, 'request');
  };
}
