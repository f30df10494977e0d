import { expect } from 'chai';
import { ALL_FLOWS } from '../flows/all-flows.js';
import type { Flow } from '../flows/flow.js';
import { faultReport } from '../report/fault-report.js';
import { CUT_MODES, type CutLine, type CutPoint } from './cut-line.js';
import { play } from './play.js';
import type { Stage } from './stage.js';

export interface Sweep {
  /** What the report calls the points. */
  readonly points: string;
  readonly open: () => Promise<Stage>;
  readonly flows?: readonly Flow[];
  /** Visits every n-th point only; all of them when absent. */
  readonly every?: number;
  /** Which of the calls that a clean run makes are points; all when absent. */
  readonly isPoint?: (step: string) => boolean;
  /**
   * Plays what can come out no other way a second time too: a beginning that another flow has as well, a death before a call, which to
   * the world is the moment after the call before it, and every death within one transaction, none of which leaves anything of it.
   */
  readonly whole?: boolean;
}

/** Cuts every flow at every call across the edge, then restarts the shop, lets time pass, and counts what really happened. */
export function crashSweepContract(label: string, sweep: Sweep): void {
  describe(`a crash anywhere loses and doubles nothing (${label})`, function () {
    this.timeout(600_000);
    let stage: Stage;
    before(async () => {
      stage = await sweep.open();
    });

    for (const flow of sweep.flows ?? ALL_FLOWS) {
      it(`in ${flow.name}`, async () => {
        const [clean] = await play(stage, flow);
        const points = clean ? pointsOf(clean, flow, sweep) : [];
        expect(points.length).to.be.least(3);
        for (const point of points) {
          const [cut] = await play(stage, flow, point);
          expect(cut?.isCut, `${flow.name} came to its call ${point.call}`).to.equal(true);
          faultReport.visited(`${sweep.points}, ${point.mode}`);
        }
      });
    }
  });
}

function pointsOf(clean: CutLine, flow: Flow, { every = 1, isPoint, whole }: Sweep): readonly CutPoint[] {
  const begun = whole ? 0 : knownBeginning(flow);
  const undone = withinTransactions(clean.steps);
  const calls = clean.steps.map((step, call) => ({ call, during: clean.during[call] ?? 0, isPoint: isPoint?.(step) ?? true, isUndone: undone[call] ?? false }));
  const own = calls.filter((call) => call.during >= begun && call.isPoint);
  return own
    .filter((_, place) => place % every === 0)
    .flatMap(({ call, during, isUndone }) => {
      const last = calls[call - 1];
      const sameMoment = last?.isPoint === true && last.during === during && every === 1;
      const isNew = (mode: CutPoint['mode']): boolean => !(mode === 'before' && sameMoment) && !(mode === 'after' && isUndone);
      return CUT_MODES.filter((mode) => whole ?? isNew(mode)).map((mode) => ({ call, mode }));
    });
}

/** For each call of a life with one connection, whether a death right after it is undone like one after the call before. */
function withinTransactions(steps: readonly string[]): readonly boolean[] {
  let isOpen = false;
  return steps.map((step) => {
    const wasOpen = isOpen;
    if (step === 'database: BEGIN;') isOpen = true;
    if (step === 'database: COMMIT;' || step === 'database: ROLLBACK;') isOpen = false;
    return wasOpen && isOpen;
  });
}

/** How many of its first steps a flow shares with one that is swept before it. */
function knownBeginning(flow: Flow): number {
  const shared = ALL_FLOWS.slice(0, ALL_FLOWS.indexOf(flow)).map(({ steps }) => {
    const differs = flow.steps.findIndex((step, place) => steps[place] !== step);
    return differs === -1 ? flow.steps.length : differs;
  });
  return Math.max(0, ...shared);
}

/** The same with a second crash at every `stride`-th call of the recovery from the first, and the first at every `every`-th. */
export function doubleCrashContract(label: string, sweep: Sweep, stride: number): void {
  describe(`a crash while recovering from a crash loses and doubles nothing (${label})`, function () {
    this.timeout(3_600_000);
    let stage: Stage;
    before(async () => {
      stage = await sweep.open();
    });

    for (const flow of sweep.flows ?? ALL_FLOWS) {
      it(`in ${flow.name}`, async () => {
        const [clean] = await play(stage, flow);
        let visited = 0;
        for (let call = 0; call < (clean?.steps.length ?? 0); call += sweep.every ?? 1) {
          for (const mode of ['before', 'after'] as const) {
            for (let again = call % stride, reached = true; reached; again += stride) {
              reached = (await play(stage, flow, { call, mode }, { call: again, mode }))[1]?.isCut ?? false;
              if (reached) visited += 1;
            }
          }
        }
        faultReport.visited(`${sweep.points}, twice`, visited);
        expect(visited).to.be.greaterThan(10);
      });
    }
  });
}
