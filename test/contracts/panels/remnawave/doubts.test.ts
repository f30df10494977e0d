import { expect } from 'chai';
import { PanelConflict, PanelError, PanelPermanent, PanelRetryable } from '#use-cases/ports/panels/panel-error.js';
import type { PanelAccountSpec, VpnPanel } from '#use-cases/ports/panels/vpn-panel.js';
import { aPanelAccount, rotated } from '../a-panel-account.js';
import { failureOf } from '../../payments/gateway-world.js';
import { openRemnawaveWorld, type RemnawaveWorld } from './remnawave-world.js';

const DAY_MS = 86_400_000;

/** Every way to change an account that is there and enabled. */
const CHANGES: Readonly<Record<string, (panel: VpnPanel, spec: PanelAccountSpec) => Promise<unknown>>> = {
  extended: (panel, spec) => panel.ensure({ ...spec, expiresAt: new Date((spec.expiresAt?.getTime() ?? 0) + 30 * DAY_MS) }),
  'switched off': (panel, spec) => panel.setEnabled(spec, false),
  'reset in its usage': (panel, spec) => panel.resetUsage(spec),
  rotated: (panel, spec) => panel.rotate(rotated(spec)),
  removed: (panel, spec) => panel.remove(spec),
};

for (const major of [2, 3] as const) {
  describe(`Remnawave ${major}.x in doubt`, () => {
    let world: RemnawaveWorld;

    beforeEach(async () => {
      world = await openRemnawaveWorld(major);
    });
    afterEach(() => world.close());

    const account = (changes: Partial<PanelAccountSpec> = {}) => aPanelAccount({ now: world.now(), placement: world.placement, ...changes });
    const lie = () => world.faults.arm({ target: 'remnawave', mode: 'lying', times: 1 });
    const opened = async (): Promise<PanelAccountSpec> => {
      const spec = account();
      await world.panel.ensure(spec);
      world.use(spec.key, 5n);
      return spec;
    };

    it('finds the account whose creation was carried out and not answered', async () => {
      const spec = account();
      world.loseNextAnswer();
      expect(await world.panel.ensure(spec)).to.include({ status: 'active', marker: spec.marker });
      expect(world.accountsOf(spec.key)).to.equal(1);
    });

    it('says that a creation may have happened when neither it nor the look after it was answered', async () => {
      const spec = account();
      world.loseNextAnswer();
      world.onChange = () => world.failNextCall();
      expect(await failureOf(world.panel.ensure(spec))).to.be.instanceOf(PanelRetryable).and.include({ outcome: 'unknown' });
      world.onChange = () => undefined;
      world.faults.clear();
      expect(await world.panel.ensure(spec)).to.include({ status: 'active' });
      expect(world.accountsOf(spec.key)).to.equal(1);
    });

    it('says that a creation may have happened when it was made and the token ended before the look after it', async () => {
      const spec = account();
      world.onChange = () => world.forgetCredentials();
      expect(await failureOf(world.panel.ensure(spec))).to.be.instanceOf(PanelRetryable).and.include({ outcome: 'unknown' });
      expect(world.accountsOf(spec.key)).to.equal(1);
    });

    it('does not believe a creation that was said to be done and is not', async () => {
      const spec = account();
      lie();
      expect(await failureOf(world.panel.ensure(spec))).to.be.instanceOf(PanelRetryable).and.include({ outcome: 'unknown' });
      expect(world.accountsOf(spec.key)).to.equal(0);
    });

    for (const [what, change] of Object.entries(CHANGES)) {
      it(`sees that an account was ${what} although nobody said so`, async () => {
        const spec = await opened();
        world.loseNextAnswer();
        await change(world.panel, spec);
      });

      it(`sees that an account was not ${what} although the panel said so`, async () => {
        const spec = await opened();
        const before = world.simulator.inspect(spec.key);
        lie();
        const error = await failureOf(change(world.panel, spec));
        expect(error).to.be.instanceOf(PanelRetryable).and.include({ outcome: 'unknown' });
        expect(world.simulator.inspect(spec.key)).to.deep.equal(before);
      });

      it(`says of an account that could not be ${what} that it may have been, until the panel is asked again`, async () => {
        const spec = await opened();
        world.instead = ({ method }) => (method === 'GET' ? undefined : { status: 500, body: { message: 'Failed', errorCode: 'A039' } });
        expect(await failureOf(change(world.panel, spec))).to.be.instanceOf(PanelRetryable).and.include({ outcome: 'unknown' });
        world.instead = undefined;
        await change(world.panel, spec);
      });

      it(`says of an account that cannot be ${what} because the panel is gone that nothing happened`, async () => {
        const spec = await opened();
        world.goAway();
        expect(await failureOf(change(world.panel, spec))).to.be.instanceOf(PanelRetryable).and.include({ outcome: 'not_applied' });
      });
    }

    it('adopts the account a rival made in the same moment', async () => {
      const spec = account();
      const states = await Promise.all([world.panel.ensure(spec), world.panel.ensure(spec), world.panel.ensure(spec)]);
      expect(states.map(({ status }) => status)).to.deep.equal(['active', 'active', 'active']);
      expect(world.accountsOf(spec.key)).to.equal(1);
    });

    it('does not adopt the account a stranger made in the same moment', async () => {
      const spec = account();
      const look = `/users/by-username/${spec.key}`;
      let looks = 0;
      world.instead = ({ path }) => {
        looks += path === look ? 1 : 0;
        if (looks === 1 && path !== look) world.plant(spec, 'shop:somebody-else');
        return undefined;
      };
      expect(await failureOf(world.panel.ensure(spec))).to.be.instanceOf(PanelConflict).and.include({ outcome: 'not_applied' });
      expect(world.simulator.inspect(spec.key)?.description).to.equal('shop:somebody-else');
    });

    it('gives up on a link token that another account has', async () => {
      const first = await opened();
      const second = account({ linkToken: first.linkToken });
      expect(await failureOf(world.panel.ensure(second))).to.be.instanceOf(PanelPermanent).and.include({ trouble: 'refused', outcome: 'not_applied' });
      expect(world.accountsOf(second.key)).to.equal(0);
      const third = await opened();
      expect(await failureOf(world.panel.rotate({ ...third, linkToken: first.linkToken }))).to.be.instanceOf(PanelPermanent);
    });

    it('removes an account once, however many remove it at once', async () => {
      const spec = await opened();
      await Promise.all(Array.from({ length: 6 }, () => world.panel.remove(spec)));
      expect(world.accountsOf(spec.key)).to.equal(0);
    });

    it('says of an account that went away in the middle that another try is worth it', async () => {
      const spec = await opened();
      world.instead = ({ method }) => (method === 'PATCH' ? { status: 404, body: { message: 'User not found', errorCode: 'A025' } } : undefined);
      const error = await failureOf(CHANGES.extended!(world.panel, spec));
      expect(error).to.be.instanceOf(PanelError).and.include({ outcome: 'not_applied' });
      world.instead = ({ method }) => {
        if (method === 'PATCH') world.simulator.reset();
        return undefined;
      };
      expect(await failureOf(CHANGES.extended!(world.panel, spec))).to.be.instanceOf(PanelRetryable);
    });
  });
}
