import { expect } from 'chai';
import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import type { Admission, LimitedAction, RateLimiter } from '#use-cases/ports/runtime/rate-limiter.js';

export interface RateLimiterUnderTest {
  /** The limiters of so many processes that share what they count. */
  readonly processes: readonly [RateLimiter, ...RateLimiter[]];
  /** Lets this much time pass for all of them. */
  pass(milliseconds: number): void;
  close(): Promise<void>;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const LADDER = { refusals: 3, stepsMs: [30 * SECOND, MINUTE, 5 * MINUTE, 30 * MINUTE], quietMs: 10 * MINUTE } as const;

const atMost = (most: number, windowMs: number, name = 'tap'): LimitedAction => ({ name, windows: [{ most, windowMs }] });
const waitOf = (admission: Admission): number => (admission.allowed ? 0 : admission.retryAfterMs);

/** What any limiter owes: never more than allowed in any stretch of time, never less, and the same for all processes. */
export function rateLimiterContract(label: string, open: () => Promise<RateLimiterUnderTest>, runs: number): void {
  describe(`limits on ${label}`, () => {
    let opened: RateLimiterUnderTest;
    let somebody: string;
    before(async () => {
      opened = await open();
    });
    beforeEach(() => {
      somebody = randomUUID();
    });
    after(() => opened.close());

    const check = (action: LimitedAction, subject = somebody): Promise<Admission> => opened.processes[0].check(subject, action);
    const times = async (count: number, action: LimitedAction): Promise<readonly Admission[]> => {
      const admissions: Admission[] = [];
      for (let time = 0; time < count; time += 1) admissions.push(await check(action));
      return admissions;
    };

    it('as much as is allowed passes, and the next is told how long to wait', async () => {
      const action = atMost(3, MINUTE);
      expect((await times(3, action)).every(({ allowed }) => allowed)).to.equal(true);
      opened.pass(10 * SECOND);
      expect(await check(action)).to.deep.equal({ allowed: false, retryAfterMs: 50 * SECOND, banned: false });
    });

    it('who waited exactly as long as told is let in', async () => {
      const action = atMost(1, MINUTE);
      await check(action);
      opened.pass(waitOf(await check(action)) - 1);
      expect((await check(action)).allowed).to.equal(false);
      opened.pass(1);
      expect((await check(action)).allowed).to.equal(true);
    });

    it('a refusal uses up nothing', async () => {
      const action = atMost(2, MINUTE);
      await times(20, action);
      opened.pass(MINUTE);
      expect((await times(2, action)).map(({ allowed }) => allowed)).to.deep.equal([true, true]);
    });

    it('room comes back one by one, not all at once', async () => {
      const action = atMost(2, MINUTE);
      await check(action);
      opened.pass(40 * SECOND);
      await check(action);
      opened.pass(20 * SECOND);
      expect((await times(2, action)).map(({ allowed }) => allowed)).to.deep.equal([true, false]);
    });

    it('a burst is refused although the minute has room', async () => {
      const action: LimitedAction = { name: 'tap', windows: [{ most: 100, windowMs: MINUTE }, { most: 2, windowMs: SECOND }] };
      expect((await times(3, action)).map(({ allowed }) => allowed)).to.deep.equal([true, true, false]);
      opened.pass(SECOND);
      expect((await check(action)).allowed).to.equal(true);
    });

    it('everybody has their own room, and so has each kind of action', async () => {
      await check(atMost(1, MINUTE));
      expect((await check(atMost(1, MINUTE), randomUUID())).allowed).to.equal(true);
      expect((await check(atMost(1, MINUTE, 'payment'))).allowed).to.equal(true);
      expect((await check(atMost(1, MINUTE))).allowed).to.equal(false);
    });

    it('two processes share one room', async () => {
      const asked = await Promise.all(Array.from({ length: 40 }, (_, index) => opened.processes[index % opened.processes.length]?.check(somebody, atMost(7, MINUTE))));
      expect(asked.filter((admission) => admission?.allowed)).to.have.length(7);
    });

    it('who does not stop is banned for longer and longer, and from everything', async () => {
      const action = { ...atMost(1, SECOND), bans: LADDER };
      const bans: number[] = [];
      for (let step = 0; step < 5; step += 1) {
        const admissions = await times(4, action);
        expect(admissions.map((admission) => admission.allowed || admission.banned)).to.deep.equal([true, false, false, true]);
        bans.push(waitOf(await check(atMost(100, MINUTE, 'payment'))));
        opened.pass(bans[step] ?? 0);
      }
      expect(bans).to.deep.equal([...LADDER.stepsMs, 30 * MINUTE]);
    });

    it('to ask during a ban does not make it longer', async () => {
      const action = { ...atMost(1, SECOND), bans: LADDER };
      await times(30, action);
      opened.pass(30 * SECOND - 1);
      expect(await check(action)).to.deep.equal({ allowed: false, retryAfterMs: 1, banned: true });
      opened.pass(1);
      expect((await check(action)).allowed).to.equal(true);
    });

    it('who was quiet for a while begins anew', async () => {
      const action = { ...atMost(1, SECOND), bans: LADDER };
      await times(4, action);
      opened.pass(30 * SECOND + LADDER.quietMs);
      expect((await times(4, action)).map(waitOf)).to.deep.equal([0, SECOND, SECOND, 30 * SECOND]);
    });

    it('a few refusals now and then never add up to a ban', async () => {
      const action = { ...atMost(1, SECOND), bans: LADDER };
      for (let day = 0; day < 6; day += 1) {
        expect((await times(3, action)).some((admission) => !admission.allowed && admission.banned)).to.equal(false);
        opened.pass(LADDER.quietMs);
      }
    });

    it('whoever comes whenever: no stretch of time holds more than is allowed, and nobody is refused while there is room', async function () {
      this.timeout(60_000);
      const windows = fc.array(fc.record({ most: fc.integer({ min: 1, max: 6 }), windowMs: fc.integer({ min: 1, max: 200 }) }), { minLength: 1, maxLength: 3 });
      const pauses = fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 250 })), { minLength: 1, maxLength: 60 });
      await fc.assert(
        fc.asyncProperty(windows, pauses, async (limits, waits) => {
          const subject = randomUUID();
          const passed: number[] = [];
          let now = 0;
          for (const wait of waits) {
            opened.pass(wait);
            now += wait;
            const within = (windowMs: number): number => passed.filter((moment) => moment > now - windowMs).length;
            const room = limits.every(({ most, windowMs }) => within(windowMs) < most);
            const admission = await check({ name: 'tap', windows: limits }, subject);
            expect(admission.allowed).to.equal(room);
            if (admission.allowed) passed.push(now);
          }
        }),
        { numRuns: runs },
      );
    });
  });
}
