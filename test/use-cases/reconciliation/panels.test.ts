import { expect } from 'chai';
import { PanelRetryable } from '#use-cases/ports/panels/panel-error.js';
import { PanelComparison } from './panel-comparison.js';

const FOREIGN = 'made by the neighbour';

describe('the comparison with panels', () => {
  let books: PanelComparison;
  beforeEach(async () => {
    books = new PanelComparison();
    await books.addPanel('de-1');
  });

  it('finds nothing while both sides agree, over many pages', async () => {
    for (let more = 0; more < 120; more += 1) await books.lodge();
    const report = await books.run();
    expect(report.open).to.deep.equal([]);
    expect(report.compared).to.deep.equal({ 'panel:de-1 accounts': 120, 'panel:de-1 rows': 120 });
    expect(books.panel.calls.filter((step) => step === 'list')).to.have.length(3);
    expect(books.panel.calls).to.not.include('find');
  });

  it('has the account of a running subscription made again where it is missing, and tells nobody (case 79)', async () => {
    const { subscription, spec } = await books.lodge();
    await books.panel.remove(spec);
    const report = await books.run();
    expect(report.open.map(({ kind, subject }) => `${kind} ${subject}`)).to.deep.equal([`account-missing de-1:${spec.key}`]);
    expect(report.repaired).to.equal(1);
    expect(await books.due()).to.deep.equal([subscription.id]);
    await books.panel.ensure(spec);
    await books.write(subscription, (account) => account.applied(subscription, { link: 'x', usedBytes: 0n, lifetimeBytes: 0n }, books.clock.now(), subscription.version));
    expect(await books.run()).to.include({ found: 0, resolved: 1 });
    expect([...books.panel.accounts.keys()]).to.deep.equal([spec.key]);
    expect(books.alerts()).to.deep.equal([]);
  });

  it('calls for a person when making it again did not help', async () => {
    const { subscription, spec } = await books.lodge();
    await books.panel.remove(spec);
    await books.run();
    await books.write(subscription, (account) => account.applied(subscription, { link: 'x', usedBytes: 0n, lifetimeBytes: 0n }, books.clock.now(), subscription.version));
    await books.run();
    expect(books.alerts()).to.deep.equal(['discrepancy-account-missing']);
  });

  it('misses nothing of a subscription that is over', async () => {
    const { spec } = await books.lodge(1);
    await books.panel.remove(spec);
    books.clock.advance(2 * 24 * 60 * 60_000);
    expect(await books.found()).to.deep.equal([]);
  });

  it('reports what was changed by hand, each thing with both sides, and leaves it as it is (case 77)', async () => {
    const { subscription, spec } = await books.lodge();
    const end = new Date('2099-01-01T00:00:00.000Z');
    const changed = { ...spec, expiresAt: end, trafficLimitBytes: 5n, deviceLimit: 3, enabled: false };
    await books.panel.ensure(changed);
    const calls = books.panel.calls.length;
    const { open, repaired } = await books.run();
    expect(open.map(({ kind }) => kind)).to.deep.equal(['account-drifted']);
    expect(open[0]?.facts).to.deep.include({
      panel: 'de-1',
      account: spec.key,
      subscription: subscription.id,
      enabled: 'no there, yes here',
      expires: `2099-01-01T00:00:00.000Z there, ${subscription.expiresAt.toISOString()} here`,
      traffic: '5 there, unlimited here',
      devices: '3 there, unlimited here',
    });
    expect(repaired).to.equal(0);
    expect(await books.due()).to.deep.equal([]);
    expect(books.panel.accounts.get(spec.key)?.spec).to.deep.equal(changed);
    expect(books.panel.calls.slice(calls)).to.deep.equal(['list', 'find']);
    expect(books.alerts()).to.deep.equal(['discrepancy-account-drifted']);
  });

  for (const [what, change] of [
    ['an end', { expiresAt: new Date('2099-01-01T00:00:00.000Z') }],
    ['no end', { expiresAt: undefined }],
    ['a limit of traffic', { trafficLimitBytes: 1n }],
    ['a limit of devices', { deviceLimit: 1 }],
    ['a switch', { enabled: false }],
  ] as const) {
    it(`reports ${what} that was changed by hand alone`, async () => {
      const { spec } = await books.lodge();
      await books.panel.ensure({ ...spec, ...change });
      expect(await books.found()).to.deep.equal([`account-drifted de-1:${spec.key}`]);
    });
  }

  it('does not mind devices where the panel cannot limit them', async () => {
    const { spec } = await books.lodge();
    Object.assign(books.panel, { capabilities: { ...books.panel.capabilities, deviceLimit: 'none' } });
    await books.panel.ensure({ ...spec, deviceLimit: 1 });
    expect(await books.found()).to.deep.equal([]);
  });

  it('reports an account that lets somebody through whose time is over, and no other difference then', async () => {
    const { spec } = await books.lodge(1);
    const { spec: quiet } = await books.lodge(1);
    await books.panel.ensure({ ...spec, expiresAt: undefined });
    await books.panel.ensure({ ...quiet, expiresAt: undefined, enabled: false });
    books.clock.advance(2 * 24 * 60 * 60_000);
    expect(await books.found()).to.deep.equal([`account-drifted de-1:${spec.key}`]);
  });

  it('reports an account of ours that no subscription stands behind any more', async () => {
    const { subscription, spec } = await books.lodge();
    const { subscription: closed, spec: left } = await books.lodge();
    await books.wake(subscription);
    await books.write(subscription, (account) => account.gone(books.clock.now()));
    await books.memory.run((tx) => tx.subscriptions.save(closed.moved('closed')));
    const [now] = await books.memory.run((tx) => tx.vpnAccounts.of(closed.id));
    expect(now?.appliedVersion).to.equal(closed.version);
    await books.wake(closed);
    await books.write(closed, (account) => account.applied(closed.moved('closed'), { link: 'x', usedBytes: 0n, lifetimeBytes: 0n }, books.clock.now(), closed.version + 1));
    books.panel.plant({ ...spec, key: 's_unheard_of' }, 'shop:unheard-of');
    expect((await books.found()).toSorted()).to.deep.equal([`account-orphaned de-1:${spec.key}`, `account-orphaned de-1:${left.key}`, 'account-orphaned de-1:s_unheard_of'].toSorted());
  });

  it('reports a name of ours that somebody else has taken', async () => {
    const { spec } = await books.lodge();
    const { spec: unmarked } = await books.lodge();
    books.panel.plant(spec, FOREIGN);
    books.panel.plant(unmarked, undefined);
    expect((await books.found()).toSorted()).to.deep.equal([`account-foreign de-1:${spec.key}`, `account-foreign de-1:${unmarked.key}`].toSorted());
  });

  it('leaves alone what was never ours', async () => {
    const { spec } = await books.lodge();
    books.panel.plant({ ...spec, key: 'anna' }, 'shop:not-really');
    books.panel.plant({ ...spec, key: 's_anna' }, FOREIGN);
    books.panel.plant({ ...spec, key: 's_Somebody Else' }, 'shop:not-really');
    const { subscription: left, spec: given } = await books.lodge();
    await books.wake(left);
    await books.write(left, (account) => account.gone(books.clock.now()));
    books.panel.plant(given, FOREIGN);
    expect(await books.found()).to.deep.equal([]);
  });

  it('does not mistake what is still under way for a difference', async () => {
    const { subscription, spec } = await books.lodge();
    const { spec: missing } = await books.lodge();
    await books.panel.remove(missing);
    await books.panel.ensure({ ...spec, enabled: false });
    const justNow = await books.memory.run((tx) => tx.vpnAccounts.of(subscription.id));
    expect(justNow[0]?.checkedAt).to.deep.equal(books.clock.now());
    books.clock.advance(-60 * 60_000 + 60_000);
    expect(await books.found()).to.deep.equal([]);
    books.clock.advance(60 * 60_000);
    await books.wake(subscription);
    expect((await books.found()).filter((one) => one.startsWith('account-drifted'))).to.deep.equal([]);
  });

  it('asks once more before it believes a list', async () => {
    const { spec } = await books.lodge();
    const list = books.panel.list.bind(books.panel);
    books.panel.list = async (cursor) => {
      const page = await list(cursor);
      return { ...page, accounts: page.accounts.map((account) => ({ ...account, enabled: false })) };
    };
    expect(await books.found()).to.deep.equal([]);
    books.panel.list = async () => ({ accounts: [], nextCursor: undefined });
    expect(await books.found()).to.deep.equal([]);
    await books.panel.remove(spec);
    expect(await books.found()).to.have.length(1);
  });

  it('names a panel that cannot be asked, resolves nothing about it, and goes on to the others', async () => {
    const { spec } = await books.lodge();
    await books.panel.ensure({ ...spec, enabled: false });
    await books.run();
    await books.addPanel('nl-1');
    await books.addPanel('fr-1');
    books.panel.failNext('list', new PanelRetryable({ panel: 'de-1', operation: 'list', outcome: 'not_applied' }, 'out of order'));
    const report = await books.run();
    expect(report.failed.map(({ source }) => source)).to.deep.equal(['panel:de-1', 'panel:fr-1']);
    expect(report.compared).to.deep.equal({ 'panel:nl-1 accounts': 0, 'panel:nl-1 rows': 0 });
    expect([report.open.length, report.resolved]).to.deep.equal([1, 0]);
  });

  it('finds a panel that was added since the last time', async () => {
    await books.run();
    await books.addPanel('nl-1');
    expect(Object.keys((await books.run()).compared)).to.include('panel:nl-1 accounts');
  });
});
