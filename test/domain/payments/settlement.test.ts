import { expect } from 'chai';
import fc from 'fast-check';
import { PAYMENT_STATES, type PaymentState } from '#domain/payments/payment-states.js';
import type { ProviderSnapshot, ProviderState } from '#domain/payments/provider-snapshot.js';
import { settle, type Settlement } from '#domain/payments/settlement.js';
import { Money } from '#domain/shared/money.js';
import { aPayment } from '../../builders/a-payment.js';
import { aSnapshotOf } from '../../builders/a-snapshot.js';
import { minutesAfter, NOW } from '../../builders/now.js';
import { ton } from '../../builders/ton.js';

const STATES = Object.keys(PAYMENT_STATES.table) as PaymentState[];
const PROVIDER_STATES: readonly ProviderState[] = ['awaiting', 'confirming', 'partially_paid', 'paid', 'underpaid', 'expired', 'failed', 'held', 'refund_pending', 'refunded', 'refund_failed'];
const CREDITED_BEFORE: readonly PaymentState[] = ['credited', 'refund_requested', 'refunded'];

/** A payment of 10 TON as it would be in this state. */
const inState = (state: PaymentState) => aPayment({ state, credited: CREDITED_BEFORE.includes(state) ? ton('10') : ton('0') });

const moneyOf = ({ credit, reversal }: Settlement) => [credit?.toString(), reversal?.toString()];

describe('a look at the provider', () => {
  for (const from of STATES) {
    for (const state of PROVIDER_STATES) {
      for (const final of [true, false]) {
        it(`${from}, and the provider says ${state}${final ? ', finally' : ''}: no move backwards, no coin too many`, () => {
          const payment = inState(from);
          const settlement = settle(payment, aSnapshotOf(payment, { state, final }), NOW);
          const next = settlement.payment;
          expect(next.state === from || PAYMENT_STATES.allows(from, next.state), `${from} -> ${next.state}`).to.equal(true);
          expect(next.credited.minus(payment.credited).minor).to.equal(settlement.credit?.minor ?? 0n);
          if (settlement.credit) expect([state, final, next.state]).to.deep.equal([state === 'underpaid' ? 'underpaid' : 'paid', true, 'credited']);
          if (settlement.reversal) expect([state, next.state, settlement.reversal.equals(payment.credited)]).to.deep.equal(['refunded', 'refunded', true]);
          if (CREDITED_BEFORE.includes(from)) expect(settlement.credit).to.equal(undefined);
        });
      }
    }
  }

  it('told twice, moves and credits nothing the second time', () => {
    for (const from of STATES) {
      for (const state of PROVIDER_STATES) {
        const payment = inState(from);
        const snapshot = aSnapshotOf(payment, { state });
        const first = settle(payment, snapshot, NOW);
        const second = settle(first.payment, snapshot, NOW);
        // Given back before it was credited: alarmed once, then it is simply over.
        const expected = state === 'refunded' && first.payment.state === 'review' ? 'refunded' : first.payment.state;
        expect([second.payment.state, ...moneyOf(second)], `${from}, ${state}`).to.deep.equal([expected, undefined, undefined]);
      }
    }
  });

  for (const [state, expected] of [
    ['awaiting', 'invoiced'],
    ['confirming', 'pending'],
    ['partially_paid', 'underpaid'],
    ['paid', 'credited'],
    ['underpaid', 'credited'],
    ['expired', 'expired'],
    ['failed', 'failed'],
    ['held', 'review'],
    ['refunded', 'review'],
  ] as const) {
    it(`an open invoice of which the provider says ${state} is ${expected}`, () => {
      const payment = inState('invoiced');
      expect(settle(payment, aSnapshotOf(payment, { state }), NOW).payment.state).to.equal(expected);
    });
  }
});

