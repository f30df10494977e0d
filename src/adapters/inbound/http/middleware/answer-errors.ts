import { randomUUID } from 'node:crypto';
import type { Context, Middleware } from 'koa';
import { DomainError } from '#domain/shared/domain-error.js';
import type { Logger } from '#use-cases/ports/runtime/logger.js';
import { STATUS_OF_KIND } from '../error-status.js';
import { HttpProblem, sendProblem } from '../problem.js';

/** Turns every error into a problem JSON; an unexpected one into an id that the log knows, and nothing else. */
export function answerErrors(logger: Logger): Middleware {
  return async (ctx, next) => {
    try {
      await next();
      if (ctx.status === 404 && ctx.body == null) sendProblem(ctx, { status: 404, code: 'http.not-found', title: 'There is nothing here' });
      if (ctx.status === 405 && ctx.body == null) sendProblem(ctx, { status: 405, code: 'http.method-not-allowed', title: 'This address is used with another method' });
    } catch (error) {
      answer(ctx, error, logger);
    }
  };
}

function answer(ctx: Context, error: unknown, logger: Logger): void {
  if (error instanceof HttpProblem) return sendProblem(ctx, error.problem);
  if (error instanceof DomainError) {
    const status = STATUS_OF_KIND[error.kind];
    if (status === 503) logger.warn({ code: error.code, method: ctx.method, path: ctx.path }, 'a request could not be served');
    const retry = status === 503 || status === 429 ? { retryAfterSeconds: 5 } : {};
    return sendProblem(ctx, { status, code: error.code, title: error.message, details: error.details, ...retry });
  }
  const errorId = randomUUID();
  logger.error({ err: error, errorId, method: ctx.method, path: ctx.path }, 'a request failed unexpectedly');
  sendProblem(ctx, { status: 500, code: 'http.unexpected', title: 'Something went wrong on our side; nothing was lost', errorId, retryAfterSeconds: 5 });
}
