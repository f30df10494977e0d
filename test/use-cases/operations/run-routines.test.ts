import { expect } from 'chai';
import { MemoryUnitOfWork } from '#adapters/outbound/memory/persistence/memory-unit-of-work.js';
import { FixedClock } from '#adapters/outbound/memory/runtime/fixed-clock.js';
import { MemoryLogger } from '#adapters/outbound/memory/runtime/memory-logger.js';
import { RunRoutines } from '#use-cases/operations/run-routines.js';

const HOUR_MS = 60 * 60_000;

describe('routines', () => {
  let clock: FixedClock;
  let unitOfWork: MemoryUnitOfWork;
  let done: number;
  let failure: Error | undefined;
  beforeEach(() => {
    clock = new FixedClock();
    unitOfWork = new MemoryUnitOfWork({ clock });
    done = 0;
    failure = undefined;
  });

  const run = async (): Promise<void> => {
    if (failure) throw failure;
    done += 1;
  };
  const routines = (): RunRoutines => new RunRoutines(unitOfWork, [{ name: 'daily', everyMs: 24 * HOUR_MS, run }], clock, new MemoryLogger());
  const afterHours = async (hours: number, process = routines()): Promise<number> => {
    clock.advance(hours * HOUR_MS);
    await process.execute();
    return done;
  };

  it('begin to count on the first day of a shop, and come once a day from then on', async () => {
    expect(await afterHours(0)).to.equal(0);
    expect(await afterHours(23)).to.equal(0);
    expect(await afterHours(1)).to.equal(1);
    expect(await afterHours(1)).to.equal(1);
    expect(await afterHours(24)).to.equal(2);
  });

  it('are neither forgotten nor repeated over a restart', async () => {
    await afterHours(0);
    expect(await afterHours(25, routines())).to.equal(1);
    expect(await afterHours(1, routines())).to.equal(1);
  });

  it('are done by one of two processes', async () => {
    await afterHours(0);
    clock.advance(24 * HOUR_MS);
    await Promise.all([routines().execute(), routines().execute()]);
    expect(done).to.equal(1);
  });

  it('left undone by a process that died are done by another', async () => {
    await afterHours(0);
    clock.advance(24 * HOUR_MS);
    const forEver = { name: 'daily', everyMs: 24 * HOUR_MS, run: () => new Promise<never>(() => undefined) };
    void new RunRoutines(unitOfWork, [forEver], clock, new MemoryLogger()).execute();
    expect(await afterHours(0.1)).to.equal(0);
    expect(await afterHours(0.2)).to.equal(1);
    expect(await afterHours(1)).to.equal(1);
  });

  it('that fail are tried again soon', async () => {
    await afterHours(0);
    failure = new Error('not now');
    expect(await afterHours(24)).to.equal(0);
    failure = undefined;
    expect(await afterHours(0.1)).to.equal(0);
    expect(await afterHours(0.2)).to.equal(1);
    expect(await afterHours(23)).to.equal(1);
  });
});
