import type Router from '@koa/router';
import { FAULT_MODES } from '#sandbox/kit/fault-board.js';
import type { ArmedFault, FaultBoard, SystemName } from '#sandbox/kit/fault-board.js';
import { readJsonBody } from '#sandbox/kit/json-body.js';
import { invalid } from '#sandbox/kit/problem.js';
import type { EventHub } from '../event-hub.js';
import type { World } from '../world.js';

export interface Controls {
  readonly faults: FaultBoard;
  /** Those that are there to be struck. */
  readonly systems: readonly SystemName[];
  readonly hub: EventHub;
  readonly changed: (system: SystemName) => void;
  readonly world: () => Promise<World>;
  readonly reset: () => Promise<void>;
}

const MOST_TIMES = 1_000;

/** Looking at the whole world, its weather, and beginning anew. */
export function addControlRoutes(router: Router, { faults, systems, hub, changed, world, reset }: Controls): void {
  router.get('/sandbox/world', async (ctx) => {
    ctx.set('Cache-Control', 'no-store');
    ctx.body = await world();
  });

  router.get('/sandbox/events', (ctx) => {
    ctx.set('Cache-Control', 'no-store');
    ctx.type = 'text/event-stream';
    ctx.body = hub.open();
  });

  router.get('/sandbox/faults', (ctx) => {
    ctx.body = faults.list();
  });

  router.post('/sandbox/faults', async (ctx) => {
    const fault = readFault(await readJsonBody(ctx), systems);
    faults.arm(fault);
    changed(fault.target);
    ctx.body = faults.list();
  });

  router.delete('/sandbox/faults', (ctx) => {
    const struck = faults.list();
    faults.clear();
    for (const { target } of struck) changed(target);
    ctx.status = 204;
  });

  router.post('/sandbox/reset', async (ctx) => {
    await reset();
    ctx.status = 204;
  });
}

function readFault({ target, mode, times }: Record<string, unknown>, systems: readonly SystemName[]): ArmedFault {
  const system = systems.find((name) => name === target);
  if (!system) throw invalid('sandbox.fault-target', `"target" is one of ${systems.join(', ')}`);
  const known = FAULT_MODES.find((name) => name === mode);
  if (!known) throw invalid('sandbox.fault-mode', `"mode" is one of ${FAULT_MODES.join(', ')}`);
  return { target: system, mode: known, times: readTimes(times) };
}

function readTimes(times: unknown): number | undefined {
  if (times === undefined || times === null) return undefined;
  const count = typeof times === 'number' && Number.isInteger(times) ? times : 0;
  if (count < 1 || count > MOST_TIMES) throw invalid('sandbox.fault-times', `"times" is a whole number from 1 to ${MOST_TIMES}`);
  return count;
}
