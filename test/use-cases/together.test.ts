import { expect } from 'chai';
import { together } from '#use-cases/ports/persistence/unit-of-work.js';
import { failureOf } from '../contracts/payments/gateway-world.js';

describe('parts of one transaction that need no answer of each other', () => {
  it('are all at their end when one has failed, and what failed first is what is told', async () => {
    const ended: string[] = [];
    const part = async (name: string, turns: number, failure?: Error): Promise<void> => {
      for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
      ended.push(name);
      if (failure) throw failure;
    };
    const first = new RangeError('the first');
    expect(await failureOf(together(part('slow', 9), part('late', 5, new Error('the second')), part('soon', 1, first)))).to.equal(first);
    expect(ended).to.deep.equal(['soon', 'late', 'slow']);
  });
});
