import { expect } from 'chai';
import fc from 'fast-check';
import type { Allowance } from '#domain/vpn/plan.js';
import { Subscription, SubscriptionClosed } from '#domain/vpn/subscription.js';
import type { TimeGrant } from '#domain/vpn/time-grant.js';
import { CUSTOMER_ID } from '../../builders/a-customer.js';
import { nextId } from '../../builders/next-id.js';
import { NOW, secondsAfter } from '../../builders/now.js';

const DAY = 86_400;
const FREE: Allowance = { traffic: undefined, trafficPeriod: 'none', devices: undefined, panels: [], spans: false };
const opened = () => Subscription.open({ id: nextId(), userId: CUSTOMER_ID, name: 'Phone', planId: 'month', allowance: FREE, now: NOW });
const grant = (subscription: Subscription, days: number, now = NOW, ref = nextId()) => subscription.granted({ ref, kind: 'purchase', days, now });

describe('a subscription', () => {
  it('has no time until some is granted', () => {
    expect(opened().isOpen(NOW)).to.equal(false);
    const { subscription } = grant(opened(), 30);
    expect(subscription.isOpen(NOW)).to.equal(true);
    expect(subscription.remainingSeconds(NOW)).to.equal(30 * DAY);
  });

  it('adds two purchases up, in whichever order they are delivered (case 75)', () => {
    const one = grant(grant(opened(), 30).subscription, 7).subscription;
    const other = grant(grant(opened(), 7).subscription, 30).subscription;
    expect(one.expiresAt).to.deep.equal(secondsAfter(37 * DAY));
    expect(other.expiresAt).to.deep.equal(one.expiresAt);
  });

  it('counts from now on where its time was over, and wakes', () => {
    const expired = grant(opened(), 3).subscription.moved('expired');
    const later = secondsAfter(10 * DAY);
    const { subscription } = grant(expired, 30, later);
    expect(subscription.state).to.equal('active');
    expect(subscription.expiresAt).to.deep.equal(secondsAfter(30 * DAY, later));
  });

  it('gives time back by which a grant moved its end, as far as it is not over', () => {
    const { subscription: first } = grant(opened(), 30);
    const { subscription: both, grant: second } = grant(first, 30);
    const back = both.reversed(second, secondsAfter(5 * DAY));
    expect(back.subscription.expiresAt).to.deep.equal(first.expiresAt);
    expect(back.grant).to.include({ ref: `reversal:${second.ref}`, seconds: -30 * DAY });
    const halfOver = both.reversed(second, secondsAfter(50 * DAY));
    expect(halfOver.subscription.expiresAt).to.deep.equal(secondsAfter(50 * DAY));
    const over = both.reversed(second, secondsAfter(70 * DAY));
    expect(over.subscription.expiresAt).to.deep.equal(both.expiresAt);
    expect(over.grant.seconds).to.equal(0);
  });

  it('never ends beyond what every panel takes', () => {
    expect(grant(opened(), 100_000).subscription.expiresAt).to.deep.equal(new Date('2099-12-31T00:00:00Z'));
  });

  it('ends on a whole second, which is all a panel can keep', () => {
    const odd = new Date(NOW.getTime() + 789);
    expect(grant(opened(), 1, odd).subscription.expiresAt.getTime() % 1000).to.equal(0);
  });

  it('tells panels of every change that concerns them, and of no other', () => {
    const { subscription } = grant(opened(), 30);
    expect(subscription.rotated().version).to.equal(subscription.version + 1);
    expect(subscription.onPlan('year', FREE).version).to.equal(subscription.version + 1);
    expect(subscription.named('Laptop').version).to.equal(subscription.version);
    expect(subscription.renewedBy({ way: 'balance' }).version).to.equal(subscription.version);
  });

  it('takes nothing any more once it is closed', () => {
    const closed = grant(opened(), 30).subscription.moved('closed');
    expect(() => grant(closed, 30)).to.throw(SubscriptionClosed);
    expect(() => closed.rotated()).to.throw(SubscriptionClosed);
  });

  it('is as long as all its grants together while it never ran out', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ days: fc.integer({ min: 1, max: 60 }), undo: fc.boolean() }), { minLength: 1, maxLength: 20 }), (steps) => {
        let subscription = opened();
        const grants: TimeGrant[] = [];
        for (const { days, undo } of steps) {
          const last = undo ? grants.pop() : undefined;
          const next = last ? subscription.reversed(last, NOW) : grant(subscription, days);
          if (!last) grants.push(next.grant);
          subscription = next.subscription;
        }
        const granted = grants.reduce((sum, { seconds }) => sum + seconds, 0);
        expect(subscription.remainingSeconds(NOW)).to.equal(granted);
      }),
    );
  });
});
