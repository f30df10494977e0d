import fc from 'fast-check';
import { faultReport } from '../report/fault-report.js';
import { ShopFloor } from '../stages/shop-floor.js';
import { SERVER_URL } from '../stages/server-url.js';
import { happenings } from './commands.js';
import { Model, PEOPLE } from './model.js';
import { comeToRest, requireTruth } from './quiet.js';
import { ShopInTrouble } from './shop-in-trouble.js';

const CONNECTIONS = 4;

/**
 * Lets anything happen to the shop, in any order, for so many minutes; after each run of happenings it comes to rest, and the books must
 * be what the world outside says. FAULTS_SEED repeats a run, FAULTS_PATH the one that failed in it.
 */
export function anythingHappens(minutes: number): void {
  describe(`a shop to which anything happens, for ${minutes} minutes`, function () {
    this.timeout((minutes + 5) * 60_000);
    let floor: ShopFloor;
    before(async () => {
      floor = await ShopFloor.open(SERVER_URL, CONNECTIONS);
    });

    it('owes everybody what they paid, less what they got', async () => {
      const seed = faultReport.seed('model');
      const property = fc.asyncProperty(happenings, async (commands) => {
        const shop = await ShopInTrouble.open(floor);
        const model = new Model();
        try {
          for (const profile of PEOPLE) await shop.door(0).welcomeCustomer.execute({ profile });
          await fc.asyncModelRun(() => ({ model, real: shop }), commands);
          await comeToRest(shop);
          await requireTruth(shop, model);
        } finally {
          await shop.end();
          faultReport.visited('happening of the model', [...commands].length);
        }
      });
      const endless = { numRuns: Number.MAX_SAFE_INTEGER, interruptAfterTimeLimit: minutes * 60_000, markInterruptAsFailure: false };
      await fc.assert(property, { seed, includeErrorInReport: true, ...(process.env.FAULTS_PATH && { path: process.env.FAULTS_PATH }), ...endless });
    });
  });
}
