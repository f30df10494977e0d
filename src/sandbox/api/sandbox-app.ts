import Router from '@koa/router';
import Koa from 'koa';
import type { Simulator } from '#sandbox/kit/simulator.js';
import { addClockRoutes } from './routes/clock-routes.js';
import type { ClockControls } from './routes/clock-routes.js';
import { addControlRoutes } from './routes/control-routes.js';
import type { Controls } from './routes/control-routes.js';
import type { Panel } from './outside-world.js';
import { addPageRoutes } from './routes/page-routes.js';
import { addPanelRoutes } from './routes/panel-routes.js';
import { problemAnswers } from './problem-answers.js';

export interface SandboxParts {
  readonly simulators: readonly Simulator[];
  readonly panels: readonly Panel[];
  readonly controls: Controls & ClockControls;
  /** Hears of failures nobody else could answer. */
  readonly unforeseen: (error: unknown) => void;
}

/** The HTTP side of the sandbox: the page, the controls and every stand-in's routes. */
export function createSandboxApp({ simulators, panels, controls, unforeseen }: SandboxParts): Koa {
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
  addClockRoutes(router, controls);
  addPanelRoutes(router, panels);
  for (const each of [router, ...simulators.map((simulator) => simulator.router)]) app.use(each.routes());
  return app;
}
