import { expect } from 'chai';
import { PanelAuth, PanelPermanent, PanelRetryable } from '#use-cases/ports/panels/panel-error.js';
import type { UserFields } from '#sandbox/panels/remnawave/users/user.js';
import type { PanelAccountSpec } from '#use-cases/ports/panels/vpn-panel.js';
import { aPanelAccount, rotated } from '../a-panel-account.js';
import { failureOf } from '../../payments/gateway-world.js';
import { openRemnawaveWorld, type RemnawaveWorld } from './remnawave-world.js';

const DAY = 86_400;
const GIB = 1n << 30n;

for (const major of [2, 3] as const) {
  describe(`Remnawave ${major}.x, as its traps go`, () => {
    let world: RemnawaveWorld;

    beforeEach(async () => {
      world = await openRemnawaveWorld(major);
    });
    afterEach(() => world.close());

    const account = (changes: Partial<PanelAccountSpec> = {}) => aPanelAccount({ now: world.now(), placement: world.placement, ...changes });
    const inDays = (days: number): Date => new Date(world.now().getTime() + days * DAY * 1000);
    const status = (spec: PanelAccountSpec) => world.simulator.inspect(spec.key)?.status;
    const ours = (spec: PanelAccountSpec, fields: UserFields) =>
      world.simulator.plant(spec.key, { description: spec.marker, expireAt: (spec.expiresAt ?? inDays(30)).toISOString(), squads: [...spec.placement], hwidDeviceLimit: 0, ...fields });
    /** What was sent to change something since the last look. */
    const written = (): readonly string[] => {
      const writes = world.writes();
      world.requests.length = 0;
      return writes;
    };

    it('names an account by the address of its major, and only in paths', async () => {
      const spec = account();
      await world.panel.ensure(spec);
      const { id, uuid } = world.simulator.inspect(spec.key) ?? {};
      const address = String(major === 2 ? uuid : id);
      await world.panel.setEnabled(spec, false);
      await world.panel.resetUsage({ ...spec, enabled: false });
      await world.panel.remove(spec);
      expect(world.writes()).to.deep.equal([
        'POST /users/',
        `POST /users/${address}/actions/disable`,
        `POST /users/${address}/actions/reset-traffic`,
        `DELETE /users/${address}`,
      ]);
    });

    it('sends the forwarding headers with every call, without which the panel hangs up', async () => {
      await world.panel.ensure(account());
      expect(world.requests).to.have.length.greaterThan(2);
      for (const { headers } of world.requests) expect(headers).to.include({ 'x-forwarded-proto': 'https', 'x-forwarded-for': '127.0.0.1' });
    });

    it('brings the keys of another front door', async () => {
      const panel = world.panelWith({ API_KEY: 'caddy-key', EXTRA_HEADERS: 'X-Door: open sesame; cookie: aEmFnBcC=WbYWpixX' });
      await panel.ensure(account());
      for (const { headers } of world.requests) expect(headers).to.include({ 'x-api-key': 'caddy-key', 'x-door': 'open sesame', cookie: 'aEmFnBcC=WbYWpixX' });
    });

    it('sends nothing that is so already', async () => {
      const spec = account({ trafficLimitBytes: GIB, deviceLimit: 3, resetStrategy: 'month', telegramId: 42 });
      await world.panel.ensure(spec);
      written();
      await world.panel.ensure(spec);
      await world.panel.setEnabled(spec, true);
      expect(written()).to.deep.equal([]);
    });

    it('brings everything a spec names to what it says', async () => {
      const spec = account();
      await world.panel.ensure(spec);
      const wished: PanelAccountSpec = { ...spec, expiresAt: inDays(90), trafficLimitBytes: 5n * GIB, deviceLimit: 2, resetStrategy: 'week', telegramId: 7_000_000_000, placement: world.placement.slice(1) };
      expect(await world.panel.ensure(wished)).to.deep.include({ trafficLimitBytes: 5n * GIB, deviceLimit: 2, placement: wished.placement });
      expect(world.simulator.inspect(spec.key)).to.include({ trafficLimitStrategy: 'WEEK', telegramId: 7_000_000_000, hwidDeviceLimit: 2 });
      expect(await world.panel.ensure(spec)).to.deep.include({ trafficLimitBytes: undefined, deviceLimit: undefined });
    });

    it('switches the device limit off by a 0, for nothing would mean the default of the panel', async () => {
      const spec = account();
      await world.panel.ensure(spec);
      expect(world.simulator.inspect(spec.key)).to.include({ hwidDeviceLimit: 0 });
      ours(spec, { hwidDeviceLimit: null });
      await world.panel.ensure(spec);
      expect(world.simulator.inspect(spec.key)).to.include({ hwidDeviceLimit: 0 });
    });

    it('wakes an account that the panel still calls expired although its end lies ahead', async () => {
      const spec = account();
      ours(spec, { status: 'EXPIRED' });
      expect(await world.panel.ensure(spec)).to.include({ status: 'active' });
      expect(status(spec)).to.equal('ACTIVE');
    });

    it('wakes an account that the panel still calls limited although its limit is not reached', async () => {
      const spec = account({ trafficLimitBytes: GIB });
      ours(spec, { status: 'LIMITED', trafficLimitBytes: Number(GIB) });
      expect(await world.panel.setEnabled(spec, true)).to.include({ status: 'active' });
      expect(status(spec)).to.equal('ACTIVE');
    });

    it('does not wake an account that is over its limit or its end, as the next job would end it again', async () => {
      const spec = account({ trafficLimitBytes: GIB });
      await world.panel.ensure(spec);
      world.use(spec.key, GIB);
      world.pass(60);
      written();
      expect(await world.panel.ensure(spec)).to.include({ status: 'limited', enabled: true });
      world.pass(31 * DAY);
      expect(await world.panel.ensure(spec)).to.include({ status: 'expired', enabled: true });
      expect(written()).to.deep.equal([]);
    });

    it('says what an account is before the job of the panel has noticed', async () => {
      const spec = account({ expiresAt: inDays(1) });
      await world.panel.ensure(spec);
      world.pass(DAY + 1);
      expect(status(spec)).to.equal('ACTIVE');
      expect(await world.panel.find(spec)).to.include({ status: 'expired' });
    });

    it('switches an expired account off, which a status sent along would not', async () => {
      const spec = account();
      await world.panel.ensure(spec);
      world.pass(40 * DAY);
      expect(status(spec)).to.equal('EXPIRED');
      expect(await world.panel.ensure({ ...spec, enabled: false, expiresAt: inDays(30) })).to.include({ status: 'disabled' });
      expect(status(spec)).to.equal('DISABLED');
    });

    it('switches off what shall have ended already, for a past end cannot be written', async () => {
      const spec = account();
      await world.panel.ensure(spec);
      const over = { ...spec, expiresAt: inDays(-1) };
      for (let time = 0; time < 2; time += 1) expect(await world.panel.ensure(over)).to.include({ status: 'disabled' });
      expect(written().filter((write) => write.includes('/actions/'))).to.have.lengthOf(1);
      expect(await world.panel.ensure({ ...spec, expiresAt: inDays(60) })).to.include({ status: 'active' });
    });

    it('makes an account that has ended already, and leaves the end of one that has', async () => {
      const spec = account({ expiresAt: inDays(-1) });
      expect(await world.panel.ensure(spec)).to.include({ status: 'expired' });
      written();
      expect(await world.panel.ensure({ ...spec, expiresAt: inDays(-2) })).to.include({ status: 'expired' });
      expect(written()).to.deep.equal([]);
    });

    it('compares ends by whole seconds', async () => {
      const spec = account();
      await world.panel.ensure(spec);
      written();
      await world.panel.ensure({ ...spec, expiresAt: new Date((spec.expiresAt?.getTime() ?? 0) + 999) });
      expect(written()).to.deep.equal([]);
    });

    it('rotates once per generation, however often it is told', async () => {
      const spec = account();
      await world.panel.ensure(spec);
      const next = rotated(spec);
      world.loseNextAnswer();
      const { subscriptionUrl } = await world.panel.rotate(next);
      expect(subscriptionUrl).to.satisfy((link: string) => link.endsWith(`/${next.linkToken}`));
      const key = world.really(spec.key)?.credential;
      expect((await world.panel.rotate(next)).subscriptionUrl).to.equal(subscriptionUrl);
      expect(world.really(spec.key)?.credential).to.equal(key);
    });

    it('asks for the squads first, as an unknown one is answered like any mishap', async () => {
      const spec = account();
      await world.panel.ensure(spec);
      written();
      for (const wish of [account({ placement: world.wrongPlacement }), { ...spec, placement: world.wrongPlacement }]) {
        expect(await failureOf(world.panel.ensure(wish))).to.be.instanceOf(PanelPermanent).and.include({ trouble: 'unknown-placement', outcome: 'not_applied' });
      }
      expect(written()).to.deep.equal([]);
    });

    const impossible: readonly (readonly [string, Partial<PanelAccountSpec>])[] = [
      ['a limit of no bytes, which would mean unlimited', { trafficLimitBytes: 0n }],
      ['more bytes than a number holds', { trafficLimitBytes: 1n << 53n }],
      ['half a device', { deviceLimit: 1.5 }],
      ['no device, which would mean any number', { deviceLimit: 0 }],
      ['a fraction of a Telegram id', { telegramId: 1.5 }],
      ['a link token that is too long', { linkToken: 'a'.repeat(49) }],
      ['an end that is no date', { expiresAt: new Date(Number.NaN) }],
    ];
    for (const [what, changes] of impossible) {
      it(`never sends ${what}`, async () => {
        const calls = [world.panel.ensure(account(changes)), world.panel.resetUsage(account(changes)), world.panel.rotate(account(changes))];
        for (const error of await Promise.all(calls.map(failureOf))) expect(error).to.be.instanceOf(PanelPermanent).and.include({ trouble: 'refused' });
        expect(world.requests).to.deep.equal([]);
      });
    }

    it('says of a change that failed behind a change that was made that it may have happened', async () => {
      const spec = account();
      ours(spec, { status: 'DISABLED' });
      world.instead = ({ path }) => (path.endsWith('/actions/enable') ? { status: 401, body: { message: 'Unauthorized', statusCode: 401 } } : undefined);
      const error = await failureOf(world.panel.ensure({ ...spec, expiresAt: inDays(90) }));
      expect(error).to.be.instanceOf(PanelRetryable).and.not.instanceOf(PanelAuth);
      expect(error).to.include({ outcome: 'unknown' });
      world.instead = undefined;
      expect(await world.panel.ensure({ ...spec, expiresAt: inDays(90) })).to.include({ status: 'active' });
    });

    it('sends nothing but the new end to an expired account, which the panel then wakes itself', async () => {
      const spec = account();
      await world.panel.ensure(spec);
      world.pass(40 * DAY);
      written();
      await world.panel.ensure({ ...spec, expiresAt: inDays(30) });
      expect(status(spec)).to.equal('ACTIVE');
      expect(written()).to.deep.equal(['PATCH /users/']);
    });
  });
}