describe('money that arrives', () => {
  const settled = (changes: Partial<ProviderSnapshot>, payment = inState('invoiced')) => settle(payment, aSnapshotOf(payment, changes), NOW);

  it('in full is credited in full, and the payment is done', () => {
    const { payment, credit, total } = settled({});
    expect([payment.state, credit?.toString(), total?.toString(), payment.nextAttemptAt]).to.deep.equal(['credited', '10 TON', '10 TON', undefined]);
    expect(payment.flags).to.deep.equal({ late: false, partial: false, over: false });
  });

  it('one unit short is credited one unit short, and is not the price', () => {
    const { payment, credit } = settled({ state: 'underpaid', received: ton('9.999999999') });
    expect([credit?.toString(), payment.flags.partial, payment.flags.over]).to.deep.equal(['9.999999999 TON', true, false]);
  });

  it('above the price is credited to the last unit', () => {
    const { payment, credit } = settled({ received: ton('10.000000001') });
    expect([credit?.toString(), payment.flags.over, payment.flags.partial]).to.deep.equal(['10.000000001 TON', true, false]);
  });

  it('is what arrived, not what was asked or called paid', () => {
    const { credit, payment } = settled({ state: 'paid', received: ton('0.5') });
    expect([credit?.toString(), payment.flags.partial]).to.deep.equal(['0.5 TON', true]);
  });

  for (const from of ['expired', 'failed'] as const) {
    it(`after the invoice had ${from} is credited and called late`, () => {
      const { payment, credit } = settled({}, inState(from));
      expect([payment.state, credit?.toString(), payment.flags.late]).to.deep.equal(['credited', '10 TON', true]);
    });

    it(`step by step after the invoice had ${from} is late, too`, () => {
      const confirming = settled({ state: 'confirming' }, inState(from)).payment;
      const { payment, credit } = settled({}, confirming);
      expect([confirming.state, credit?.toString(), payment.flags.late]).to.deep.equal(['pending', '10 TON', true]);
    });
  }

  it('a second time on one invoice is credited as the rest of what arrived', () => {
    const first = settled({});
    const second = settled({ received: ton('25') }, first.payment);
    expect([second.credit?.toString(), second.total?.toString(), second.payment.credited.toString()]).to.deep.equal(['15 TON', '25 TON', '25 TON']);
  });

  it('is not credited before the provider is done with it', () => {
    const { payment, credit } = settled({ final: false });
    expect([payment.state, credit]).to.deep.equal(['pending', undefined]);
    expect(payment.nextAttemptAt).to.deep.equal(minutesAfter(1));
  });

  it('of an unknown or foreign amount is looked at by a person', () => {
    for (const received of [undefined, Money.parse('10', 'USDT')]) {
      const { payment, credit } = settled({ received });
      expect([payment.state, payment.reviewReason, credit]).to.deep.equal(['review', 'received-amount-unknown', undefined]);
    }
  });

  it('that shrinks after it was credited is looked at by a person and takes nothing back', () => {
    const { payment, credit, reversal } = settled({ received: ton('9') }, inState('credited'));
    expect([payment.state, payment.reviewReason, credit, reversal]).to.deep.equal(['review', 'received-less-than-credited', undefined, undefined]);
    expect(payment.credited.toString()).to.equal('10 TON');
  });

  it('called paid without a coin is no payment', () => {
    const { payment, credit } = settled({ received: ton('0') });
    expect([payment.state, credit]).to.deep.equal(['expired', undefined]);
  });

  for (const state of ['expired', 'failed'] as const) {
    it(`on an invoice that ${state} is looked at by a person, not forgotten`, () => {
      for (const received of [ton('4'), Money.parse('4', 'USDT')]) {
        const { payment, credit } = settled({ state, received });
        expect([payment.state, payment.reviewReason, credit]).to.deep.equal(['review', 'money-on-closed-invoice', undefined]);
      }
      expect(settled({ state, received: undefined }).payment.state).to.equal(state);
    });

    it(`that was credited stays credited when the provider then says ${state} (case 4)`, () => {
      for (const from of ['credited', 'review'] as const) {
        const before = aPayment({ state: from, credited: ton('10') });
        const { payment, credit, reversal } = settled({ state, received: ton('10') }, before);
        expect([payment.state, payment.credited.toString(), credit, reversal]).to.deep.equal([from, '10 TON', undefined, undefined]);
      }
    });
  }

  it('after it was given back is not credited again', () => {
    expect([settled({}, inState('refunded')).payment.state, ...moneyOf(settled({}, inState('refunded')))]).to.deep.equal(['refunded', undefined, undefined]);
  });

  it('before our own invoice was stored waits until it is', () => {
    const created = aPayment({ state: 'created', invoice: undefined });
    const { payment, credit } = settled({}, created);
    expect([payment.state, credit, payment.nextAttemptAt === undefined]).to.deep.equal(['created', undefined, false]);
  });

  it('adds up to exactly what was received, whatever was said in between', () => {
    const news = fc.record({
      state: fc.constantFrom(...PROVIDER_STATES.filter((state) => !state.startsWith('refund'))),
      final: fc.boolean(),
      received: fc.bigInt({ min: 0n, max: 10n ** 12n }).map((minor) => Money.of(minor, 'TON')),
    });
    fc.assert(
      fc.property(fc.array(news, { maxLength: 12 }), (story) => {
        let payment = inState('invoiced');
        let credited = 0n;
        let most = 0n;
        for (const chapter of story) {
          const settlement = settle(payment, aSnapshotOf(payment, chapter), NOW);
          expect(settlement.payment.state === payment.state || PAYMENT_STATES.allows(payment.state, settlement.payment.state)).to.equal(true);
          payment = settlement.payment;
          credited += settlement.credit?.minor ?? 0n;
          const counts = chapter.final && (chapter.state === 'paid' || chapter.state === 'underpaid');
          if (counts && chapter.received.minor > most) most = chapter.received.minor;
        }
        expect([credited, payment.credited.minor]).to.deep.equal([most, most]);
      }),
      { numRuns: 500 },
    );
  });
});

