import { expect } from 'chai';
import { PanelConflict, PanelPermanent, PanelRetryable } from '#use-cases/ports/panels/panel-error.js';
import type { PanelAccountSpec } from '#use-cases/ports/panels/vpn-panel.js';
import { ADMINS } from '#sandbox/panels/marzban/marzban-simulator.js';
import { aPanelAccount } from '../a-panel-account.js';
import { failureOf } from '../../payments/gateway-world.js';
import { type MarzbanWorld, openMarzbanWorld, rowOf } from './marzban-world.js';

describe("Marzban's traps for a new account", () => {
  let world: MarzbanWorld;

  beforeEach(async () => {
    world = await openMarzbanWorld();
  });
  afterEach(() => world.close());

  const account = (changes: Partial<PanelAccountSpec> = {}) => aPanelAccount({ now: world.now(), placement: world.placement, ...changes });
  const writes = () => world.seen.filter(({ method, path }) => method !== 'GET' && path !== '/admin/token').map(({ method, path }) => `${method} ${path.replace(/s_\w+/, 'X')}`);
  const row = (spec: PanelAccountSpec) => world.simulator.row(spec.key) ?? expect.fail('the account is not there');

  describe('when it creates', () => {
    it('a 500 may stand for an account that exists: it is read, not made again', async () => {
      const spec = account();
      world.simulator.strike('stumbling');
      expect(await world.panel.ensure(spec)).to.include({ status: 'active', marker: spec.marker });
      expect(writes()).to.deep.equal(['POST /user']);
    });

    it('a success that made nothing is unknown, not done', async () => {
      world.simulator.strike('lying');
      expect(await failureOf(world.panel.ensure(account()))).to.be.instanceOf(PanelRetryable).and.include({ outcome: 'unknown' });
    });

    it('a connection that breaks before anything is done is unknown too, and the next try makes one account', async () => {
      const spec = account();
      world.simulator.strike('dropped');
      expect(await failureOf(world.panel.ensure(spec))).to.be.instanceOf(PanelRetryable).and.include({ outcome: 'unknown' });
      expect(await world.panel.ensure(spec)).to.include({ status: 'active' });
      expect(world.accountsOf(spec.key)).to.equal(1);
    });

    it('names the tags, the flow, our own credential and the marker', async () => {
      const spec = account();
      await world.panel.ensure(spec);
      expect(row(spec)).to.deep.include({ vless: { id: spec.credential, flow: 'xtls-rprx-vision' }, tags: spec.placement, note: spec.marker });
    });

    it('gives no flow where the settings want none', async () => {
      const spec = account();
      await world.another({ flow: '' }).ensure(spec);
      expect(row(spec).vless).to.deep.equal({ id: spec.credential, flow: '' });
    });

    it('does not know "disabled" yet: the account is switched off right after, with the date judged at once', async () => {
      const spec = account({ enabled: false });
      await world.panel.ensure(spec);
      expect(writes()).to.deep.equal(['POST /user', 'PUT /user/X']);
      expect(row(spec).status).to.equal('disabled');
    });

    it('takes no limit of nought, which would be no limit, and no part of a second', async () => {
      const wrong = [{ trafficLimitBytes: 0n }, { trafficLimitBytes: 1n << 53n }, { expiresAt: new Date(world.now().getTime() + 1) }, { expiresAt: new Date(0) }, { credential: 'x' }, { key: 'UPPER' }, { marker: '' }];
      for (const changes of wrong) {
        expect(await failureOf(world.panel.ensure(account(changes)))).to.be.instanceOf(PanelPermanent).and.include({ trouble: 'refused' });
      }
      expect(world.seen).to.deep.equal([]);
    });

    it('takes the last second of 2099 and the largest whole number', async () => {
      const spec = account({ expiresAt: new Date('2099-12-31T23:59:59Z'), trafficLimitBytes: (1n << 53n) - 1n });
      const state = await world.panel.ensure(spec);
      expect(state.expiresAt?.toISOString()).to.equal('2099-12-31T23:59:59.000Z');
      expect(state.trafficLimitBytes).to.equal((1n << 53n) - 1n);
    });
  });

  describe('whose account it is', () => {
    it('a name that is none leads to no address of the panel', async () => {
      for (const key of ['../users', 's_one\n', 'S_ONE', 'ab', '']) {
        expect(await failureOf(world.panel.find({ key, marker: 'shop:1' }))).to.be.instanceOf(PanelPermanent).and.include({ trouble: 'refused' });
      }
      expect(world.seen).to.deep.equal([]);
    });

    it('a name of another administrator is taken although nobody may look at it', async () => {
      const spec = account();
      world.simulator.plant({ ...rowOf(spec, spec.marker, world.now()), owner: ADMINS.neighbour.username });
      for (const call of [world.panel.ensure(spec), world.panel.find(spec), world.panel.remove(spec), world.panel.rotate(spec)]) {
        expect(await failureOf(call)).to.be.instanceOf(PanelConflict);
      }
      expect(writes()).to.deep.equal([]);
    });

    it('a marker must be ours to the letter', async () => {
      const spec = account();
      world.plant(spec, ` ${spec.marker}`);
      expect(await failureOf(world.panel.setEnabled(spec, false))).to.be.instanceOf(PanelConflict);
      expect(row(spec).status).to.equal('active');
    });
  });
});
