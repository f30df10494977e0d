import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { openDatabase } from '#adapters/outbound/postgres/connection.js';
import { invoiceOf, type World } from '../../e2e/support/outside.js';
import { Person, type ShownMessage } from '../../e2e/support/person.js';
import { until } from '../../e2e/support/until.js';
import { faultReport } from '../report/fault-report.js';
import { Crowd } from './crowd.js';
import { Ground } from './ground.js';
import { History } from './history.js';
import { everythingDone, judge } from './judge.js';
import { seeded } from './seeded.js';
import { type StrikeCounts, strikesOf } from './strikes.js';

export interface ChaosPlan {
  readonly seconds: number;
  readonly perSecond: number;
  readonly strikes: StrikeCounts;
}

interface Recovery {
  readonly name: string;
  readonly ms: number;
}

const LONGEST_RECOVERY_MS = 10_000;
const AGAIN_MS = 500;
const PROBER = 19_999;
const TEN = 'recharge_heleket_10';
const PATIENCE = { deadlineMs: 60_000 };

/** Five processes under load while everything they stand on is taken away in turn. */
export function chaosContract(label: string, plan: ChaosPlan): void {
  describe(`chaos under load (${label})`, function () {
    this.timeout((plan.seconds + 500) * 1000);
    const random = seeded(faultReport.seed('chaos'));
    const history = new History();
    let ground: Ground;

    before(async () => {
      ground = await Ground.prepare();
    });
    after(async () => {
      expect(await ground.clear(), 'processes told to stop').to.deep.equal([]);
    });

    it('loses and doubles nothing, and comes back within ten seconds of what was away', async () => {
      const crowd = new Crowd(ground.api, history, random, plan.perSecond, () => ground.unanswered());
      const prober = new Person(ground.api, PROBER, { username: 'prober', firstName: 'Prober', languageCode: 'en' }, PATIENCE);
      crowd.begin();
      const { usual, recoveries } = await strikeAll(ground, prober);
      await crowd.stop();
      tell(`${Math.round(crowd.rate)} operations a second of ${plan.perSecond} wanted: ${listed(history.deeds)}; webhooks answered ${listed(ground.balancer.answered)}`);
      if (crowd.failures.size > 0) tell(`the world did not allow: ${listed(crowd.failures)}`);
      const violations = await lookAtTheBooks();
      // On a busy machine a top-up takes its time without any blow as well.
      const late = recoveries.filter(({ ms }) => ms > LONGEST_RECOVERY_MS + Math.max(...usual)).map(({ name, ms }) => `${name}: back after ${ms} ms`);
      expect([...violations, ...ground.fleet.deaths, ...late]).to.deep.equal([]);
    });

    /** How long somebody needs to top up, through the bot, the gateway, a webhook and a worker. */
    async function topUp(prober: Person): Promise<number> {
      const began = performance.now();
      await prober.asks('/start', /balance/i);
      await prober.walks('balance', 'recharge', 'recharge_heleket');
      const invoice = invoiceOf(await invoiced(prober));
      history.paid.add(invoice);
      await ground.outside.pay(invoice);
      await prober.sees(/10 TON added/);
      return Math.round(performance.now() - began);
    }

    /** Presses "try again" for as long as the gateway is left alone; a second refusal in the same words cannot be seen to arrive. */
    async function invoiced(prober: Person): Promise<ShownMessage> {
      let pressedAt: number | undefined;
      return until(
        async () => {
          const shown = await prober.messages();
          const ready = shown.findLast(({ text }) => /invoice is ready/.test(text));
          if (ready && !history.paid.has(invoiceOf(ready))) return ready;
          const isRefused = shown.findLast(({ buttons }) => buttons.flat().some(({ data }) => data === TEN))?.text.includes('is unavailable') ?? false;
          if (pressedAt !== undefined && !(isRefused && performance.now() - pressedAt > AGAIN_MS)) return undefined;
          await prober.tap(TEN);
          pressedAt = performance.now();
          return undefined;
        },
        async () => `no invoice, but ${JSON.stringify((await prober.messages()).slice(-2), null, 1)}`,
        PATIENCE,
      );
    }

    async function strikeAll(on: Ground, prober: Person): Promise<{ readonly usual: readonly number[]; readonly recoveries: readonly Recovery[] }> {
      const strikes = strikesOf(plan.strikes, random);
      const began = performance.now();
      const usual: number[] = [];
      const recoveries: Recovery[] = [];
      for (const [index, strike] of strikes.entries()) {
        usual.push(await topUp(prober));
        const due = began + ((index + 1) / (strikes.length + 1)) * plan.seconds * 1000;
        await pause(Math.max(0, due - performance.now()));
        await strike.run(on);
        recoveries.push({ name: strike.name, ms: await topUp(prober) });
        faultReport.visited(`chaos: ${strike.name}`);
      }
      await pause(Math.max(0, began + plan.seconds * 1000 - performance.now()));
      tell(`a top-up, from the first button to the notice, took ${usual.join(', ')} ms, and with its beginning at the return of what was away:`);
      for (const { name, ms } of recoveries) tell(`  ${String(ms).padStart(6)} ms  ${name}`);
      return { usual, recoveries };
    }

    async function lookAtTheBooks(): Promise<readonly string[]> {
      const books = await openDatabase({ url: ground.postgres.url, poolSize: 2 });
      try {
        const began = performance.now();
        await everythingDone(books, history, () => ground.unanswered(), 120_000);
        const { violations, invariants, summary } = await judge(books, (await ground.sandbox.world()) as unknown as World, history);
        tell(`everything done ${Math.round((performance.now() - began) / 1000)} s after the last operation: ${summary}`);
        faultReport.checked(invariants);
        for (const sentence of violations) faultReport.violated(sentence);
        return violations;
      } finally {
        await books.close();
      }
    }
  });
}

function tell(sentence: string): void {
  process.stdout.write(`    ${sentence}\n`);
}

function listed(counts: ReadonlyMap<string | number, number>): string {
  return [...counts].map(([name, count]) => `${count} ${name}`).join(', ');
}
