import type Router from '@koa/router';
import { readJsonBody } from '#sandbox/kit/json-body.js';
import { invalid } from '#sandbox/kit/problem.js';
import type { WorldClock } from '#sandbox/kit/world-clock.js';

export interface ClockControls {
  readonly clock: WorldClock;
  /** Time has moved: everybody looks again. */
  readonly moved: () => void;
}

const UNIT_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
/** A year and a day. */
const FARTHEST_MS = 366 * 86_400_000;

/** What time it is, and moving it ahead: for the world and for the shop alike. */
export function addClockRoutes(router: Router, { clock, moved }: ClockControls): void {
  const reading = (): object => ({ now: clock.now().toISOString(), aheadSeconds: clock.ahead / 1000 });

  router.get('/sandbox/clock', (ctx) => {
    ctx.set('Cache-Control', 'no-store');
    ctx.body = reading();
  });

  router.post('/sandbox/clock', async (ctx) => {
    const { advance } = await readJsonBody(ctx);
    clock.advance(readStep(advance));
    moved();
    ctx.body = reading();
  });
}

/** `3d`, `12h`, `30m`, `45s`, or a number of seconds, in whole milliseconds. */
function readStep(advance: unknown): number {
  const step = typeof advance === 'number' ? Math.round(advance * 1000) : readText(advance);
  const isStep = Number.isSafeInteger(step) && step > 0 && step <= FARTHEST_MS;
  if (!isStep) throw invalid('sandbox.clock-advance', '"advance" is a step ahead, up to a year: "3d", "12h", "30m" or seconds as a number');
  return step;
}

function readText(advance: unknown): number {
  const [, count, unit = ''] = (typeof advance === 'string' && /^(\d{1,9})([smhd])$/.exec(advance)) || [];
  return Number(count) * (UNIT_MS[unit] ?? Number.NaN);
}
