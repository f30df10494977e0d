import Router from '@koa/router';
import Koa from 'koa';
import type { Simulator } from '#sandbox/kit/simulator.js';
import { addControlRoutes } from './control-routes.js';
import type { Controls } from './control-routes.js';
import { addPageRoutes } from './page-routes.js';
import { problemAnswers } from './problem-answers.js';

/** The HTTP side of the sandbox: the page, the controls and every stand-in's routes. */
export function createSandboxApp(simulators: readonly Simulator[], controls: Controls, unforeseen: (error: unknown) => void): Koa {
  const app = new Koa();
  app.on('error', unforeseen);
  app.use(async (ctx, next) => {
    ctx.set('X-Content-Type-Options', 'nosniff');
    ctx.set('Referrer-Policy', 'no-referrer');
    await next();
  });
  app.use(problemAnswers(unforeseen));
  const router = new Router();
  addPageRoutes(router);
  addControlRoutes(router, controls);
  for (const each of [router, ...simulators.map((simulator) => simulator.router)]) app.use(each.routes());
  return app;
}
