import { expect } from 'chai';
import { MemoryUnitOfWork } from '#adapters/outbound/memory/persistence/memory-unit-of-work.js';
import { FixedClock } from '#adapters/outbound/memory/runtime/fixed-clock.js';
import { HoldLease } from '#use-cases/operations/hold-lease.js';

describe('a lease', () => {
  let clock: FixedClock;
  let lease: HoldLease;
  beforeEach(() => {
    clock = new FixedClock();
    lease = new HoldLease(new MemoryUnitOfWork({ clock }), clock);
  });

  const hold = (holder: string, forMs = 6_000, name = 'polling'): Promise<boolean> => lease.execute({ name, holder, forMs });

  it('is held by one of several', async () => {
    expect((await Promise.all(['anna', 'boris', 'clara'].map((holder) => hold(holder)))).filter(Boolean)).to.have.length(1);
  });

  it('is made longer by who holds it, and refused to the others meanwhile', async () => {
    await hold('anna');
    clock.advance(5_999);
    expect(await hold('boris')).to.equal(false);
    expect(await hold('anna')).to.equal(true);
    clock.advance(5_999);
    expect(await hold('boris')).to.equal(false);
  });

  it('passes on when its holder has died', async () => {
    await hold('anna');
    clock.advance(6_000);
    expect(await hold('boris')).to.equal(true);
    expect(await hold('anna')).to.equal(false);
  });

  it('passes on at once when it is given back', async () => {
    await hold('anna');
    expect(await hold('anna', 0)).to.equal(true);
    expect(await hold('boris')).to.equal(true);
  });

  it('says nothing about another one', async () => {
    await hold('anna');
    expect(await hold('boris', 6_000, 'something else')).to.equal(true);
  });
});
