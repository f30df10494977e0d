import type Router from '@koa/router';
import type { Context } from 'koa';
import { readJsonBody } from '../../kit/json-body.js';
import type { PanelUserView } from '../../kit/panel-user-view.js';

/** What the controls need of the stand-in. */
export interface PanelControls {
  users(): readonly PanelUserView[];
  use(key: string, bytes: bigint): PanelUserView | undefined;
  setNode(online: boolean): void;
}

/** Mounts what a person does at the stand-in: look at users, let traffic run, cut a server off. */
export function mountControls(router: Router, panel: PanelControls): void {
  router.get('/users', (ctx) => {
    ctx.body = panel.users();
  });
  router.post('/users/:key/traffic', async (ctx) => {
    const { key = '' } = ctx.params as Readonly<Record<string, string | undefined>>;
    const { bytes } = await readJsonBody(ctx);
    const amount = readBytes(bytes) ?? ctx.throw(400, 'bytes is a whole number, or the text of one');
    ctx.body = panel.use(key, amount) ?? ctx.throw(404, 'no such user');
  });
  router.post('/node', async (ctx: Context) => {
    const { online } = await readJsonBody(ctx);
    if (typeof online !== 'boolean') ctx.throw(400, 'online is true or false');
    panel.setNode(online);
    ctx.status = 204;
  });
}

/** Up to the largest number that JSON carries whole. */
function readBytes(bytes: unknown): bigint | undefined {
  const text = typeof bytes === 'number' ? String(bytes) : bytes;
  if (typeof text !== 'string' || !/^\d{1,16}$/.test(text)) return undefined;
  return BigInt(text) <= Number.MAX_SAFE_INTEGER ? BigInt(text) : undefined;
}
