import type { ServerResponse } from 'node:http';
import type { Middleware } from 'koa';
import { SandboxProblem } from '#sandbox/kit/problem.js';

const NAMED_STATUSES: ReadonlyMap<number, string> = new Map([
  [400, 'invalid'],
  [404, 'not-found'],
  [405, 'method-not-allowed'],
  [413, 'too-large'],
]);

/** Answers every failure of the sandbox's own routes as problem JSON with a stable code; what it did not foresee goes to `unforeseen`. */
export function problemAnswers(unforeseen: (error: unknown) => void): Middleware {
  return async (ctx, next) => {
    try {
      await next();
      if (ctx.status === 404 && ctx.body === undefined) throw new SandboxProblem(404, 'not-found', 'There is nothing at this address');
    } catch (error) {
      const problem = problemOf(error);
      if (problem.status >= 500) unforeseen(error);
      ctx.status = problem.status;
      ctx.type = 'application/problem+json';
      ctx.body = problemJson(problem);
    }
  };
}

/** The same for a request that never reaches the routes. */
export function answerProblem(response: ServerResponse, problem: SandboxProblem, headers: Readonly<Record<string, string>> = {}): void {
  response.writeHead(problem.status, { 'content-type': 'application/problem+json', ...headers });
  response.end(problemJson(problem));
}

function problemOf(error: unknown): SandboxProblem {
  if (error instanceof SandboxProblem) return error;
  const status = statusOf(error);
  if (status === 500 || !(error instanceof Error)) return new SandboxProblem(500, 'internal', 'The sandbox failed');
  return new SandboxProblem(status, NAMED_STATUSES.get(status) ?? 'refused', error.message);
}

/** The status an HTTP error carries, often on its prototype; 500 for anything else. */
function statusOf(error: unknown): number {
  const status = error instanceof Error && 'status' in error ? error.status : 500;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : 500;
}

function problemJson({ title, status, code }: SandboxProblem): string {
  return JSON.stringify({ type: 'about:blank', title, status, code });
}
