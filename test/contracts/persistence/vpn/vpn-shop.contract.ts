import { expect } from 'chai';
import { Subscription } from '#domain/vpn/subscription.js';
import type { Panel } from '#domain/vpn/panel.js';
import type { Transaction } from '#use-cases/ports/persistence/unit-of-work.js';
import { NOW, secondsAfter } from '../../../builders/now.js';
import type { OpenPersistence, PersistenceUnderTest } from '../persistence-under-test.js';
import { aStoredOrder } from '../kit/stock.js';
import { aStoredSubscription } from './a-subscription.js';

const PANEL: Panel = { id: 'de-1', kind: 'marzban', title: 'Germany', placement: ['VLESS TCP REALITY'], capacity: 100, state: 'open', position: 2 };

/** Where subscriptions live, what they have used, and what happens once only. */
export function vpnShopContract(label: string, open: OpenPersistence): void {
  describe(`panels, trials, renewals and usage on ${label}`, () => {
    let store: PersistenceUnderTest;
    before(async () => {
      store = await open();
    });
    beforeEach(() => store.reset());
    const run = <Result>(work: (tx: Transaction) => Promise<Result>): Promise<Result> => store.unitOfWork.run(work);

    it('panels are kept in their order, and saved again in their place', async () => {
      const other: Panel = { ...PANEL, id: 'nl-1', capacity: undefined, position: 1 };
      await run(async (tx) => {
        await tx.panels.save(PANEL);
        await tx.panels.save(other);
      });
      await run((tx) => tx.panels.save({ ...PANEL, state: 'closed', title: 'Berlin' }));
      expect(await run((tx) => tx.panels.all())).to.deep.equal([other, { ...PANEL, state: 'closed', title: 'Berlin' }]);
      expect(await run((tx) => tx.panels.find('nl-1'))).to.deep.equal(other);
      expect(await run((tx) => tx.panels.find('fr-1'))).to.equal(undefined);
    });

    it('a person takes the trial once, whichever of many taps comes first (case 83)', async () => {
      const { subscription } = await aStoredSubscription(store.unitOfWork);
      expect(await run((tx) => tx.trials.isTaken('person'))).to.equal(false);
      const takes = await Promise.all(Array.from({ length: 20 }, () => run((tx) => tx.trials.take('person', subscription.id, NOW))));
      expect(takes.filter(Boolean)).to.have.lengthOf(1);
      expect(await run((tx) => tx.trials.isTaken('person'))).to.equal(true);
    });

    it('a period is carried over by one order', async () => {
      const { subscription } = await aStoredSubscription(store.unitOfWork);
      const period = { subscriptionId: subscription.id, periodEnd: subscription.expiresAt };
      const [first, second] = [await aStoredOrder(store.unitOfWork), await aStoredOrder(store.unitOfWork)];
      expect(await run((tx) => tx.renewals.find(period))).to.equal(undefined);
      expect(await run((tx) => tx.renewals.add(period, first.id))).to.equal(true);
      expect(await run((tx) => tx.renewals.add(period, second.id))).to.equal(false);
      expect(await run((tx) => tx.renewals.find(period))).to.equal(first.id);
      expect(await run((tx) => tx.renewals.add({ ...period, periodEnd: secondsAfter(1) }, second.id))).to.equal(true);
    });

    it('what is used adds up by the day, of each subscription apart, and old days are forgotten', async () => {
      const [one, other] = [await aStoredSubscription(store.unitOfWork), await aStoredSubscription(store.unitOfWork)];
      await run(async (tx) => {
        await tx.usage.add(one.subscription.id, '2026-03-10', 5n);
        await tx.usage.add(one.subscription.id, '2026-03-12', 1n << 50n);
        await tx.usage.add(one.subscription.id, '2026-03-10', 2n);
        await tx.usage.add(other.subscription.id, '2026-03-11', 9n);
      });
      const days = (since: string) => run((tx) => tx.usage.since(one.subscription.id, since));
      expect(await days('2026-03-01')).to.deep.equal([{ day: '2026-03-10', bytes: 7n }, { day: '2026-03-12', bytes: 1n << 50n }]);
      expect(await days('2026-03-11')).to.deep.equal([{ day: '2026-03-12', bytes: 1n << 50n }]);
      await run((tx) => tx.usage.removeBefore('2026-03-12'));
      expect(await days('2026-03-01')).to.deep.equal([{ day: '2026-03-12', bytes: 1n << 50n }]);
    });

    it('an end moves only with its grant, whatever else changes', async () => {
      const { subscription } = await aStoredSubscription(store.unitOfWork);
      await run((tx) => tx.subscriptions.save(subscription.attended(secondsAfter(60)).named('Laptop')));
      const saved = await run((tx) => tx.subscriptions.find(subscription.id));
      expect([saved?.name, saved?.nextEventAt, saved?.expiresAt]).to.deep.equal(['Laptop', secondsAfter(60), subscription.expiresAt]);
      expect(saved).to.be.instanceOf(Subscription);
    });
  });
}
