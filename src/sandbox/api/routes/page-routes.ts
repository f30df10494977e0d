import { readFile, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type Router from '@koa/router';
import type { Context } from 'koa';
import { SandboxProblem } from '#sandbox/kit/problem.js';

const PUBLIC = fileURLToPath(new URL('../../page/public/', import.meta.url));

const TYPES: ReadonlyMap<string, string> = new Map([
  ['.html', 'text/html; charset=utf-8'],
  ['.css', 'text/css; charset=utf-8'],
  ['.js', 'text/javascript; charset=utf-8'],
  ['.json', 'application/json; charset=utf-8'],
  ['.svg', 'image/svg+xml'],
  ['.png', 'image/png'],
  ['.ico', 'image/x-icon'],
  ['.woff2', 'font/woff2'],
]);

/** Gateways that send a payer to a page of their own; one page plays all of them. */
const HOSTED = ['heleket', 'yookassa', 'wata', 'cryptobot'];

const SEGMENT = /^[A-Za-z0-9_-][A-Za-z0-9._-]*$/;

const POLICY = [
  ...["default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'", "font-src 'self'", "connect-src 'self'"],
  ...["manifest-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"],
].join('; ');

/** The browser page: static files, asked for anew each time and answered with 304 when unchanged. */
export function addPageRoutes(router: Router): void {
  router.get('/', (ctx) => sendFile(ctx, 'index.html'));
  router.get('/sandbox/telegram/invoice/:slug', (ctx) => sendFile(ctx, 'invoice.html'));
  for (const gateway of HOSTED) router.get(`/sandbox/${gateway}/pay/:id`, (ctx) => sendFile(ctx, 'pay.html'));
  router.get(/^\/assets\/(.+)$/, (ctx) => sendFile(ctx, ctx.captures?.[0] ?? ''));
}

async function sendFile(ctx: Context, name: string): Promise<void> {
  const type = TYPES.get(extname(name));
  // Segments begin with no dot, so no name leads out of the folder.
  if (!type || !name.split('/').every((segment) => SEGMENT.test(segment))) throw missing();
  const path = join(PUBLIC, name);
  const file = await stat(path).catch(() => undefined);
  if (!file?.isFile()) throw missing();
  ctx.set('Content-Security-Policy', POLICY);
  ctx.set('Cache-Control', 'no-cache');
  ctx.set('Content-Type', type);
  ctx.status = 200;
  ctx.etag = `${file.mtimeMs.toString(36)}-${file.size.toString(36)}`;
  if (ctx.fresh) {
    ctx.status = 304;
    return;
  }
  ctx.body = await readFile(path);
}

function missing(): SandboxProblem {
  return new SandboxProblem(404, 'not-found', 'There is no such file');
}
