import type { Context } from 'koa';
import type { ErrorDetails } from '#domain/shared/domain-error.js';

/** RFC 9457 problem; `code` is stable and meant for programs. */
export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly details?: ErrorDetails;
  /** Names the log line of an unexpected error. */
  readonly errorId?: string;
  readonly retryAfterSeconds?: number;
}

export function sendProblem(ctx: Context, problem: Problem): void {
  const { retryAfterSeconds, details, errorId, ...rest } = problem;
  ctx.status = problem.status;
  if (retryAfterSeconds !== undefined) ctx.set('Retry-After', String(retryAfterSeconds));
  ctx.type = 'application/problem+json';
  ctx.body = JSON.stringify({
    type: 'about:blank',
    ...rest,
    ...(details && Object.keys(details).length > 0 ? { details } : {}),
    ...(errorId === undefined ? {} : { errorId }),
  });
}

/** Thrown by HTTP's own checks; carries the answer. */
export class HttpProblem extends Error {
  constructor(readonly problem: Problem) {
    super(problem.title);
    this.name = 'HttpProblem';
  }
}
