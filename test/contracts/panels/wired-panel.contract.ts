import { expect } from 'chai';
import { PanelAuth, PanelError, PanelPermanent, PanelRetryable } from '#use-cases/ports/panels/panel-error.js';
import type { PanelAccountSpec } from '#use-cases/ports/panels/vpn-panel.js';
import { aPanelAccount, rotated } from './a-panel-account.js';
import { failureOf } from '../payments/gateway-world.js';
import type { WiredPanelWorld } from './panel-world.js';

/** What a panel behind a wire must withstand. */
export function wiredPanelContract(name: string, open: () => Promise<WiredPanelWorld>): void {
  describe(`${name} across its wire`, () => {
    let world: WiredPanelWorld;

    beforeEach(async () => {
      world = await open();
    });
    afterEach(() => world.close());

    const account = (changes: Partial<PanelAccountSpec> = {}) => aPanelAccount({ now: world.now(), placement: world.placement, ...changes });

    it('hands out a link that serves, and kills it on rotation', async () => {
      const spec = account();
      const before = await world.panel.ensure(spec);
      expect(await world.serves(before.subscriptionUrl)).to.equal(true);
      const after = await world.panel.rotate(rotated(spec));
      expect(await world.serves(before.subscriptionUrl)).to.equal(false);
      expect(await world.serves(after.subscriptionUrl)).to.equal(true);
    });

    it('says of a panel that is away that nothing happened and another try is worth it', async () => {
      world.goAway();
      expect(await failureOf(world.panel.ensure(account()))).to.be.instanceOf(PanelRetryable).and.include({ outcome: 'not_applied' });
      const { ok, troubles } = await world.panel.health(world.placement);
      expect({ ok, codes: troubles.map(({ code }) => code) }).to.deep.equal({ ok: false, codes: ['unreachable'] });
    });

    it('says of credentials that are refused what they are', async () => {
      await world.panel.ensure(account());
      world.forgetCredentials();
      expect(await failureOf(world.panel.ensure(account()))).to.be.instanceOf(PanelAuth).and.include({ outcome: 'not_applied' });
      const { ok, troubles } = await world.panel.health(world.placement);
      expect(ok).to.equal(false);
      expect(troubles.map(({ code }) => code)).to.include('wrong-credentials');
    });

    it('refuses a placement that is not there, and says so before anybody buys', async () => {
      const spec = account({ placement: world.wrongPlacement });
      const error = await failureOf(world.panel.ensure(spec));
      expect(error).to.be.instanceOf(PanelPermanent).and.include({ trouble: 'unknown-placement' });
      expect(world.accountsOf(spec.key)).to.equal(0);
      const { ok, troubles } = await world.panel.health(world.wrongPlacement);
      expect({ ok, codes: troubles.map(({ code }) => code) }).to.deep.equal({ ok: false, codes: ['unknown-placement'] });
    });

    it('refuses an empty placement without asking anybody: some panels would give no server, some all', async () => {
      const spec = account({ placement: [] });
      expect(await failureOf(world.panel.ensure(spec))).to.be.instanceOf(PanelPermanent).and.include({ trouble: 'no-placement' });
      expect(world.accountsOf(spec.key)).to.equal(0);
    });

    it('never sends a date beyond 2099 (milliseconds for seconds poison a panel)', async () => {
      const spec = account({ expiresAt: new Date('2100-01-01T00:00:00Z') });
      expect(await failureOf(world.panel.ensure(spec))).to.be.instanceOf(PanelPermanent).and.include({ trouble: 'refused' });
      expect(world.accountsOf(spec.key)).to.equal(0);
    });

    it('changes no more at once than the panel bears', async () => {
      const specs = Array.from({ length: 40 }, () => account());
      await Promise.all(specs.map((spec) => world.panel.ensure(spec)));
      expect(world.mostWritesAtOnce()).to.be.at.most(world.panel.capabilities.maxParallelWrites);
      for (const spec of specs) expect(world.accountsOf(spec.key)).to.equal(1);
    });

    it('carries no secret in an error', async () => {
      const spec = account();
      await world.panel.ensure(spec);
      world.forgetCredentials();
      const error = await failureOf(world.panel.ensure(spec));
      if (!(error instanceof PanelError)) throw error;
      expect(JSON.stringify([Object.entries(error), error.message])).to.not.match(new RegExp(`${spec.credential}|${spec.linkToken}|password|Bearer`, 'i'));
    });

    it('believes only webhooks the panel signed, and takes nothing but names from them', async () => {
      const spec = account();
      await world.panel.ensure(spec);
      const genuine = world.webhookOf?.(spec.key);
      const forged = { body: Buffer.from('{"event":"user.expired"}'), headers: {} };
      if (!world.panel.capabilities.webhook || !genuine) {
        expect(world.panel.receive(forged)).to.deep.equal({ verdict: 'rejected', reason: 'not-supported' });
        return;
      }
      expect(world.panel.receive(genuine)).to.deep.include({ verdict: 'authentic', keys: [spec.key] });
      expect(world.panel.receive(forged)).to.have.property('verdict', 'rejected');
      const altered = Buffer.from(Buffer.from(genuine.body).toString('utf8').replace(spec.key, `${spec.key}x`));
      if (!world.webhookBodyUnsigned) expect(world.panel.receive({ ...genuine, body: altered })).to.deep.equal({ verdict: 'rejected', reason: 'bad-signature' });
      expect(world.panel.receive({ ...genuine, headers: {} })).to.deep.equal({ verdict: 'rejected', reason: 'bad-signature' });
    });
  });
}