describe('a snapshot that speaks of something else', () => {
  const lies: readonly (readonly [string, Partial<ProviderSnapshot>, string])[] = [
    ['another payment', { paymentId: 'somebody-else' }, 'reference-mismatch'],
    ['no payment', { paymentId: undefined }, 'reference-mismatch'],
    ['another invoice', { invoiceId: 'another' }, 'invoice-mismatch'],
    ['play money', { test: true }, 'play-money'],
    ['another currency', { requested: Money.parse('10', 'USDT') }, 'currency-mismatch'],
    ['no amount', { requested: undefined }, 'currency-mismatch'],
    ['a smaller amount', { requested: ton('0.1') }, 'amount-mismatch'],
    ['a larger amount', { requested: ton('10.000000001') }, 'amount-mismatch'],
  ];
  for (const [what, lie, reason] of lies) {
    it(`names ${what}: nothing is credited or taken back, a person looks`, () => {
      for (const from of STATES) {
        for (const state of PROVIDER_STATES) {
          const payment = inState(from);
          const settlement = settle(payment, aSnapshotOf(payment, { ...lie, state }), NOW);
          expect(moneyOf(settlement)).to.deep.equal([undefined, undefined]);
          const looked = PAYMENT_STATES.allows(from, 'review');
          expect([settlement.payment.state, settlement.payment.reviewReason]).to.deep.equal(looked ? ['review', reason] : [from, undefined]);
        }
      }
    });
  }
});

describe('money that goes back', () => {
  const settled = (from: PaymentState, changes: Partial<ProviderSnapshot>) => {
    const payment = inState(from);
    return settle(payment, aSnapshotOf(payment, changes), NOW);
  };

  it('is taken off the balance once, all of it', () => {
    for (const from of ['credited', 'refund_requested'] as const) {
      const { payment, reversal } = settled(from, { state: 'refunded' });
      expect([payment.state, reversal?.toString(), payment.nextAttemptAt]).to.deep.equal(['refunded', '10 TON', undefined]);
    }
    expect(settled('refunded', { state: 'refunded' }).reversal).to.equal(undefined);
  });

  it('is only announced while the provider works on it', () => {
    const { payment, reversal } = settled('credited', { state: 'refund_pending' });
    expect([payment.state, reversal]).to.deep.equal(['refund_requested', undefined]);
  });

  it('stays when the provider fails to send it', () => {
    expect(settled('refund_requested', { state: 'refund_failed' }).payment.state).to.equal('credited');
    expect(settled('credited', { state: 'refund_failed' }).payment.state).to.equal('credited');
  });

  it('stays when the provider fails to send it, and what was paid on top meanwhile is credited', () => {
    for (const state of ['refund_requested', 'credited'] as const) {
      const { payment, credit } = settled(state, { state: 'refund_failed', received: ton('12') });
      expect([payment.state, payment.credited.toDecimal(), credit?.toDecimal()]).to.deep.equal(['credited', '12', '2']);
    }
  });
});
