import { expect } from 'chai';
import { FaultBoard } from '#sandbox/kit/fault-board.js';
import { RemnawaveSimulator } from '#sandbox/panels/remnawave/remnawave-simulator.js';
import { openRemnawaveStand, refusal, type RemnawaveStand } from './remnawave-stand.js';

const DAY = 86_400;

describe("The users of Remnawave's stand-in", () => {
  let stand: RemnawaveStand;

  beforeEach(async () => {
    stand = await openRemnawaveStand(3);
  });
  afterEach(() => stand.world.close());

  const status = async (name: string) => (await stand.read(name)).status;
  const expired = async (name: string): Promise<void> => {
    await stand.create(name, { expireAt: stand.at(10) });
    stand.world.pass(60);
    expect(await status(name)).to.equal('EXPIRED');
  };
  const limited = async (name: string): Promise<void> => {
    await stand.create(name, { trafficLimitBytes: 100, expireAt: stand.at(DAY) });
    stand.world.use(name, 150n);
    stand.world.pass(90);
    expect(await status(name)).to.equal('LIMITED');
  };

  async function control(method: 'GET' | 'POST', path: string, body?: object): Promise<{ status: number; body: unknown }> {
    const response = await fetch(`${stand.world.origin}/sandbox/remnawave/users${path}`, { method, ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }) });
    const text = await response.text();
    return { status: response.status, body: response.ok ? (JSON.parse(text) as unknown) : text };
  }

  it('stay what they are until the job of the panel has run', async () => {
    await stand.create('anna', { expireAt: stand.at(10) });
    stand.world.pass(29);
    expect(await status('anna')).to.equal('ACTIVE');
    stand.world.pass(1);
    expect(await status('anna')).to.equal('EXPIRED');
    await stand.create('boris', { trafficLimitBytes: 100, expireAt: stand.at(DAY) });
    stand.world.use('boris', 100n);
    expect(await status('boris')).to.equal('ACTIVE');
    stand.world.pass(45);
    expect(await status('boris')).to.equal('LIMITED');
  });

  it('wake from their end by a later one, unless a status is sent along', async () => {
    await expired('anna');
    await stand.patch('anna', { status: 'DISABLED', expireAt: stand.at(DAY) });
    expect(await stand.read('anna')).to.include({ status: 'EXPIRED', expireAt: stand.at(DAY) });
    await stand.patch('anna', { expireAt: stand.at(2 * DAY) });
    expect(await status('anna')).to.equal('ACTIVE');
  });

  it('ignore in silence that they shall be disabled, unless they are active', async () => {
    await expired('anna');
    await limited('boris');
    for (const name of ['anna', 'boris']) expect((await stand.patch(name, { status: 'DISABLED' })).status).to.equal(200);
    expect([await status('anna'), await status('boris')]).to.deep.equal(['EXPIRED', 'LIMITED']);
    for (const name of ['anna', 'boris']) await stand.act(name, 'disable');
    expect([await status('anna'), await status('boris')]).to.deep.equal(['DISABLED', 'DISABLED']);
    await stand.patch('anna', { expireAt: stand.at(DAY) });
    expect(await status('anna')).to.equal('DISABLED');
  });

  it('wake by any larger limit or by hand, and the next job takes it back', async () => {
    await limited('anna');
    await stand.patch('anna', { trafficLimitBytes: 90 });
    expect(await status('anna')).to.equal('LIMITED');
    await stand.patch('anna', { trafficLimitBytes: 120 });
    expect(await status('anna')).to.equal('ACTIVE');
    stand.world.pass(45);
    expect(await status('anna')).to.equal('LIMITED');
    await stand.act('anna', 'enable');
    expect(await status('anna')).to.equal('ACTIVE');
    stand.world.pass(45);
    expect(await status('anna')).to.equal('LIMITED');
    await stand.patch('anna', { trafficLimitBytes: 0 });
    expect(await status('anna')).to.equal('ACTIVE');
  });

  it('wake by a reset of their usage only when they are limited', async () => {
    await limited('anna');
    await stand.act('anna', 'reset-traffic');
    expect(await stand.read('anna')).to.include({ status: 'ACTIVE', lastTrafficResetAt: stand.at(0) });
    await stand.act('anna', 'disable');
    await stand.act('anna', 'reset-traffic');
    expect(await status('anna')).to.equal('DISABLED');
    expect((await stand.read('anna')).userTraffic).to.deep.include({ usedTrafficBytes: 0, lifetimeUsedTrafficBytes: 150 });
  });

  it('begin to count anew with the period of their strategy', async () => {
    await stand.create('anna', { trafficLimitStrategy: 'DAY', trafficLimitBytes: 100, expireAt: stand.at(40 * DAY) });
    await stand.create('boris', { trafficLimitStrategy: 'MONTH', trafficLimitBytes: 100, expireAt: stand.at(40 * DAY) });
    for (const name of ['anna', 'boris']) stand.world.use(name, 100n);
    stand.world.pass(DAY);
    expect([await status('anna'), await status('boris')]).to.deep.equal(['ACTIVE', 'LIMITED']);
    stand.world.pass(20 * DAY);
    expect(await status('boris')).to.equal('ACTIVE');
  });

  it('have a stable link that serves, tells of usage and end, and is dead after a revocation', async () => {
    await stand.create('anna', { expireAt: stand.at(DAY), trafficLimitBytes: 1000 });
    stand.world.use('anna', 7n);
    const before = await stand.read('anna');
    const link = String(before.subscriptionUrl);
    const response = await fetch(link, { headers: { 'user-agent': 'Happ/1.0' } });
    expect(response.headers.get('subscription-userinfo')).to.equal(`upload=0; download=7; total=1000; expire=${Date.parse(stand.at(DAY)) / 1000}`);
    const links = Buffer.from(await response.text(), 'base64').toString('utf8').split('\n');
    expect(links).to.have.lengthOf(3);
    expect(links[0]).to.match(new RegExp(`^vless://${String(before.vlessUuid)}@[^?]+:443\\?security=reality&.*pbk=[\\w-]{43}&sid=`));
    expect((await fetch(link, { headers: { 'user-agent': '' } })).status).to.equal(403);
    await stand.act('anna', 'revoke', { shortUuid: 'chosen-by-us' });
    const after = await stand.read('anna');
    expect(after).to.include({ shortUuid: 'chosen-by-us' }).and.not.include({ vlessUuid: before.vlessUuid });
    const dead = await fetch(link, { headers: { 'user-agent': 'Happ/1.0' } });
    expect({ status: dead.status, body: await dead.json() }).to.deep.equal({ status: 404, body: { isFound: false } });
    expect(refusal(await stand.create('boris', { shortUuid: 'chosen-by-us' }))).to.deep.equal([400, 'A020']);
  });

  it('are shown to people, who let traffic run', async () => {
    await stand.create('anna', { description: 'shop:1', trafficLimitBytes: 1000 });
    const { subscriptionUrl: link } = await stand.read('anna');
    const view = { key: 'anna', marker: 'shop:1', status: 'active', expiresAt: stand.at(3600), usedBytes: '0', limitBytes: '1000', link };
    expect((await control('GET', '')).body).to.deep.equal([view]);
    expect((await control('POST', '/anna/traffic', { bytes: '600' })).body).to.deep.equal({ ...view, usedBytes: '600' });
    expect((await control('POST', '/anna/traffic', { bytes: 600 })).body).to.include({ usedBytes: '1200' });
    for (const bytes of [0, -1, 1.5, '', 'many', null, '9'.repeat(16)]) expect((await control('POST', '/anna/traffic', { bytes })).status).to.equal(400);
    expect((await control('POST', '/nobody/traffic', { bytes: 1 })).status).to.equal(404);
    await stand.act('anna', 'disable');
    expect((await control('POST', '/anna/traffic', { bytes: 1 })).status).to.equal(409);
  });

  it('are kept over a restart, and forgotten on demand', async () => {
    await stand.create('anna');
    const saved = JSON.parse(JSON.stringify(stand.world.simulator.snapshot())) as unknown;
    const context = { now: () => stand.world.now(), faults: new FaultBoard(), origin: stand.world.origin, changed: () => undefined };
    const next = new RemnawaveSimulator(context, { major: 3 });
    next.restore(saved);
    expect(next.users()).to.deep.equal(stand.world.simulator.users());
    expect(next.settings()).to.deep.equal(stand.world.simulator.settings());
    next.restore(undefined);
    expect(next.users()).to.deep.equal([]);
    await next.stop();
    stand.world.simulator.reset();
    expect(stand.world.accountsOf('anna')).to.equal(0);
  });

  describe('when something is wrong with the panel', () => {
    const arm = (mode: 'slow' | 'failing' | 'silent' | 'lying') => stand.world.faults.arm({ target: 'remnawave', mode, times: 1 });

    it('are not touched by a failing call', async () => {
      arm('failing');
      expect(refusal(await stand.create('anna'))).to.deep.equal([500, 'A001']);
      expect(stand.world.accountsOf('anna')).to.equal(0);
    });

    it('are made by a silent one, that nobody hears of', async () => {
      arm('silent');
      await stand.world.call('GET', '/system/metadata');
      expect(await stand.create('anna').catch(() => 'no answer')).to.equal('no answer');
      expect(stand.world.accountsOf('anna')).to.equal(1);
    });

    it('are not made by a lying one, that says they are', async () => {
      arm('lying');
      expect((await stand.create('anna')).status).to.equal(201);
      expect(stand.world.accountsOf('anna')).to.equal(0);
    });

    it('are made late by a slow one', async () => {
      arm('slow');
      const begun = performance.now();
      expect((await stand.create('anna')).status).to.equal(201);
      expect(performance.now() - begun).to.be.greaterThan(150);
    });
  });
});
