import { expect } from 'chai';
import { ALL_FLOWS } from '../flows/all-flows.js';
import type { Flow } from '../flows/flow.js';
import { compileChild } from '../process/compile-child.js';
import { faultReport } from '../report/fault-report.js';
import { ProcessStage } from '../stages/process-stage.js';
import { SERVER_URL } from '../stages/server-url.js';
import { type CutPoint, KILL_MODES } from '../sweep/cut-line.js';
import { play } from '../sweep/play.js';

const AT_ONCE = 2;

/** Kills the service as a process at its calls, `share` of them in each flow, or all and each way when there is none. */
export function killSweepContract(label: string, share?: number): void {
  describe(`a killed process loses and doubles nothing (${label})`, function () {
    this.timeout(7_200_000);
    const seed = faultReport.seed('killed process');
    let stages: readonly ProcessStage[];

    before(async () => {
      const program = compileChild('test/faults/process/shop-child.ts');
      stages = await Promise.all(Array.from({ length: AT_ONCE }, () => ProcessStage.open(program, SERVER_URL)));
    });
    after(async () => {
      await Promise.all(stages.map((stage) => stage.close()));
    });

    for (const flow of ALL_FLOWS.filter(({ scripted }) => !scripted)) {
      it(`in ${flow.name}`, async () => {
        const [first] = stages;
        const [clean] = first ? await play(first, flow) : [];
        const calls = clean?.steps.length ?? 0;
        expect(calls).to.be.greaterThan(20);
        const points = pointsOf(calls, seed, share);
        await Promise.all(stages.map((stage) => visit(stage, flow, points)));
        expect(points).to.deep.equal([]);
      });
    }
  });
}

/** Spread over the flow, beginning where the seed says, one way to die after the other. */
function pointsOf(calls: number, seed: number, share?: number): CutPoint[] {
  if (share === undefined) return Array.from({ length: calls }, (_, call) => KILL_MODES.map((mode) => ({ call, mode }))).flat();
  return Array.from({ length: share }, (_, place) => ({
    call: Math.floor(((place + (seed % 97) / 97) * calls) / share),
    mode: KILL_MODES[(place + seed) % KILL_MODES.length] ?? 'amid',
  }));
}

async function visit(stage: ProcessStage, flow: Flow, points: CutPoint[]): Promise<void> {
  for (let point = points.shift(); point; point = points.shift()) {
    const [killed] = await play(stage, flow, point);
    expect(killed?.isDead, `${flow.name} came to its call ${point.call}`).to.equal(true);
    faultReport.visited(`killed process, ${point.mode}`);
  }
}
