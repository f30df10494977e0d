import { expect } from 'chai';
import { nextPoll } from '#domain/payments/poll-schedule.js';
import { Payment } from '#domain/payments/payment.js';
import { ImpossibleMove } from '#domain/shared/transitions.js';
import { anInvoice, aPayment } from '../../builders/a-payment.js';
import { minutesAfter, NOW } from '../../builders/now.js';
import { ton } from '../../builders/ton.js';

describe('a payment', () => {
  it('begins with nothing credited and is looked at within a minute', () => {
    const payment = Payment.open({ id: 'p', userId: 1, gateway: 'heleket', amount: ton('10'), now: NOW });
    expect([payment.state, payment.credited.toString(), payment.isClosed, payment.orderId]).to.deep.equal(['created', '0 TON', false, undefined]);
    expect(payment.nextAttemptAt).to.deep.equal(minutesAfter(1));
  });

  it('keeps its invoice through every move and changes nothing of the version before', () => {
    const before = aPayment({ state: 'created', invoice: undefined, attempts: 4 });
    const invoice = anInvoice();
    const after = before.invoiced(invoice, minutesAfter(2)).moved('pending').moved('credited', { credited: ton('10') });
    expect([before.state, before.invoice, before.attempts]).to.deep.equal(['created', undefined, 4]);
    expect([after.state, after.invoice, after.attempts, after.credited.toString()]).to.deep.equal(['credited', invoice, 1, '10 TON']);
  });

  it('may stay where it is but not go where no edge leads', () => {
    const payment = aPayment({ state: 'credited' });
    expect(payment.moved('credited', { credited: ton('12') }).credited.toString()).to.equal('12 TON');
    expect(() => payment.moved('pending')).to.throw(ImpossibleMove);
  });

  it('is closed once nothing more is expected', () => {
    const closed = (['created', 'invoiced', 'pending', 'underpaid', 'credited', 'expired', 'failed', 'review', 'refund_requested', 'refunded'] as const).filter((state) => aPayment({ state }).isClosed);
    expect(closed).to.deep.equal(['credited', 'expired', 'failed', 'refunded']);
  });

  it('is asked about again and counts how often', () => {
    const asked = aPayment().askedAgain(minutesAfter(5)).askedAgain(undefined);
    expect([asked.attempts, asked.nextAttemptAt]).to.deep.equal([2, undefined]);
  });

  it('is asked about after 1, 2, 5, 15 and 60 minutes, then hourly', () => {
    const minutes = [0, 1, 2, 3, 4, 5, 500].map((attempts) => (nextPoll(NOW, attempts).getTime() - NOW.getTime()) / 60_000);
    expect(minutes).to.deep.equal([1, 2, 5, 15, 60, 60, 60]);
  });
});
