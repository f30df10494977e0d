import { expect } from 'chai';
import { PanelError, PanelRetryable } from '#use-cases/ports/panels/panel-error.js';
import type { PanelAccountSpec } from '#use-cases/ports/panels/vpn-panel.js';
import { ADMINS } from '#sandbox/panels/marzban/marzban-simulator.js';
import { aPanelAccount, rotated } from '../a-panel-account.js';
import { failureOf } from '../../payments/gateway-world.js';
import { type MarzbanWorld, openMarzbanWorld } from './marzban-world.js';

const DAY = 86_400;
const GIB = 1n << 30n;

describe("Marzban's traps", () => {
  let world: MarzbanWorld;

  beforeEach(async () => {
    world = await openMarzbanWorld();
  });
  afterEach(() => world.close());

  const account = (changes: Partial<PanelAccountSpec> = {}) => aPanelAccount({ now: world.now(), placement: world.placement, ...changes });
  const writes = () => world.seen.filter(({ method, path }) => method !== 'GET' && path !== '/admin/token').map(({ method, path }) => `${method} ${path.replace(/s_\w+/, 'X')}`);
  const row = (spec: PanelAccountSpec) => world.simulator.row(spec.key) ?? expect.fail('the account is not there');

  describe('when it changes', () => {
    it('an extension names neither proxies nor inbounds, so that the credential and the flow stay', async () => {
      const spec = account();
      await world.panel.ensure(spec);
      await world.panel.ensure({ ...spec, expiresAt: new Date((spec.expiresAt?.getTime() ?? 0) + DAY * 1000) });
      expect(row(spec).vless).to.deep.equal({ id: spec.credential, flow: 'xtls-rprx-vision' });
      expect(row(spec).tags).to.deep.equal(spec.placement);
    });

    it('nothing is written when nothing differs, in whatever order the tags come', async () => {
      const spec = account({ placement: ['VLESS TCP REALITY', 'VLESS GRPC REALITY'] });
      await world.panel.ensure(spec);
      await world.panel.ensure({ ...spec, placement: [...spec.placement].reverse() });
      expect(writes()).to.deep.equal(['POST /user']);
    });

    it('moves an account to another inbound and leaves its credential', async () => {
      const spec = account();
      await world.panel.ensure(spec);
      const state = await world.panel.ensure({ ...spec, placement: ['VLESS GRPC REALITY'] });
      expect(state.placement).to.deep.equal(['VLESS GRPC REALITY']);
      expect(row(spec).vless?.id).to.equal(spec.credential);
    });

    it('its word for the status lags ten seconds behind: what counts are the date, the limit and the usage', async () => {
      const spec = account({ trafficLimitBytes: GIB });
      await world.panel.ensure(spec);
      world.use(spec.key, GIB);
      expect(row(spec).status).to.equal('active');
      expect(await world.panel.find(spec)).to.include({ status: 'limited', enabled: true });
      world.pass(11);
      expect(row(spec).status).to.equal('limited');
      expect(await world.panel.find(spec)).to.include({ status: 'limited', enabled: true });
    });

    it('an account that ended or ran dry was not switched off by anybody', async () => {
      const spec = account();
      await world.panel.ensure(spec);
      world.pass(31 * DAY);
      expect(row(spec).status).to.equal('expired');
      expect(await world.panel.find(spec)).to.include({ status: 'expired', enabled: true });
      const asked = writes().length;
      await world.panel.ensure(spec);
      expect(writes()).to.have.lengthOf(asked);
    });

    it('an end in the past holds at once when a disabled account is switched on with it', async () => {
      const spec = account({ enabled: false });
      await world.panel.ensure(spec);
      const past = new Date(world.now().getTime() - DAY * 1000);
      past.setMilliseconds(0);
      expect(await world.panel.ensure({ ...spec, enabled: true, expiresAt: past })).to.include({ status: 'expired', enabled: true });
      expect(row(spec).status).to.equal('expired');
    });

    it('to switch on what is on would wake one that has ended, so that nothing is written', async () => {
      const spec = account();
      await world.panel.ensure(spec);
      world.pass(31 * DAY);
      expect(await world.panel.setEnabled(spec, true)).to.include({ status: 'expired', enabled: true });
      expect(writes()).to.deep.equal(['POST /user']);
    });

    it('a word that shuts a paid account without a reason is corrected', async () => {
      const spec = account();
      await world.panel.ensure(spec);
      for (const status of ['limited', 'expired', 'on_hold'] as const) {
        world.simulator.plant({ ...row(spec), status });
        await world.panel.ensure(spec);
        expect(row(spec).status).to.equal('active');
      }
    });

    it('a change that was said to be made and was not is unknown', async () => {
      const spec = account();
      await world.panel.ensure(spec);
      for (const call of [
        () => world.panel.ensure({ ...spec, trafficLimitBytes: GIB }),
        () => world.panel.setEnabled(spec, false),
        () => world.panel.rotate(rotated(spec)),
        () => world.panel.remove(spec),
      ]) {
        world.simulator.strike('lying');
        expect(await failureOf(call())).to.be.instanceOf(PanelRetryable).and.include({ outcome: 'unknown' });
      }
      expect(row(spec)).to.deep.include({ status: 'active', dataLimit: null, vless: { id: spec.credential, flow: 'xtls-rprx-vision' } });
    });

    it('no failure after a change says that nothing happened', async () => {
      const spec = account();
      await world.panel.ensure(spec);
      world.afterChange = () => world.faults.arm({ target: 'marzban', mode: 'failing', times: undefined });
      const error = await failureOf(world.panel.setEnabled(spec, false));
      expect(error).to.be.instanceOf(PanelError).and.include({ outcome: 'unknown' });
      expect(row(spec).status).to.equal('disabled');
    });
  });

  describe('when it forgets the usage', () => {
    it('wakes the disabled, who are put back', async () => {
      const spec = account({ enabled: false, trafficLimitBytes: GIB });
      await world.panel.ensure(spec);
      world.use(spec.key, 7n);
      expect(await world.panel.resetUsage(spec)).to.include({ status: 'disabled', usedBytes: 0n, lifetimeBytes: 7n });
      expect(row(spec).status).to.equal('disabled');
    });

    it('a reset that was not answered counts when the lifetime has taken the usage over', async () => {
      const spec = account();
      await world.panel.ensure(spec);
      world.use(spec.key, 7n);
      world.simulator.strike('silent');
      expect(await world.panel.resetUsage(spec)).to.include({ usedBytes: 0n, lifetimeBytes: 7n });
    });

    it('a reset that was said to be done and was not is unknown', async () => {
      const spec = account();
      await world.panel.ensure(spec);
      world.use(spec.key, 7n);
      world.simulator.strike('lying');
      expect(await failureOf(world.panel.resetUsage(spec))).to.be.instanceOf(PanelRetryable).and.include({ outcome: 'unknown' });
    });
  });

  describe('when it removes', () => {
    it('says 500 of an account without an owner that it has just removed', async () => {
      const { username, password } = ADMINS.environment;
      const panel = world.another({ username, password });
      const spec = account();
      await panel.ensure(spec);
      await panel.remove(spec);
      expect(world.accountsOf(spec.key)).to.equal(0);
      expect(writes().at(-1)).to.equal('DELETE /user/X');
    });
  });

  describe('its tokens', () => {
    it('end after a day: it signs in once more and goes on', async () => {
      const spec = account();
      await world.panel.ensure(spec);
      world.pass(2 * DAY);
      expect(await world.panel.find(spec)).to.include({ status: 'active' });
      expect(world.seen.filter(({ path }) => path === '/admin/token')).to.have.lengthOf(2);
    });

    it('are asked for once, however many calls wait for one', async () => {
      await Promise.all(Array.from({ length: 20 }, () => world.panel.find(account())));
      expect(world.seen.filter(({ path }) => path === '/admin/token')).to.have.lengthOf(1);
    });

    it('that ends under fifty calls at once is renewed once, and none of them fails (case 116)', async () => {
      const specs = Array.from({ length: 50 }, () => account());
      await world.panel.find(account());
      world.pass(2 * DAY);
      const states = await Promise.all(specs.map((spec) => world.panel.ensure({ ...spec, expiresAt: undefined })));
      expect(states.every(({ status }) => status === 'active')).to.equal(true);
      expect(world.seen.filter(({ path }) => path === '/admin/token')).to.have.lengthOf(2);
    });

    it('a sign-in that failed is not the answer to the next call', async () => {
      world.failNextCall();
      expect(await failureOf(world.panel.find(account()))).to.be.instanceOf(PanelRetryable).and.include({ outcome: 'not_applied' });
      expect(await world.panel.find(account())).to.equal(undefined);
    });
  });

  it('a panel that stalls fails late, and what it was told is done once', async () => {
    const spec = account();
    await world.panel.find(spec);
    world.simulator.stall(true);
    expect(await failureOf(world.panel.ensure(spec))).to.be.instanceOf(PanelRetryable);
    world.simulator.stall(false);
    expect(await world.panel.ensure(spec)).to.include({ status: 'active' });
    expect(world.accountsOf(spec.key)).to.equal(1);
  });

  it('bears few calls at once: those that only read wait in line too', async () => {
    const { maxParallelWrites } = world.panel.capabilities;
    await world.panel.find(account());
    world.meeting.expect(maxParallelWrites);
    await Promise.all(Array.from({ length: 60 }, () => world.panel.find(account())));
    expect(world.simulator.busiest().calls).to.equal(maxParallelWrites);
  });

  it('lists page by page, oldest first', async () => {
    const specs = Array.from({ length: 450 }, () => account());
    for (const spec of specs) {
      world.plant(spec, spec.marker);
      world.pass(1);
    }
    const keys: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await world.panel.list(cursor);
      keys.push(...page.accounts.map(({ key }) => key));
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    expect(keys).to.deep.equal(specs.map(({ key }) => key));
  });
});
