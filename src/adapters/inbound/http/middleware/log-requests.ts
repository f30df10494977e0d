import { randomUUID } from 'node:crypto';
import type { Middleware } from 'koa';
import type { Logger } from '#use-cases/ports/runtime/logger.js';

const REQUEST_ID = /^[A-Za-z0-9._-]{8,64}$/;

/** Gives each request an id (the caller's, where it is well-formed) and one log line, without query string or body. */
export function logRequests(logger: Logger): Middleware {
  return async (ctx, next) => {
    const offered = ctx.get('X-Request-Id');
    const requestId = REQUEST_ID.test(offered) ? offered : randomUUID();
    const started = performance.now();
    ctx.set('X-Request-Id', requestId);
    await next();
    const quiet = ctx.path === '/health' || ctx.path === '/metrics';
    const fields = { requestId, method: ctx.method, path: ctx.path, status: ctx.status, ms: Math.round(performance.now() - started) };
    if (quiet) logger.debug(fields, 'request');
    else logger.info(fields, 'request');
  };
}
