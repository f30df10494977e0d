import { expect } from 'chai';
import { PanelConflict, PanelError, PanelNotFound, PanelRetryable } from '#use-cases/ports/panels/panel-error.js';
import type { PanelAccountSpec, PanelAccountState } from '#use-cases/ports/panels/vpn-panel.js';
import { aPanelAccount, rotated } from './a-panel-account.js';
import { failureOf } from '../payments/gateway-world.js';
import type { PanelWorld } from './panel-world.js';

const DAY = 86_400;
const GIB = 1n << 30n;

/** What any panel must do, whoever is behind it. */
export function vpnPanelContract(name: string, open: () => Promise<PanelWorld>): void {
  describe(`${name} as a VPN panel`, () => {
    let world: PanelWorld;

    beforeEach(async () => {
      world = await open();
    });
    afterEach(() => world.close());

    const account = (changes: Partial<PanelAccountSpec> = {}) => aPanelAccount({ now: world.now(), placement: world.placement, ...changes });
    const later = (spec: PanelAccountSpec, days: number): PanelAccountSpec => ({ ...spec, expiresAt: new Date((spec.expiresAt?.getTime() ?? 0) + days * DAY * 1000) });
    const found = async (spec: PanelAccountSpec): Promise<PanelAccountState> => {
      const state = await world.panel.find(spec);
      if (!state) throw new Error('the account is gone');
      return state;
    };

    it('creates the account a spec describes and reads it back', async () => {
      const spec = account({ trafficLimitBytes: 100n * GIB });
      const state = await world.panel.ensure(spec);
      expect(state).to.include({ key: spec.key, marker: spec.marker, status: 'active', enabled: true, trafficLimitBytes: 100n * GIB, usedBytes: 0n });
      expect(state.expiresAt?.getTime()).to.equal(spec.expiresAt?.getTime());
      expect(state.placement).to.have.members([...spec.placement]);
      expect(new URL(state.subscriptionUrl).protocol).to.match(/^https?:$/);
    });

    it('makes an account without an end, without a limit', async () => {
      const spec = account({ expiresAt: undefined, trafficLimitBytes: undefined });
      const state = await world.panel.ensure(spec);
      expect(state).to.include({ status: 'active', expiresAt: undefined, trafficLimitBytes: undefined });
    });

    it('changes nothing when the same is said twice', async () => {
      const spec = account({ trafficLimitBytes: GIB });
      await world.panel.ensure(spec);
      const credential = world.really(spec.key)?.credential;
      world.use(spec.key, 5n);
      const again = await world.panel.ensure(spec);
      expect(again).to.include({ usedBytes: 5n, status: 'active' });
      expect(again.expiresAt?.getTime()).to.equal(spec.expiresAt?.getTime());
      expect(world.accountsOf(spec.key)).to.equal(1);
      expect(world.really(spec.key)?.credential).to.equal(credential);
    });

    it('makes one account of many equal wishes at once', async () => {
      const spec = account();
      const outcomes = await Promise.allSettled(Array.from({ length: 10 }, () => world.panel.ensure(spec)));
      expect(outcomes.some(({ status }) => status === 'fulfilled')).to.equal(true);
      expect(world.accountsOf(spec.key)).to.equal(1);
      expect(await found(spec)).to.include({ status: 'active', marker: spec.marker });
    });

    it('does not lose an account whose creation was not answered', async () => {
      const spec = account();
      world.loseNextAnswer();
      const first = await world.panel.ensure(spec).catch((error: unknown) => error);
      if (first instanceof Error) expect(first).to.be.instanceOf(PanelError).and.include({ outcome: 'unknown' });
      expect(await world.panel.ensure(spec)).to.include({ status: 'active', marker: spec.marker });
      expect(world.accountsOf(spec.key)).to.equal(1);
    });

    it('says that nothing happened only when nothing happened', async () => {
      const spec = account();
      world.failNextCall();
      const first = await world.panel.ensure(spec).catch((error: unknown) => error);
      if (first instanceof PanelError && first.outcome === 'not_applied') expect(world.accountsOf(spec.key)).to.equal(0);
      expect(await world.panel.ensure(spec)).to.include({ status: 'active' });
    });

    it('extends to an absolute date, once however often it is told', async () => {
      const spec = account();
      await world.panel.ensure(spec);
      const extended = later(spec, 30);
      await world.panel.ensure(extended);
      const state = await world.panel.ensure(extended);
      expect(state.expiresAt?.getTime()).to.equal(extended.expiresAt?.getTime());
    });

    it('wakes an expired account by extending it', async () => {
      const spec = account();
      await world.panel.ensure(spec);
      world.pass(31 * DAY);
      expect(await found(spec)).to.include({ status: 'expired' });
      const extended = later(spec, 60);
      expect(await world.panel.ensure(extended)).to.include({ status: 'active' });
      expect(world.really(spec.key)).to.include({ enabled: true });
    });

    it('shows an account over its limit as limited, and wakes it with a larger one', async () => {
      const spec = account({ trafficLimitBytes: GIB });
      await world.panel.ensure(spec);
      world.use(spec.key, GIB + 7n);
      expect(await found(spec)).to.include({ status: 'limited', usedBytes: GIB + 7n });
      expect(await world.panel.ensure({ ...spec, trafficLimitBytes: 2n * GIB })).to.include({ status: 'active', usedBytes: GIB + 7n });
    });

    it('switches an account off and on, and both may be said twice', async () => {
      const spec = account();
      await world.panel.ensure(spec);
      for (const enabled of [false, false, true, true]) {
        expect(await world.panel.setEnabled(spec, enabled)).to.include({ enabled, status: enabled ? 'active' : 'disabled' });
        expect(world.really(spec.key)).to.include({ enabled });
      }
    });

    it('brings an account to disabled and back by its spec', async () => {
      const spec = account();
      await world.panel.ensure(spec);
      expect(await world.panel.ensure({ ...spec, enabled: false })).to.include({ status: 'disabled' });
      expect(world.really(spec.key)).to.include({ enabled: false });
      expect(await world.panel.ensure(later(spec, 1))).to.include({ status: 'active' });
    });

    it('creates an account that shall be disabled as disabled', async () => {
      const spec = account({ enabled: false });
      expect(await world.panel.ensure(spec)).to.include({ status: 'disabled', enabled: false });
      expect(world.really(spec.key)).to.include({ enabled: false });
    });

    it('forgets the usage on a reset and keeps everything else', async () => {
      const spec = account({ trafficLimitBytes: GIB });
      await world.panel.ensure(spec);
      world.use(spec.key, GIB);
      const state = await world.panel.resetUsage(spec);
      expect(state).to.include({ usedBytes: 0n, status: 'active', trafficLimitBytes: GIB });
      expect(state.expiresAt?.getTime()).to.equal(spec.expiresAt?.getTime());
    });

    it('does not wake a disabled account by forgetting its usage', async () => {
      const spec = account({ enabled: false });
      await world.panel.ensure(spec);
      expect(await world.panel.resetUsage(spec)).to.include({ status: 'disabled' });
      expect(world.really(spec.key)).to.include({ enabled: false });
    });

    it('replaces the secrets of an account whose link leaked', async () => {
      const spec = account();
      const before = await world.panel.ensure(spec);
      const old = world.really(spec.key)?.credential;
      const next = rotated(spec);
      const after = await world.panel.rotate(next);
      expect(after.subscriptionUrl).to.not.equal(before.subscriptionUrl);
      expect(world.really(spec.key)?.credential).to.not.equal(old);
      const fresh = world.really(spec.key)?.credential;
      await world.panel.ensure(next);
      expect(world.really(spec.key)?.credential).to.equal(fresh);
    });

    it('never touches an account of the same name that is not ours', async () => {
      const spec = account();
      for (const marker of [undefined, 'shop:somebody-else', 'a note of the operator']) {
        world.plant({ ...spec, trafficLimitBytes: 7n * GIB }, marker);
        const before = world.really(spec.key);
        const calls = [world.panel.ensure(spec), world.panel.find(spec), world.panel.setEnabled(spec, false), world.panel.resetUsage(spec), world.panel.rotate(spec), world.panel.remove(spec)];
        for (const error of await Promise.all(calls.map(failureOf))) expect(error).to.be.instanceOf(PanelConflict).and.include({ outcome: 'not_applied' });
        expect(world.really(spec.key)).to.deep.equal(before);
      }
    });

    it('removes an account, and one that is gone is removed', async () => {
      const spec = account();
      await world.panel.ensure(spec);
      await world.panel.remove(spec);
      expect(world.accountsOf(spec.key)).to.equal(0);
      await world.panel.remove(spec);
      expect(await world.panel.find(spec)).to.equal(undefined);
    });

    it('makes an account again that somebody removed there', async () => {
      const spec = account();
      await world.panel.ensure(spec);
      await world.panel.remove(spec);
      expect(await world.panel.ensure(later(spec, 30))).to.include({ status: 'active', marker: spec.marker });
    });

    it('says of an account it does not know that there is none', async () => {
      const spec = account();
      expect(await world.panel.find(spec)).to.equal(undefined);
      for (const call of [world.panel.setEnabled(spec, true), world.panel.resetUsage(spec), world.panel.rotate(spec)]) {
        expect(await failureOf(call)).to.be.instanceOf(PanelNotFound).and.include({ outcome: 'not_applied' });
      }
    });

    it('lists every account once, ours and foreign', async () => {
      const ours: PanelAccountSpec[] = [];
      for (let count = 0; count < 12; count += 1) ours.push(account());
      for (const spec of ours) await world.panel.ensure(spec);
      const foreign = account();
      world.plant(foreign, undefined);
      const seen: PanelAccountState[] = [];
      let cursor: string | undefined;
      do {
        const page = await world.panel.list(cursor);
        seen.push(...page.accounts);
        cursor = page.nextCursor;
      } while (cursor !== undefined);
      expect(seen.map(({ key }) => key)).to.have.members([...ours, foreign].map(({ key }) => key));
      expect(seen.find(({ key }) => key === foreign.key)?.marker).to.equal(undefined);
      expect(seen.find(({ key }) => key === ours[3]?.key)).to.include({ marker: ours[3]?.marker, status: 'active' });
    });

    it('is well', async () => {
      expect(await world.panel.health(world.placement)).to.deep.include({ ok: true, troubles: [] });
    });

    it('throws nothing but what its port names', async () => {
      const spec = account();
      world.failNextCall();
      const error = await world.panel.find(spec).catch((failure: unknown) => failure);
      if (error instanceof Error) expect(error).to.be.instanceOf(PanelRetryable);
    });
  });
}
