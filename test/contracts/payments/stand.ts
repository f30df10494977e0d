import { once } from 'node:events';
import type { Server } from 'node:http';
import type Router from '@koa/router';
import Koa from 'koa';
import { readRawBody } from '#sandbox/kit/json-body.js';
import type { WebhookRequest } from '#use-cases/ports/providers/payment-gateway.js';

/** Where a stand-in's webhooks are to arrive, and the status each of them is answered with. */
export interface HookDoor {
  readonly path: string;
  answer(request: WebhookRequest): number | Promise<number>;
}

/** Puts a stand-in on a server that listens already, and a door for its webhooks beside it; `around` sees every call to the stand-in. */
export function standOn(server: Server, router: Router, door: HookDoor, around?: Koa.Middleware): void {
  const app = new Koa();
  app.silent = true;
  app.use(async (ctx, next) => {
    if (ctx.path !== door.path) {
      await next();
      return;
    }
    ctx.status = await door.answer({ body: await readRawBody(ctx), headers: headersOf(ctx), remoteAddress: '127.0.0.1' });
  });
  if (around) app.use(around);
  app.use(router.routes());
  const serve = app.callback();
  server.on('request', (request, response) => void serve(request, response));
}

/** Ends every connection and resolves when nothing listens any more. */
export async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
}

function headersOf(ctx: Koa.Context): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(ctx.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]));
}
