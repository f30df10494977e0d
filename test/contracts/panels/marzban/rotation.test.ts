import { expect } from 'chai';
import { PanelRetryable } from '#use-cases/ports/panels/panel-error.js';
import type { PanelAccountSpec } from '#use-cases/ports/panels/vpn-panel.js';
import type { Strike } from '#sandbox/panels/marzban/api-routes.js';
import { aPanelAccount, rotated } from '../a-panel-account.js';
import { failureOf } from '../../payments/gateway-world.js';
import { type MarzbanWorld, openMarzbanWorld } from './marzban-world.js';

describe('A rotation at Marzban', () => {
  let world: MarzbanWorld;
  let spec: PanelAccountSpec;
  let leaked: string;

  beforeEach(async () => {
    world = await openMarzbanWorld();
    // The worst moment: a link of now bears the second after.
    world.pass(0.001);
    spec = aPanelAccount({ now: world.now(), placement: world.placement });
    leaked = (await world.panel.ensure(spec)).subscriptionUrl;
  });
  afterEach(() => world.close());

  const credential = () => world.simulator.row(spec.key)?.vless?.id;
  const revocations = () => world.seen.filter(({ path }) => path.endsWith('/revoke_sub')).length;

  it('the link is another one in every second, and each of them serves', async () => {
    const [first, second] = [await world.panel.find(spec), (world.pass(1), await world.panel.find(spec))];
    expect(first?.subscriptionUrl).to.equal(leaked);
    expect(second?.subscriptionUrl).to.not.equal(leaked);
    for (const url of [leaked, second?.subscriptionUrl ?? '']) expect(await world.serves(url)).to.equal(true);
  });

  it('a new credential alone leaves the old link alive, so that it takes a revocation', async () => {
    await world.call('PUT', `/user/${spec.key}`, { proxies: { vless: { id: rotated(spec).credential } } });
    expect(await world.serves(leaked)).to.equal(true);
  });

  it('a revocation within the second of a link leaves it alive, so that it waits first', async () => {
    await world.call('POST', `/user/${spec.key}/revoke_sub`);
    expect(await world.serves(leaked)).to.equal(true);
    const { subscriptionUrl } = await world.panel.rotate(rotated(spec));
    expect(await world.serves(leaked)).to.equal(false);
    expect(await world.serves(subscriptionUrl)).to.equal(true);
    expect(world.pauses).to.have.lengthOf(1);
  });

  it('gives our own credential and keeps flow, inbounds, end and usage', async () => {
    world.use(spec.key, 5n);
    const next = rotated(spec);
    const state = await world.panel.rotate(next);
    expect(state).to.deep.include({ usedBytes: 5n, placement: spec.placement, expiresAt: spec.expiresAt, status: 'active' });
    expect(world.simulator.row(spec.key)?.vless).to.deep.equal({ id: next.credential, flow: 'xtls-rprx-vision' });
  });

  it('said twice is done once: the delivered link lives on', async () => {
    const next = rotated(spec);
    const { subscriptionUrl } = await world.panel.rotate(next);
    world.pass(60);
    await world.panel.rotate(next);
    expect(revocations()).to.equal(1);
    expect(world.pauses).to.have.lengthOf(1);
    expect(await world.serves(subscriptionUrl)).to.equal(true);
  });

  it('leaves a disabled account disabled', async () => {
    await world.panel.setEnabled(spec, false);
    expect(await world.panel.rotate({ ...rotated(spec), enabled: false })).to.include({ status: 'disabled' });
    expect(world.simulator.row(spec.key)?.status).to.equal('disabled');
  });

  for (const strike of ['silent', 'stumbling'] as const satisfies readonly Strike[]) {
    it(`needs no answer to its changes when they are carried out (${strike})`, async () => {
      const next = rotated(spec);
      world.simulator.strike(strike);
      world.simulator.strike(strike);
      const { subscriptionUrl } = await world.panel.rotate(next);
      expect(credential()).to.equal(next.credential);
      expect(await world.serves(leaked)).to.equal(false);
      expect(await world.serves(subscriptionUrl)).to.equal(true);
    });
  }

  it('that broke off half way is begun again, from whatever is there', async () => {
    const next = rotated(spec);
    // The revocation is carried out as usual; then the credential is not taken.
    for (const strikes of [['dropped'], ['slow', 'dropped'], ['slow', 'lying']] as const satisfies readonly (readonly Strike[])[]) {
      for (const strike of strikes) world.simulator.strike(strike);
      expect(await failureOf(world.panel.rotate(next))).to.be.instanceOf(PanelRetryable).and.include({ outcome: 'unknown' });
      expect(credential()).to.not.equal(next.credential);
    }
    const { subscriptionUrl } = await world.panel.rotate(next);
    expect(credential()).to.equal(next.credential);
    expect(await world.serves(leaked)).to.equal(false);
    expect(await world.serves(subscriptionUrl)).to.equal(true);
  });

  it('a link of before dies with the account, and with another one of the same name', async () => {
    await world.panel.remove(spec);
    expect(await world.serves(leaked)).to.equal(false);
    world.pass(2);
    await world.panel.ensure(spec);
    expect(await world.serves(leaked)).to.equal(false);
  });
});
