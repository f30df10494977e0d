import { expect } from 'chai';
import { ORDER_STATES } from '#domain/orders/order-states.js';
import { PAYMENT_STATES } from '#domain/payments/payment-states.js';
import { ImpossibleMove, StateMachine } from '#domain/shared/transitions.js';
import { FULFILMENT_STATES } from '#domain/stars/fulfilment-states.js';

const MACHINES: readonly StateMachine<string>[] = [ORDER_STATES, PAYMENT_STATES, FULFILMENT_STATES];

function reachable(machine: StateMachine<string>, from: string, without: readonly string[] = []): ReadonlySet<string> {
  const seen = new Set<string>();
  const open = [from];
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    for (const next of machine.table[state] ?? []) {
      if (seen.has(next) || without.includes(next)) continue;
      seen.add(next);
      open.push(next);
    }
  }
  return seen;
}

describe('a state machine', () => {
  const door = new StateMachine<'open' | 'shut' | 'gone'>('door', { open: ['shut'], shut: ['open', 'gone'], gone: [] });

  it('makes the moves it knows and refuses the others', () => {
    expect(door.move('open', 'shut')).to.equal('shut');
    expect(() => door.move('open', 'gone')).to.throw(ImpossibleMove, 'door cannot go from open to gone');
    expect(() => door.move('gone', 'gone')).to.throw(ImpossibleMove);
  });

  it('knows its ends and its edges', () => {
    expect([door.isTerminal('gone'), door.isTerminal('open')]).to.deep.equal([true, false]);
    expect(door.edges()).to.deep.equal([['open', 'shut'], ['shut', 'open'], ['shut', 'gone']]);
  });
});

for (const machine of MACHINES) {
  const states = Object.keys(machine.table);

  describe(`the states of ${machine.name}s`, () => {
    it('lead only to states that exist, and never to themselves', () => {
      for (const [from, to] of machine.edges()) expect(states.includes(to) && from !== to, `${from} -> ${to}`).to.equal(true);
    });

    it('are all reached from the first', () => {
      const first = states[0] ?? '';
      expect([...reachable(machine, first), first]).to.include.members(states);
    });

    it('all lead to an end', () => {
      for (const state of states) {
        const ends = [state, ...reachable(machine, state)].filter((candidate) => machine.isTerminal(candidate));
        expect(ends, state).not.to.deep.equal([]);
      }
    });
  });
}

describe('the promises of the tables', () => {
  it('an order that was delivered or failed stays so', () => {
    for (const state of ['delivered', 'failed', 'expired', 'cancelled'] as const) expect(ORDER_STATES.isTerminal(state)).to.equal(true);
  });

  it('nobody gets stars for an order that was not paid', () => {
    expect(reachable(ORDER_STATES, 'draft', ['paid']).has('delivered')).to.equal(false);
  });

  it('money that left is never followed by a second payment but over proof that it did not', () => {
    expect(reachable(FULFILMENT_STATES, 'submitting', ['void']).has('prepared')).to.equal(false);
    expect(reachable(FULFILMENT_STATES, 'submitting', ['void']).has('rejected')).to.equal(false);
    expect(reachable(FULFILMENT_STATES, 'submitting').has('prepared')).to.equal(true);
  });

  it('what is paid to the provider is never given back as undelivered', () => {
    expect(reachable(FULFILMENT_STATES, 'paid', ['review']).has('refunded')).to.equal(false);
  });

  it('late money is still money', () => {
    for (const state of ['expired', 'failed'] as const) expect(PAYMENT_STATES.allows(state, 'credited')).to.equal(true);
  });

  it('nothing is given back twice', () => {
    expect(PAYMENT_STATES.isTerminal('refunded')).to.equal(true);
  });
});
