import { expect } from 'chai';
import { ImpossibleMove } from '#domain/shared/transitions.js';
import { StarFulfilment } from '#domain/stars/star-fulfilment.js';
import { aFulfilment } from '../../builders/a-fulfilment.js';
import { minutesAfter, NOW } from '../../builders/now.js';

describe('a delivery', () => {
  it('is due the moment it is queued', () => {
    const fulfilment = StarFulfilment.queue('o', NOW);
    expect([fulfilment.state, fulfilment.nextAttemptAt, fulfilment.fence, fulfilment.lane]).to.deep.equal(['queued', NOW, 0, undefined]);
  });

  it('takes its lane along from step to step and leaves it when told', () => {
    const prepared = aFulfilment().moved('checked', NOW, { lane: 'wallet' }).moved('prepared', minutesAfter(1));
    expect([prepared.lane, prepared.leavingLane().lane, prepared.enteredAt]).to.deep.equal(['wallet', undefined, minutesAfter(1)]);
    expect(prepared.moved('void', minutesAfter(2)).moved('queued', minutesAfter(2), { lane: undefined }).lane).to.equal(undefined);
  });

  it('counts its looks in one state and begins anew in the next', () => {
    const waiting = aFulfilment().waiting(minutesAfter(1), 'low-balance').waiting(minutesAfter(2));
    expect([waiting.attempts, waiting.reason, waiting.nextAttemptAt, waiting.enteredAt]).to.deep.equal([2, 'low-balance', minutesAfter(2), NOW]);
    expect(waiting.moved('checked', minutesAfter(3)).attempts).to.equal(0);
  });

  it('is due no more when it is over', () => {
    expect(aFulfilment({ state: 'acked' }).moved('delivered', NOW).nextAttemptAt).to.equal(undefined);
    expect(aFulfilment({ state: 'rejected' }).moved('refunded', NOW).nextAttemptAt).to.equal(undefined);
    expect(aFulfilment().moved('rejected', NOW).nextAttemptAt).to.deep.equal(NOW);
  });

  it('keeps its fence whatever it does: only a claim raises it', () => {
    const fulfilment = aFulfilment({ fence: 7 });
    expect([fulfilment.moved('checked', NOW).fence, fulfilment.waiting(NOW).fence, fulfilment.leavingLane().fence]).to.deep.equal([7, 7, 7]);
  });

  it('that is signed is sent or void, never prepared anew or given back', () => {
    for (const elsewhere of ['queued', 'checked', 'rejected', 'refunded', 'onchain_wait', 'paid', 'delivered'] as const) {
      expect(() => aFulfilment({ state: 'prepared' }).moved(elsewhere, NOW), elsewhere).to.throw(ImpossibleMove);
    }
  });

  it('that is over stays over', () => {
    for (const state of ['delivered', 'refunded'] as const) {
      for (const anew of ['queued', 'checked', 'void', 'review', 'rejected'] as const) {
        expect(() => aFulfilment({ state }).moved(anew, NOW), `${state} -> ${anew}`).to.throw(ImpossibleMove);
      }
    }
  });

  it('under review goes where proof leads, and never straight to another payment or to money back', () => {
    for (const elsewhere of ['queued', 'checked', 'prepared', 'submitting', 'rejected', 'refunded'] as const) {
      expect(() => aFulfilment({ state: 'review' }).moved(elsewhere, NOW), elsewhere).to.throw(ImpossibleMove);
    }
  });

  it('never goes back before the payment once bytes may have left', () => {
    for (const state of ['submitting', 'onchain_wait', 'paid', 'acked'] as const) {
      for (const back of ['queued', 'checked', 'prepared', 'rejected', 'refunded'] as const) {
        expect(() => aFulfilment({ state }).moved(back, NOW), `${state} -> ${back}`).to.throw(ImpossibleMove);
      }
    }
  });
});
