import { expect } from 'chai';
import { PanelConflict, PanelPermanent, PanelRetryable } from '#use-cases/ports/panels/panel-error.js';
import type { PanelAccountSpec } from '#use-cases/ports/panels/vpn-panel.js';
import { aPanelAccount, rotated } from '../a-panel-account.js';
import { failureOf } from '../../payments/gateway-world.js';
import { openXuiWorld, type XuiWorld } from './xui-world.js';

const DAY = 86_400;
const GIB = 1n << 30n;

describe('3x-ui and its traps', () => {
  let world: XuiWorld;

  beforeEach(async () => {
    world = await openXuiWorld();
  });
  afterEach(() => world.close());

  const account = (changes: Partial<PanelAccountSpec> = {}) => aPanelAccount({ now: world.now(), placement: world.placement, ...changes });
  const written = () => world.calls.filter(({ method }) => method === 'POST').map(({ path }) => path.replace(/s_[0-9a-f]{26}/, '*'));
  const stored = (key: string) => world.simulator.client(key);

  describe('an update that replaces the whole client', () => {
    it('keeps everything that a switch does not mean to change', async () => {
      const spec = account({ trafficLimitBytes: 7n * GIB, deviceLimit: 3, telegramId: 42, resetStrategy: 'month' });
      await world.panel.ensure(spec);
      const before = { ...stored(spec.key), enable: false };
      expect(await world.panel.setEnabled(spec, false)).to.include({ status: 'disabled', deviceLimit: 3, trafficLimitBytes: 7n * GIB });
      expect(stored(spec.key)).to.deep.equal(before);
    });

    it('keeps what an operator added by hand', async () => {
      const spec = account();
      await world.panel.ensure(spec);
      const { uuid, ...client } = { ...stored(spec.key), group: 'vip', limitHwid: 2, allowedIPs: ['10.0.0.2/32', '10.0.0.3/32'] };
      world.simulator.plant({ ...client, id: uuid }, [1]);
      await world.panel.ensure({ ...spec, trafficLimitBytes: GIB });
      expect(stored(spec.key)).to.include({ group: 'vip', limitHwid: 2, allowedIPs: '10.0.0.2/32,10.0.0.3/32', totalGB: Number(GIB), comment: spec.marker, enable: true });
    });

    it('takes back an automatic renewal, which would give days nobody paid for', async () => {
      const spec = account();
      await world.panel.ensure(spec);
      const { uuid, ...client } = { ...stored(spec.key), reset: 30, resetDay: 5, allowedIPs: [] };
      world.simulator.plant({ ...client, id: uuid }, [1]);
      await world.panel.ensure(spec);
      expect(stored(spec.key)).to.include({ reset: 0, resetDay: 0 });
    });

    it('sends milliseconds, bytes under a name that says gigabytes, and the flow it was given', async () => {
      const spec = account({ trafficLimitBytes: 5n * GIB, deviceLimit: 2, telegramId: 77, resetStrategy: 'week' });
      await world.panel.ensure(spec);
      expect(stored(spec.key)).to.include({ expiryTime: spec.expiresAt?.getTime(), totalGB: 5 * 2 ** 30, limitIp: 2, tgId: 77 });
      expect(stored(spec.key)).to.include({ trafficReset: 'weekly', flow: 'xtls-rprx-vision', uuid: spec.credential, subId: spec.linkToken });
    });

    it('brings another rhythm of renewal of the traffic', async () => {
      const spec = account({ resetStrategy: 'day' });
      await world.panel.ensure(spec);
      await world.panel.ensure({ ...spec, resetStrategy: 'none' });
      expect(stored(spec.key)).to.include({ trafficReset: 'never' });
    });

    it('is not sent when there is nothing to change', async () => {
      const spec = account({ trafficLimitBytes: GIB });
      await world.panel.ensure(spec);
      await world.panel.ensure(spec);
      expect(written()).to.deep.equal(['panel/api/clients/add']);
    });

    for (const [what, changes] of Object.entries<Partial<PanelAccountSpec>>({
      'no traffic': { trafficLimitBytes: 0n },
      'less than no traffic': { trafficLimitBytes: -1n },
      'more traffic than JSON counts': { trafficLimitBytes: 1n << 53n },
      'no device': { deviceLimit: 0 },
      'half a device': { deviceLimit: 1.5 },
      'an end in 1970': { expiresAt: new Date(0) },
      'an end before the first use': { expiresAt: new Date(-DAY * 1000) },
      'an end that is no date': { expiresAt: new Date(Number.NaN) },
    })) {
      it(`is refused before it is sent with ${what}, which the panel reads as something else`, async () => {
        expect(await failureOf(world.panel.ensure(account(changes)))).to.be.instanceOf(PanelPermanent).and.include({ trouble: 'refused' });
        expect(world.calls).to.deep.equal([]);
      });
    }
  });

  describe('a switch that a job uses too', () => {
    it('off by the job is no wish of anybody: an expired account counts as enabled', async () => {
      const spec = account();
      await world.panel.ensure(spec);
      world.pass(31 * DAY);
      expect(await world.panel.find(spec)).to.include({ status: 'expired', enabled: true });
      expect(stored(spec.key)?.enable).to.equal(false);
    });

    it('is not pushed against the job: an expired account that shall stay so is left alone', async () => {
      const spec = account();
      await world.panel.ensure(spec);
      world.pass(31 * DAY);
      expect(await world.panel.ensure(spec)).to.include({ status: 'expired' });
      expect(written()).to.have.lengthOf(1);
    });

    it('off by a person is', async () => {
      const spec = account();
      await world.panel.ensure(spec);
      world.plant({ ...spec, enabled: false }, spec.marker);
      expect(await world.panel.find(spec)).to.include({ status: 'disabled', enabled: false });
    });

    it('tells an expired account from an active one before the job has come by', async () => {
      const spec = account();
      await world.panel.ensure(spec);
      world.pass(30 * DAY - 1);
      expect(await world.panel.find(spec)).to.include({ status: 'active' });
      world.pass(2);
      expect(await world.panel.find(spec)).to.include({ status: 'expired' });
      expect(stored(spec.key)?.enable, 'the job is late').to.equal(true);
    });

    it('is thrown by a reset, and put back', async () => {
      const spec = account({ enabled: false, trafficLimitBytes: GIB });
      await world.panel.ensure(spec);
      world.use(spec.key, 5n);
      const state = await world.panel.resetUsage(spec);
      expect(state).to.include({ status: 'disabled', usedBytes: 0n, lifetimeBytes: 5n });
      expect(stored(spec.key)?.enable).to.equal(false);
      expect(written()).to.include.members(['panel/api/clients/resetTraffic/*']);
    });

    it('has no end to show while the clock waits for the first use', async () => {
      const spec = account();
      world.simulator.plant({ email: spec.key, comment: spec.marker, expiryTime: -30 * DAY * 1000, enable: true, subId: spec.linkToken }, [1]);
      expect(await world.panel.find(spec)).to.include({ status: 'active', expiresAt: undefined });
      expect((await world.panel.ensure(spec)).expiresAt?.getTime()).to.equal(spec.expiresAt?.getTime());
    });
  });

  describe('a name', () => {
    it('that differs from ours in its case only is somebody else', async () => {
      const spec = account();
      world.plant({ ...spec, key: spec.key.toUpperCase(), linkToken: 'another' }, undefined);
      expect(await failureOf(world.panel.ensure(spec))).to.be.instanceOf(PanelConflict);
      expect(world.accountsOf(spec.key)).to.equal(0);
    });

    it('whose link secret another account has is never given a link to it', async () => {
      const spec = account();
      world.plant({ ...account(), linkToken: spec.linkToken }, undefined);
      const error = await failureOf(world.panel.ensure(spec));
      expect(error).to.be.instanceOf(PanelConflict);
    });

    it('keeps its secrets when only the account is made again', async () => {
      const spec = account();
      await world.panel.ensure(spec);
      const next = rotated(spec);
      await world.panel.rotate(next);
      expect(await world.panel.ensure(spec)).to.have.property('subscriptionUrl').that.includes(next.linkToken);
    });

    it('that is rotated to a secret somebody has is a conflict, and no error repeats the secret', async () => {
      const spec = account();
      await world.panel.ensure(spec);
      const next = rotated(spec);
      world.plant({ ...account(), linkToken: next.linkToken }, undefined);
      const error = await failureOf(world.panel.rotate(next));
      expect(error).to.be.instanceOf(PanelConflict);
      expect(JSON.stringify([Object.entries(error as PanelConflict), String(error)])).to.not.include(next.linkToken);
    });
  });

  describe('inbounds', () => {
    it('are looked up before an account is made: the panel would stop half-way', async () => {
      await failureOf(world.panel.ensure(account({ placement: ['1', '99'] })));
      expect(written()).to.deep.equal([]);
    });

    for (const id of ['one', '1.5', '-1', '0', '99999999999']) {
      it(`are ids: "${id}" is none`, async () => {
        const error = await failureOf(world.panel.ensure(account({ placement: [id] })));
        expect(error).to.be.instanceOf(PanelPermanent).and.include({ trouble: 'unknown-placement' });
        expect(world.calls).to.deep.equal([]);
      });
    }

    it('are entered before others are left', async () => {
      const spec = account({ placement: ['1', '2'] });
      await world.panel.ensure(spec);
      expect((await world.panel.ensure({ ...spec, placement: ['2', '3'] })).placement).to.have.members(['2', '3']);
      expect(written().slice(1)).to.deep.equal(['panel/api/clients/*/attach', 'panel/api/clients/*/detach']);
    });

    it('that are not there are refused for an account that exists', async () => {
      const spec = account();
      await world.panel.ensure(spec);
      const error = await failureOf(world.panel.ensure({ ...spec, placement: ['1', '99'] }));
      expect(error).to.be.instanceOf(PanelPermanent).and.include({ trouble: 'unknown-placement' });
      expect(stored(spec.key)?.inboundIds).to.deep.equal([1]);
    });

    it('that want a password get a new one when the account is rotated', async () => {
      const spec = account({ placement: ['1', '2'] });
      await world.panel.ensure(spec);
      const leaked = stored(spec.key)?.password;
      await world.panel.rotate(rotated(spec));
      expect(stored(spec.key)?.password).to.match(/^[0-9a-f]{32}$/).and.not.equal(leaked);
    });

    it('of a server that is offline are told once, and are no failure for ever', async () => {
      const spec = account({ placement: ['3'] });
      world.simulator.setNode(false);
      expect(await failureOf(world.panel.ensure(spec))).to.be.instanceOf(PanelRetryable).and.include({ outcome: 'unknown' });
      expect(await world.panel.ensure(spec)).to.include({ status: 'active' });
      expect(written()).to.have.lengthOf(1);
    });
  });

  it('lists more accounts than one page holds, each once', async () => {
    const specs = Array.from({ length: 405 }, () => account());
    for (const spec of specs) world.plant(spec, spec.marker);
    const keys: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await world.panel.list(cursor);
      keys.push(...page.accounts.map(({ key }) => key));
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    expect(keys).to.deep.equal(specs.map(({ key }) => key));
    expect(world.calls).to.have.lengthOf(3);
  });
});
