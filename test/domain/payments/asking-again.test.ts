import { expect } from 'chai';
import { PAYMENT_STATES, type PaymentState } from '#domain/payments/payment-states.js';
import { type NoWord, settle, unheard } from '#domain/payments/settlement.js';
import { aPayment } from '../../builders/a-payment.js';
import { aSnapshotOf } from '../../builders/a-snapshot.js';
import { minutesAfter, NOW } from '../../builders/now.js';
import { ton } from '../../builders/ton.js';

const STATES = Object.keys(PAYMENT_STATES.table) as PaymentState[];

const inState = (state: PaymentState) => aPayment({ state });

describe('no word from the provider', () => {
  const silence = (payment: ReturnType<typeof aPayment>, why: NoWord, minutes: number) => unheard(payment, why, minutesAfter(minutes)).payment;
  const created = aPayment({ state: 'created', invoice: undefined });
  const WATCH = 60 + 72 * 60;
  const DAY = 24 * 60;

  it('ends the wait for an invoice at once when it was refused, and after an hour otherwise', () => {
    expect(silence(created, 'refused', 1).state).to.equal('failed');
    expect([silence(created, 'silent', 60).state, silence(created, 'silent', 61).state]).to.deep.equal(['created', 'expired']);
    expect(silence(created, 'silent', 61).nextAttemptAt).to.be.instanceOf(Date);
  });

  it('is no refusal of an invoice that exists', () => {
    for (const state of STATES.filter((one) => one !== 'created')) expect(silence(inState(state), 'refused', 1).state, state).to.equal(state);
  });

  it('changes nothing for three days but the time of the next look', () => {
    for (const why of ['silent', 'refused', 'no-such-invoice'] as const) {
      for (const state of STATES.filter((one) => one !== 'created')) {
        const next = silence(inState(state), why, WATCH);
        expect([next.state, next.attempts], `${state}, ${why}`).to.deep.equal([state, 1]);
      }
    }
  });

  it('then ends a payment only where the provider itself knows no such invoice', () => {
    for (const state of ['invoiced', 'expired'] as const) {
      const next = silence(inState(state), 'no-such-invoice', WATCH + 1);
      expect([next.state, next.nextAttemptAt]).to.deep.equal(['expired', undefined]);
    }
    const failed = silence(inState('failed'), 'no-such-invoice', WATCH + 1);
    expect([failed.state, failed.nextAttemptAt]).to.deep.equal(['failed', undefined]);
  });

  it('then puts a payment that may hold money before a person, and is broken daily', () => {
    const asked = (state: PaymentState, why: NoWord) => {
      const next = silence(inState(state), why, WATCH + 1);
      return [next.state, next.nextAttemptAt?.getTime() === minutesAfter(WATCH + 1 + DAY).getTime()];
    };
    for (const state of ['invoiced', 'pending', 'underpaid'] as const) expect(asked(state, 'silent'), state).to.deep.equal(['review', true]);
    for (const state of ['pending', 'underpaid'] as const) expect(asked(state, 'no-such-invoice'), state).to.deep.equal(['review', true]);
    for (const state of ['expired', 'failed', 'review', 'refund_requested'] as const) expect(asked(state, 'silent'), state).to.deep.equal([state, true]);
  });

  it('means nothing for a payment nobody asks about', () => {
    const done = aPayment({ state: 'credited', nextAttemptAt: undefined, credited: ton('10') });
    expect(silence(done, 'silent', WATCH + 1)).to.equal(done);
  });
});

describe('asking again', () => {
  const next = (payment: ReturnType<typeof aPayment>, now = NOW) => settle(payment, aSnapshotOf(payment, { state: 'awaiting' }), now).payment;

  it('happens less and less often', () => {
    const pauses: number[] = [];
    let payment = aPayment();
    for (let look = 0; look < 7; look += 1) {
      payment = next(payment);
      pauses.push(((payment.nextAttemptAt?.getTime() ?? 0) - NOW.getTime()) / 60_000);
    }
    expect(pauses).to.deep.equal([1, 2, 5, 15, 60, 60, 60]);
  });

  it('goes on for three days after the invoice expired, for money that is late', () => {
    const expired = inState('expired');
    expect(next(expired, minutesAfter(60 + 72 * 60)).nextAttemptAt).to.be.instanceOf(Date);
    expect(next(expired, minutesAfter(60 + 72 * 60 + 1)).nextAttemptAt).to.equal(undefined);
  });

  it('never ends while the money is neither here nor lost', () => {
    for (const state of ['created', 'invoiced', 'pending', 'underpaid', 'review', 'refund_requested'] as const) {
      expect(next(inState(state), minutesAfter(60 * 24 * 365)).nextAttemptAt, state).to.be.instanceOf(Date);
    }
  });
});
