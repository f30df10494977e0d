import { expect } from 'chai';
import { VpnAccount } from '#domain/vpn/vpn-account.js';
import { LeaseLost } from '#use-cases/ports/persistence/persistence-error.js';
import type { Transaction } from '#use-cases/ports/persistence/unit-of-work.js';
import { minutesAfter, NOW, secondsAfter } from '../../../builders/now.js';
import { plain } from '../kit/plain.js';
import { refusal } from '../kit/refusal.js';
import { aStoredOrder } from '../kit/stock.js';
import { type OpenPersistence, usePersistence } from '../persistence-under-test.js';
import { aStoredAccount, aStoredSubscription } from './a-subscription.js';

export function accountsContract(label: string, open: OpenPersistence): void {
  describe(`accounts on panels on ${label}`, () => {
    const store = usePersistence(open);
    const run = <Result>(work: (tx: Transaction) => Promise<Result>) => store().unitOfWork.run(work);
    const claim = (account: VpnAccount, now = NOW) => run((tx) => tx.vpnAccounts.claim(account, now, secondsAfter(30, now)));
    const claimed = async (account: VpnAccount, now = NOW) => {
      const work = await claim(account, now);
      if (!work) throw new Error('there was nothing to claim');
      return work;
    };

    it('an account is read as it was written', async () => {
      const { subscription } = await aStoredSubscription(store().unitOfWork);
      const wanted = VpnAccount.wanted({ subscriptionId: subscription.id, panelId: 'main', key: 's_abc', now: NOW });
      expect(await run((tx) => tx.vpnAccounts.add(wanted))).to.equal(true);
      expect(await run((tx) => tx.vpnAccounts.add(wanted))).to.equal(false);
      const { account, fence } = await claimed(wanted);
      expect(plain(account)).to.deep.equal(plain(wanted));
      const told = account.applied(subscription, { link: 'https://panel.example/sub/1', usedBytes: 1n << 50n, lifetimeBytes: 1n << 60n }, NOW, subscription.version);
      await run((tx) => tx.vpnAccounts.release(told, fence));
      expect(plain(await run((tx) => tx.vpnAccounts.of(subscription.id)))).to.deep.equal(plain([told]));
      expect(await run((tx) => tx.vpnAccounts.of('nonsense'))).to.deep.equal([]);
    });

    it('one worker has it at a time, and only while it is due', async () => {
      const account = await aStoredAccount(store().unitOfWork, 'main', minutesAfter(1));
      expect(await claim(account)).to.equal(undefined);
      const claims = await Promise.all([claim(account, minutesAfter(1)), claim(account, minutesAfter(1)), claim(account, minutesAfter(1))]);
      expect(claims.filter((work) => work !== undefined)).to.have.length(1);
      expect(await run((tx) => tx.vpnAccounts.due(minutesAfter(1), 10))).to.deep.equal([]);
    });

    it('a worker that outlived its lease writes nothing', async () => {
      const account = await aStoredAccount(store().unitOfWork);
      const slow = await claimed(account);
      const next = await claimed(account, minutesAfter(1));
      await refusal(run((tx) => tx.vpnAccounts.release(slow.account.failed('unreachable', NOW), slow.fence)), LeaseLost);
      await run((tx) => tx.vpnAccounts.release(next.account.failed('unreachable', minutesAfter(1)), next.fence));
      expect((await run((tx) => tx.vpnAccounts.of(account.subscriptionId)))[0]).to.include({ failure: 'unreachable', attempts: 1 });
    });

    it('what is due is found, the longest waiting first, and not what a worker has', async () => {
      const late = await aStoredAccount(store().unitOfWork, 'main', secondsAfter(2));
      const early = await aStoredAccount(store().unitOfWork, 'main', secondsAfter(1));
      const refs = async (now: Date) => (await run((tx) => tx.vpnAccounts.due(now, 10))).map(({ subscriptionId }) => subscriptionId);
      expect(await refs(secondsAfter(5))).to.deep.equal([early.subscriptionId, late.subscriptionId]);
      await claimed(early, secondsAfter(5));
      expect(await refs(secondsAfter(5))).to.deep.equal([late.subscriptionId]);
    });

    it('a change of the subscription makes all its accounts due, but those that are gone', async () => {
      const { subscription } = await aStoredSubscription(store().unitOfWork);
      for (const panelId of ['a', 'b', 'c']) {
        const wanted = VpnAccount.wanted({ subscriptionId: subscription.id, panelId, key: 's_abc', now: NOW });
        await run((tx) => tx.vpnAccounts.add(wanted));
        const { account, fence } = await claimed(wanted);
        const done = panelId === 'c' ? account.gone(NOW) : account.applied(subscription, { link: 'x', usedBytes: 0n, lifetimeBytes: 0n }, NOW, subscription.version);
        await run((tx) => tx.vpnAccounts.release(done, fence));
      }
      expect(await run((tx) => tx.vpnAccounts.due(minutesAfter(60), 10))).to.deep.equal([]);
      await run((tx) => tx.vpnAccounts.wake(subscription.id, minutesAfter(1)));
      expect((await run((tx) => tx.vpnAccounts.due(minutesAfter(1), 10))).map(({ panelId }) => panelId)).to.have.members(['a', 'b']);
      expect(await run((tx) => tx.vpnAccounts.countByPanel())).to.deep.equal(new Map([['a', 1], ['b', 1]]));
    });

    it('what a panel counted is written once, and told with what was there before', async () => {
      const account = await aStoredAccount(store().unitOfWork);
      const other = await aStoredAccount(store().unitOfWork);
      const readings = [
        { key: account.key, usedBytes: 5n, lifetimeBytes: 1n << 60n },
        { key: 'nobody', usedBytes: 1n, lifetimeBytes: 1n },
      ];
      const measure = (panelId = 'main', now = NOW) => run((tx) => tx.vpnAccounts.measure(panelId, readings, now));
      expect(await measure('elsewhere')).to.deep.equal([]);
      expect(await measure()).to.deep.equal([{ subscriptionId: account.subscriptionId, lifetimeBefore: 0n, reading: readings[0] }]);
      expect(await measure()).to.deep.equal([]);
      const [written] = await run((tx) => tx.vpnAccounts.of(account.subscriptionId));
      expect([written?.usedBytes, written?.lifetimeBytes, written?.nextAttemptAt]).to.deep.equal([5n, 1n << 60n, account.nextAttemptAt]);
      const [untouched] = await run((tx) => tx.vpnAccounts.of(other.subscriptionId));
      expect(untouched?.lifetimeBytes).to.equal(0n);
    });

    it('what is counted of an account in somebody\'s hands is left to them', async () => {
      const account = await aStoredAccount(store().unitOfWork);
      await run((tx) => tx.vpnAccounts.claim(account, NOW, minutesAfter(2)));
      const reading = { key: account.key, usedBytes: 5n, lifetimeBytes: 5n };
      expect(await run((tx) => tx.vpnAccounts.measure('main', [reading], minutesAfter(1)))).to.deep.equal([]);
      expect(await run((tx) => tx.vpnAccounts.measure('main', [reading], minutesAfter(3)))).to.have.lengthOf(1);
    });

    it('what is owed for an order is settled once, and found when it is overdue', async () => {
      const { subscription, grant } = await aStoredSubscription(store().unitOfWork);
      const order = await aStoredOrder(store().unitOfWork);
      const owed = { orderId: order.id, subscriptionId: subscription.id, version: subscription.version, grantRef: grant.ref, deadline: minutesAfter(60) };
      await run((tx) => tx.deliveries.add(owed));
      expect(await run((tx) => tx.deliveries.owedFor(subscription.id))).to.deep.equal([owed]);
      expect(await run((tx) => tx.deliveries.lock(order.id))).to.deep.equal(owed);
      expect(await run((tx) => tx.deliveries.overdue(minutesAfter(59), 10))).to.deep.equal([]);
      expect(await run((tx) => tx.deliveries.overdue(minutesAfter(60), 10))).to.deep.equal([order.id]);
      await run((tx) => tx.deliveries.settle(order.id, 'delivered', NOW));
      await refusal(run((tx) => tx.deliveries.settle(order.id, 'refunded', NOW)), Error);
      expect(await run((tx) => tx.deliveries.lock(order.id))).to.equal(undefined);
      expect(await run((tx) => tx.deliveries.owedFor(subscription.id))).to.deep.equal([]);
      expect(await run((tx) => tx.deliveries.overdue(minutesAfter(600), 10))).to.deep.equal([]);
    });
  });
}
