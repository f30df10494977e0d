import { expect } from 'chai';
import { ImpossibleMove } from '#domain/shared/transitions.js';
import { PlanRefused } from '#domain/vpn/plan.js';
import { Subscription } from '#domain/vpn/subscription.js';
import type { Transaction } from '#use-cases/ports/persistence/unit-of-work.js';
import { nextId } from '../../../builders/next-id.js';
import { minutesAfter, NOW, secondsAfter } from '../../../builders/now.js';
import { plain } from '../kit/plain.js';
import { refusal } from '../kit/refusal.js';
import { aPersonWith } from '../kit/stock.js';
import { type OpenPersistence, usePersistence } from '../persistence-under-test.js';
import { aPlan, FREELY } from '../../../builders/a-plan.js';
import { aStoredSubscription } from './a-subscription.js';

const DAY = 86_400;

export function subscriptionsContract(label: string, open: OpenPersistence): void {
  describe(`subscriptions on ${label}`, () => {
    const store = usePersistence(open);
    const run = <Result>(work: (tx: Transaction) => Promise<Result>) => store().unitOfWork.run(work);

    it('a plan is read as it was written, in its place, and replaced under its id', async () => {
      const limited = { traffic: 1n << 60n, trafficPeriod: 'month', devices: 3, panels: ['de-1', 'nl-1'], spans: true } as const;
      const year = aPlan({ id: 'year', days: 365, allowance: limited, position: 2 });
      await run(async (tx) => {
        await tx.plans.save(year);
        await tx.plans.save(aPlan());
      });
      expect(plain(await run((tx) => tx.plans.all()))).to.deep.equal(plain([aPlan(), year]));
      await run((tx) => tx.plans.save(aPlan({ state: 'hidden', prices: [] })));
      expect(plain(await run((tx) => tx.plans.find('month')))).to.deep.equal(plain(aPlan({ state: 'hidden', prices: [] })));
      expect(await run((tx) => tx.plans.find('week'))).to.equal(undefined);
    });

    it('a plan nobody could be served by is not kept', async () => {
      await refusal(run((tx) => tx.plans.save(aPlan({ days: 0 }))), PlanRefused);
      expect(await run((tx) => tx.plans.all())).to.deep.equal([]);
    });

    it('a subscription is read as it was written, changed and all', async () => {
      const { subscription } = await aStoredSubscription(store().unitOfWork);
      expect(plain(await run((tx) => tx.subscriptions.find(subscription.id)))).to.deep.equal(plain(subscription));
      const changed = subscription.named('Ноутбук "дома"').renewedBy({ way: 'saved', gateway: 'yookassa', token: 't', label: '*4477' }).rotated().onPlan('year', { ...FREELY, traffic: 10n, devices: 2 });
      await run((tx) => tx.subscriptions.save(changed));
      expect(plain(await run((tx) => tx.subscriptions.lock(subscription.id)))).to.deep.equal(plain(changed));
      expect(await run((tx) => tx.subscriptions.find('nonsense'))).to.equal(undefined);
      expect(await run((tx) => tx.subscriptions.lock(nextId()))).to.equal(undefined);
    });

    it('a cause grants time once', async () => {
      const { subscription, grant } = await aStoredSubscription(store().unitOfWork);
      expect(await run((tx) => tx.subscriptions.addGrant(grant))).to.equal(false);
      expect(plain(await run((tx) => tx.subscriptions.findGrant(grant.ref)))).to.deep.equal(plain(grant));
      expect(await run((tx) => tx.subscriptions.findGrant('order:unheard-of'))).to.equal(undefined);
      expect((await run((tx) => tx.subscriptions.find(subscription.id)))?.expiresAt).to.deep.equal(grant.after);
    });

    it('an end that no grant has put there is refused', async () => {
      const { subscription } = await aStoredSubscription(store().unitOfWork);
      const { subscription: longer } = subscription.granted({ ref: 'gift:1', kind: 'gift', days: 7, now: NOW });
      await refusal(run((tx) => tx.subscriptions.save(longer)), Error);
      expect((await run((tx) => tx.subscriptions.find(subscription.id)))?.expiresAt).to.deep.equal(subscription.expiresAt);
    });

    it('two purchases at once add up (case 75)', async () => {
      const { subscription } = await aStoredSubscription(store().unitOfWork, 30);
      const extend = (ref: string, days: number) =>
        run(async (tx) => {
          const current = await tx.subscriptions.lock(subscription.id);
          if (!current) throw new Error('the subscription is gone');
          const next = current.granted({ ref, kind: 'purchase', days, now: NOW });
          if (await tx.subscriptions.addGrant(next.grant)) await tx.subscriptions.save(next.subscription);
        });
      await Promise.all([extend('order:a', 30), extend('order:b', 7), extend('order:a', 30)]);
      expect((await run((tx) => tx.subscriptions.find(subscription.id)))?.expiresAt).to.deep.equal(secondsAfter(67 * DAY));
    });

    it('a closed subscription stays closed', async () => {
      const { subscription } = await aStoredSubscription(store().unitOfWork);
      const closed = subscription.moved('closed');
      await run((tx) => tx.subscriptions.save(closed));
      await refusal(run((tx) => tx.subscriptions.save(subscription)), ImpossibleMove);
    });

    it('somebody sees their own, the newest first, and none that were closed', async () => {
      const { subscription: first } = await aStoredSubscription(store().unitOfWork);
      const later = minutesAfter(5);
      const { subscription: stranger } = await aStoredSubscription(store().unitOfWork);
      const second = await ownedBy(first.userId, later);
      const closed = await ownedBy(first.userId, later);
      await run((tx) => tx.subscriptions.save(closed.moved('closed')));
      const own = await run((tx) => tx.subscriptions.ofUser(first.userId));
      expect(own.map(({ id }) => id)).to.deep.equal([second.id, first.id]);
      expect((await run((tx) => tx.subscriptions.ofUser(stranger.userId))).map(({ id }) => id)).to.deep.equal([stranger.id]);
      const newcomer = await aPersonWith(store().unitOfWork);
      expect(await run((tx) => tx.subscriptions.ofUser(newcomer))).to.deep.equal([]);
    });

    it('those that somebody has to look at are found, the longest waiting first', async () => {
      const { subscription: long } = await aStoredSubscription(store().unitOfWork, 30);
      const { subscription: short } = await aStoredSubscription(store().unitOfWork, 4);
      const { subscription: shorter } = await aStoredSubscription(store().unitOfWork, 1);
      const own = [long.id, short.id, shorter.id];
      const found = async (days: number) => (await run((tx) => tx.subscriptions.due(secondsAfter(days * DAY), 10))).filter((id) => own.includes(id));
      expect(await found(0)).to.deep.equal([]);
      // A reminder comes three days before the end, and what is shorter ends first.
      expect(await found(1)).to.have.members([shorter.id, short.id]);
      await run((tx) => tx.subscriptions.save(shorter.moved('expired')));
      expect(await found(27)).to.deep.equal([short.id, long.id]);
      await run((tx) => tx.subscriptions.save(short.attended(undefined)));
      expect(await found(27)).to.deep.equal([long.id]);
    });

    it('what was granted is listed, the newest first', async () => {
      const { subscription, grant } = await aStoredSubscription(store().unitOfWork);
      const more = subscription.granted({ ref: `${grant.ref}:more`, kind: 'gift', days: 1, now: NOW });
      await run(async (tx) => {
        await tx.subscriptions.addGrant(more.grant);
        await tx.subscriptions.save(more.subscription);
      });
      expect(await run((tx) => tx.subscriptions.grantsOf(subscription.id))).to.deep.equal([more.grant, grant]);
    });

    async function ownedBy(userId: number, now: Date) {
      const { subscription, grant } = await aStoredSubscription(store().unitOfWork, 30, now);
      const own = Subscription.open({ id: nextId(), userId, name: 'Other', planId: subscription.planId, allowance: FREELY, now });
      const granted = own.granted({ ref: `${grant.ref}:again`, kind: 'purchase', days: 30, now });
      await run(async (tx) => {
        await tx.subscriptions.add(granted.subscription);
        await tx.subscriptions.addGrant(granted.grant);
      });
      return granted.subscription;
    }
  });
}
