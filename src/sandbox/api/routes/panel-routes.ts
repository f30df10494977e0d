import type Router from '@koa/router';
import type { Context } from 'koa';
import { readJsonBody } from '#sandbox/kit/json-body.js';
import type { PanelUserView } from '#sandbox/kit/panel-user-view.js';
import { SandboxProblem, invalid } from '#sandbox/kit/problem.js';
import type { Panel } from '../outside-world.js';

const DAY_MS = 86_400_000;
/** Ten years. */
const FARTHEST_DAYS = 3_650;

/** What people do at panels, whatever kind they are: use traffic, delete an account by hand, move its end by hand. */
export function addPanelRoutes(router: Router, panels: readonly Panel[]): void {
  router.get('/sandbox/panels/:id/users', (ctx) => {
    ctx.set('Cache-Control', 'no-store');
    ctx.body = panelOf(ctx, panels).simulator.users();
  });

  router.post('/sandbox/panels/:id/users/:key/traffic', async (ctx) => {
    const { simulator } = panelOf(ctx, panels);
    const { key } = userOf(ctx, panels);
    const bytes = readBytes((await readJsonBody(ctx)).bytes);
    if (simulator.use(key, bytes) === false) throw new SandboxProblem(409, 'sandbox.panel-user-not-served', 'The account is not served: nothing runs through it');
    ctx.body = userOf(ctx, panels);
  });

  router.post('/sandbox/panels/:id/users/:key/remove', (ctx) => {
    panelOf(ctx, panels).simulator.remove(userOf(ctx, panels).key);
    ctx.status = 204;
  });

  router.post('/sandbox/panels/:id/users/:key/drift', async (ctx) => {
    const { simulator } = panelOf(ctx, panels);
    const { key } = userOf(ctx, panels);
    simulator.moveEnd(key, readDays((await readJsonBody(ctx)).days) * DAY_MS);
    ctx.body = userOf(ctx, panels);
  });
}

function panelOf(ctx: Context, panels: readonly Panel[]): Panel {
  const panel = panels.find(({ id }) => id === param(ctx, 'id'));
  if (!panel) throw new SandboxProblem(404, 'sandbox.panel-unknown', `There is no such panel; there are ${panels.map(({ id }) => id).join(', ')}`);
  return panel;
}

function userOf(ctx: Context, panels: readonly Panel[]): PanelUserView {
  const user = panelOf(ctx, panels).simulator.users().find(({ key }) => key === param(ctx, 'key'));
  if (!user) throw new SandboxProblem(404, 'sandbox.panel-user-unknown', 'The panel has no such account');
  return user;
}

/** A whole number above zero, or its text. */
function readBytes(bytes: unknown): bigint {
  const text = typeof bytes === 'number' || typeof bytes === 'string' ? String(bytes) : '';
  if (!/^[1-9]\d{0,14}$/.test(text)) throw invalid('sandbox.panel-bytes', '"bytes" is a whole number above zero');
  return BigInt(text);
}

function readDays(days: unknown): number {
  const count = typeof days === 'number' && Number.isInteger(days) ? days : 0;
  if (count === 0 || Math.abs(count) > FARTHEST_DAYS) throw invalid('sandbox.panel-days', `"days" is a whole number from -${FARTHEST_DAYS} to ${FARTHEST_DAYS} other than zero`);
  return count;
}

function param(ctx: Context, name: string): string {
  return (ctx.params as Readonly<Record<string, string | undefined>>)[name] ?? '';
}
