import { expect } from 'chai';
import { MemoryUnitOfWork } from '#adapters/outbound/memory/persistence/memory-unit-of-work.js';
import { MemoryVpnPanel } from '#adapters/outbound/memory/providers/memory-vpn-panel.js';
import { MemoryVpnPanels } from '#adapters/outbound/memory/providers/memory-vpn-panels.js';
import { FixedClock } from '#adapters/outbound/memory/runtime/fixed-clock.js';
import { MemoryMetrics } from '#adapters/outbound/memory/runtime/memory-metrics.js';
import { UnknownPanel } from '#domain/vpn/panel.js';
import { VpnAccount } from '#domain/vpn/vpn-account.js';
import { ReceivePanelWebhook } from '#use-cases/vpn/panels/receive-panel-webhook.js';
import { refusal } from '../../../contracts/persistence/kit/refusal.js';
import { aStoredSubscription } from '../../../contracts/persistence/vpn/a-subscription.js';

const KEY = 's_aaaaaaaaaaaaaaaaaaaaaaaaaa';
const MINUTE_MS = 60_000;

describe('what a panel tells by itself', () => {
  let clock: FixedClock;
  let memory: MemoryUnitOfWork;
  let metrics: MemoryMetrics;
  let receive: ReceivePanelWebhook;
  let applied: (account: VpnAccount) => VpnAccount;

  beforeEach(async () => {
    clock = new FixedClock();
    memory = new MemoryUnitOfWork({ clock });
    metrics = new MemoryMetrics();
    receive = new ReceivePanelWebhook(memory, new MemoryVpnPanels([new MemoryVpnPanel(clock, 'de-1'), new MemoryVpnPanel(clock, 'nl-1')]), clock, metrics);
    const { subscription } = await aStoredSubscription(memory, 30, clock.now());
    const wanted = VpnAccount.wanted({ subscriptionId: subscription.id, panelId: 'de-1', key: KEY, now: clock.now() });
    await memory.run((tx) => tx.vpnAccounts.add(wanted));
    applied = (account) => account.applied(subscription, { link: 'x', usedBytes: 0n, lifetimeBytes: 0n }, clock.now(), subscription.version);
    await release(applied);
  });

  /** What a worker writes when it is done with the account. */
  async function release(done: (account: VpnAccount) => VpnAccount): Promise<void> {
    await memory.run(async (tx) => {
      const account = await tx.vpnAccounts.findByKey('de-1', KEY);
      const claim = account && (await tx.vpnAccounts.claim(account, clock.now(), new Date(clock.now().getTime() + 1_000)));
      if (!claim) throw new Error('there was nothing to claim');
      await tx.vpnAccounts.release(done(claim.account), claim.fence);
    });
  }

  const tell = (text = KEY, panelId = 'de-1', signature = 'genuine') =>
    receive.execute({ panelId, request: { body: new TextEncoder().encode(text), headers: { 'x-signature': signature } } });
  /** Whether somebody was asked to look at the account since. */
  const isHeeded = () => memory.takeJobs().some(({ name }) => name === 'look-at-account');
  const stored = (panelId = 'de-1') => memory.run((tx) => tx.inbox.find(`panel:${panelId}`, KEY));

  it('has the account it names looked at, and of the news itself nothing is kept', async () => {
    clock.advance(MINUTE_MS);
    expect(await tell()).to.deep.equal({ accepted: true, repeated: false });
    expect(isHeeded()).to.equal(true);
    expect((await stored())?.body).to.have.length(0);
    expect((await stored())?.state).to.equal('processed');
    expect(metrics.counted('polaris_webhooks_total', { gateway: 'panel:de-1', verdict: 'new' })).to.equal(1);
  });

  it('is not heeded about an account that was looked at within a minute: it is our own echo', async () => {
    clock.advance(MINUTE_MS - 1);
    expect(await tell()).to.include({ accepted: true });
    expect(isHeeded()).to.equal(false);
  });

  it('counts once, however often it is sent', async () => {
    clock.advance(MINUTE_MS);
    await tell();
    expect(isHeeded()).to.equal(true);
    expect(await tell()).to.deep.equal({ accepted: true, repeated: true });
    expect(isHeeded()).to.equal(false);

  });

  it('does not press a panel that has just failed', async () => {
    clock.advance(MINUTE_MS);
    await memory.run(async (tx) => {
      const account = await tx.vpnAccounts.findByKey('de-1', KEY);
      await tx.vpnAccounts.wake(account?.subscriptionId ?? '', clock.now());
    });
    await release((account) => account.failed('unreachable', clock.now(), 10 * MINUTE_MS));
    clock.advance(MINUTE_MS);
    await tell();
    expect(isHeeded()).to.equal(false);
  });

  it('changes nothing when it is forged', async () => {
    clock.advance(MINUTE_MS);
    expect(await tell(KEY, 'de-1', 'guessed')).to.deep.equal({ accepted: false, reason: 'bad-signature' });
    expect(isHeeded()).to.equal(false);
    expect(await stored()).to.equal(undefined);
    expect(metrics.counted('polaris_webhooks_total', { gateway: 'panel:de-1', verdict: 'bad-signature' })).to.equal(1);
  });

  it('concerns that panel\'s accounts alone, and names nobody we do not know', async () => {
    clock.advance(MINUTE_MS);
    expect(await tell(KEY, 'nl-1')).to.include({ accepted: true });
    expect(await tell('somebody')).to.include({ accepted: true });
    expect(isHeeded()).to.equal(false);
    await refusal(tell(KEY, 'fr-1'), UnknownPanel);
  });

  it('does not wake an account that is gone', async () => {
    clock.advance(MINUTE_MS);
    await memory.run(async (tx) => {
      const account = await tx.vpnAccounts.findByKey('de-1', KEY);
      await tx.vpnAccounts.wake(account?.subscriptionId ?? '', clock.now());
    });
    await release((account) => account.gone(clock.now()));
    clock.advance(MINUTE_MS);
    await tell();
    expect(isHeeded()).to.equal(false);
  });

  it('is forgotten after a day', async () => {
    await tell();
    clock.advance(24 * 60 * MINUTE_MS + 1);
    await tell('later news');
    expect(await stored()).to.equal(undefined);
  });
});
