import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { faultReport } from '../report/fault-report.js';
import { Crowd } from '../chaos/crowd.js';
import { MEMBERS } from '../chaos/fleet.js';
import { Ground } from '../chaos/ground.js';
import { HeapWatch } from './heap-watch.js';
import { History } from '../chaos/history.js';
import { seeded } from '../chaos/seeded.js';

const PER_SECOND = 100;
const LOOK_EVERY_MS = 5_000;
const MOST_MEGABYTES_A_MINUTE = 1;

/** Five processes at an even load for so many minutes, of which the first are not counted. */
export function soakContract(minutes: number, warmUpMinutes: number): void {
  describe(`${PER_SECOND} operations a second for ${minutes} minutes`, function () {
    this.timeout((minutes + 10) * 60_000);
    const random = seeded(faultReport.seed('soak'));
    let ground: Ground;
    before(async () => {
      ground = await Ground.prepare();
    });
    after(() => ground.clear());

    it('leave no process with a heap that grows', async () => {
      const crowd = new Crowd(ground.api, new History(), random, PER_SECOND, () => ground.unanswered());
      const heap = new HeapWatch(ground.fleet, MEMBERS);
      crowd.begin();
      for (const end = performance.now() + minutes * 60_000; performance.now() < end; await pause(LOOK_EVERY_MS)) await heap.look();
      await crowd.stop();
      const slopes = heap.slopes(warmUpMinutes);
      process.stdout.write(`    ${Math.round(crowd.rate)} operations a second; ${slopes.map(([member, slope]) => `${member} ${slope.toFixed(2)}`).join(', ')} MB a minute\n`);
      faultReport.visited('minute of the soak', minutes);
      expect(slopes.filter(([, slope]) => !(slope < MOST_MEGABYTES_A_MINUTE))).to.deep.equal([]);
    });
  });
}
