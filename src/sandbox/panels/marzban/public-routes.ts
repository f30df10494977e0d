import type Router from '@koa/router';
import type { Context } from 'koa';
import { readJsonBody } from '../../kit/json-body.js';
import type { PanelUserView } from '../../kit/panel-user-view.js';
import { isGoodFor, readSubscriptionToken } from './subscription-token.js';
import type { MarzbanUser } from './user.js';

export interface PublicRoutesOptions {
  readonly find: (username: string) => MarzbanUser | undefined;
  readonly linksOf: (user: MarzbanUser) => readonly string[];
  readonly users: () => readonly PanelUserView[];
  readonly use: (key: string, bytes: bigint) => PanelUserView | undefined;
  readonly stall: (on: boolean) => void;
}

/** Mounts what people fetch from the panel, and what a person does at the stand-in: let traffic run, let it stall. */
export function mountPublic(router: Router, options: PublicRoutesOptions): void {
  router.get('/sub/:token', (ctx) => subscription(ctx, options));
  router.get('/users', (ctx) => {
    ctx.body = options.users();
  });
  router.post('/users/:key/traffic', async (ctx) => {
    const { bytes } = await readJsonBody(ctx);
    const count = bytesOf(bytes) ?? ctx.throw(400, '"bytes" is a whole number');
    ctx.body = options.use(param(ctx, 'key'), count) ?? ctx.throw(404, 'no such user');
  });
  router.post('/stall', async (ctx) => {
    const { on } = await readJsonBody(ctx);
    options.stall(typeof on === 'boolean' ? on : ctx.throw(400, '"on" is true or false'));
    ctx.status = 204;
  });
}

/** A disabled or ended user is answered like any other. */
function subscription(ctx: Context, { find, linksOf }: PublicRoutesOptions): void {
  const token = readSubscriptionToken(param(ctx, 'token'));
  const user = token && find(token.username);
  if (!user || !isGoodFor(user, token.second)) {
    ctx.status = 404;
    ctx.body = { detail: 'Not Found' };
    return;
  }
  ctx.set('subscription-userinfo', `upload=0; download=${user.used}; total=${user.dataLimit ?? 0}; expire=${user.expire ?? 0}`);
  ctx.set('profile-update-interval', '12');
  ctx.type = 'text/plain';
  ctx.body = Buffer.from(linksOf(user).join('\n')).toString('base64');
}

function bytesOf(value: unknown): bigint | undefined {
  return /^\d{1,15}$/.test(String(value)) ? BigInt(String(value)) : undefined;
}

function param(ctx: Context, name: string): string {
  return (ctx.params as Readonly<Record<string, string | undefined>>)[name] ?? '';
}
