import type Router from '@koa/router';
import { readJsonBody } from '../../kit/json-body.js';
import type { PanelUserView } from '../../kit/panel-user-view.js';

/** What the controls need of the stand-in. */
export interface UserControls {
  users(): readonly PanelUserView[];
  /** Undefined when there is no such user, false when nothing runs through it. */
  use(key: string, bytes: bigint): boolean | undefined;
}

/** Mounts what a person does at the stand-in: look at the users, let traffic run. */
export function mountControls(router: Router, controls: UserControls): void {
  router.get('/users', (ctx) => {
    ctx.body = controls.users();
  });
  router.post('/users/:key/traffic', async (ctx) => {
    const { bytes } = await readJsonBody(ctx);
    const count = countOf(bytes) ?? ctx.throw(400, 'bytes is a whole positive number, or its text');
    const { key } = ctx.params as Readonly<Record<string, string | undefined>>;
    const ran = controls.use(key ?? '', count) ?? ctx.throw(404, 'no such user');
    if (!ran) ctx.throw(409, 'the user is not served');
    ctx.body = controls.users().find((user) => user.key === key);
  });
}

function countOf(value: unknown): bigint | undefined {
  const text = typeof value === 'number' || typeof value === 'string' ? String(value) : '';
  return /^[1-9]\d{0,14}$/.test(text) ? BigInt(text) : undefined;
}
