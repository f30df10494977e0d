import { expect } from 'chai';
import type { Panel } from '#domain/vpn/panel.js';
import { VpnAccount } from '#domain/vpn/vpn-account.js';
import type { Transaction } from '#use-cases/ports/persistence/unit-of-work.js';
import { minutesAfter, NOW, secondsAfter } from '../../../builders/now.js';
import { type OpenPersistence, usePersistence } from '../persistence-under-test.js';
import { aStoredSubscription } from './a-subscription.js';

const PANEL: Panel = { id: 'de-1', kind: 'marzban', title: 'Germany', placement: ['VLESS TCP REALITY'], capacity: 100, state: 'open', position: 1 };
const SETTINGS = { BASE_URL: 'https://panel.example', PASSWORD: 'quite "secret"; and ключ' };

/** How panels are reached, and what is known of the accounts on them. */
export function panelsContract(label: string, open: OpenPersistence): void {
  describe(`the way to panels, and their accounts, on ${label}`, () => {
    const store = usePersistence(open);
    const run = <Result>(work: (tx: Transaction) => Promise<Result>) => store().unitOfWork.run(work);

    it('a panel is kept together with its settings, and replaced with others', async () => {
      const { panelVault } = store();
      expect(await panelVault.load('de-1')).to.equal(undefined);
      await panelVault.save(PANEL, SETTINGS);
      expect(await run((tx) => tx.panels.find('de-1'))).to.deep.equal(PANEL);
      const first = await panelVault.load('de-1');
      expect(first).to.deep.include({ kind: 'marzban', settings: SETTINGS });
      await panelVault.save({ ...PANEL, title: 'Berlin' }, { ...SETTINGS, PASSWORD: 'another' });
      const second = await panelVault.load('de-1');
      expect(second?.settings).to.deep.equal({ ...SETTINGS, PASSWORD: 'another' });
      expect(second?.revision).to.not.equal(first?.revision);
      expect(await run((tx) => tx.panels.all())).to.deep.equal([{ ...PANEL, title: 'Berlin' }]);
    });

    it('whatever is changed about a panel shows, and leaves its settings alone', async () => {
      const { panelVault } = store();
      await panelVault.save(PANEL, SETTINGS);
      const before = await panelVault.load('de-1');
      await run((tx) => tx.panels.save({ ...PANEL, state: 'closed' }));
      const after = await panelVault.load('de-1');
      expect(after?.settings).to.deep.equal(SETTINGS);
      expect(after?.revision).to.not.equal(before?.revision);
    });

    it('a panel without settings says so', async () => {
      await run((tx) => tx.panels.save(PANEL));
      expect(await store().panelVault.load('de-1')).to.deep.include({ kind: 'marzban', settings: undefined });
    });

    async function stored(key: string, panelId = 'de-1') {
      const { subscription } = await aStoredSubscription(store().unitOfWork);
      const account = VpnAccount.wanted({ subscriptionId: subscription.id, panelId, key, now: NOW });
      await run((tx) => tx.vpnAccounts.add(account));
      return { subscription, account };
    }

    async function settled(key: string, how: 'applied' | 'gone' = 'applied') {
      const { subscription, account } = await stored(key);
      await run(async (tx) => {
        const claim = await tx.vpnAccounts.claim(account, NOW, secondsAfter(30));
        if (!claim) throw new Error('there was nothing to claim');
        const observed = { link: 'x', usedBytes: 0n, lifetimeBytes: 0n };
        const done = how === 'gone' ? claim.account.gone(NOW) : claim.account.applied(subscription, observed, NOW, subscription.version);
        await tx.vpnAccounts.release(done, claim.fence);
      });
      return subscription;
    }

    it('an account is found by its name on its panel', async () => {
      const { account } = await stored('s_one');
      await stored('s_one', 'nl-1');
      const found = await run((tx) => tx.vpnAccounts.findByKey('de-1', 's_one'));
      expect(found?.subscriptionId).to.equal(account.subscriptionId);
      expect(await run((tx) => tx.vpnAccounts.findByKey('fr-1', 's_one'))).to.equal(undefined);
      expect(await run((tx) => tx.vpnAccounts.findByKey('de-1', 's_two'))).to.equal(undefined);
    });

    it('accounts are read with what their subscription says', async () => {
      const subscription = await settled('s_one');
      const [account, ...more] = await store().panelAccounts.named('de-1', ['s_one', 's_unheard_of']);
      expect(more).to.deep.equal([]);
      expect(account).to.deep.equal({
        key: 's_one',
        subscriptionId: subscription.id,
        state: 'kept',
        settled: true,
        checkedAt: NOW,
        subscriptionState: 'active',
        expiresAt: subscription.expiresAt,
        allowance: subscription.allowance,
      });
      expect(await store().panelAccounts.named('nl-1', ['s_one'])).to.deep.equal([]);
    });

    it('an account is settled while its panel knows the newest of its subscription, and nobody is about to tell it', async () => {
      const isSettled = async () => (await store().panelAccounts.named('de-1', ['s_one']))[0]?.settled;
      const subscription = await settled('s_one');
      await run((tx) => tx.subscriptions.save(subscription.rotated()));
      expect(await isSettled()).to.equal(false);
      await store().reset();
      const other = await settled('s_one');
      await run((tx) => tx.vpnAccounts.wake(other.id, minutesAfter(1)));
      expect(await isSettled()).to.equal(false);
      await store().reset();
      await stored('s_one');
      expect(await isSettled()).to.equal(false);
    });

    it('a panel\'s accounts are read on from a key, the gone ones left out', async () => {
      for (const key of ['s_c', 's_a', 's_d']) await stored(key);
      await settled('s_b', 'gone');
      await stored('s_a', 'nl-1');
      const keysAfter = async (key: string, limit: number) => (await store().panelAccounts.after('de-1', key, limit)).map((account) => account.key);
      expect(await keysAfter('', 2)).to.deep.equal(['s_a', 's_c']);
      expect(await keysAfter('s_c', 2)).to.deep.equal(['s_d']);
      expect(await keysAfter('s_d', 2)).to.deep.equal([]);
      expect((await store().panelAccounts.named('de-1', ['s_b']))[0]).to.include({ state: 'gone', settled: false });
    });
  });
}
