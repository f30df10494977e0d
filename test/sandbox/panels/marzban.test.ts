import { expect } from 'chai';
import { ADMINS, MarzbanSimulator } from '#sandbox/panels/marzban/marzban-simulator.js';
import { FaultBoard, type FaultMode } from '#sandbox/kit/fault-board.js';
import { Crowd } from '#sandbox/panels/marzban/crowd.js';
import { WireRefusal } from '#sandbox/panels/marzban/wire-refusal.js';
import { aPanelAccount } from '../../contracts/panels/a-panel-account.js';
import { failureOf } from '../../contracts/payments/gateway-world.js';
import { type MarzbanWorld, openMarzbanWorld } from '../../contracts/panels/marzban/marzban-world.js';

describe("Marzban's stand-in", () => {
  let world: MarzbanWorld;

  beforeEach(async () => {
    world = await openMarzbanWorld();
  });
  afterEach(() => world.close());

  const root = () => `${world.origin}/sandbox/marzban`;
  const spec = () => aPanelAccount({ now: world.now(), trafficLimitBytes: 100n });
  const signIn = (body: string | URLSearchParams, headers: Record<string, string> = {}) => fetch(`${root()}/api/admin/token`, { method: 'POST', body, headers });
  const arm = (mode: FaultMode, times?: number) => world.faults.arm({ target: 'marzban', mode, times });
  const create = (username: string) => world.call('POST', '/user', { username, proxies: { vless: {} } });
  const control = async (method: 'GET' | 'POST', path: string, body?: object) => {
    const response = await fetch(`${root()}${path}`, { method, ...(body ? { body: JSON.stringify(body) } : {}) });
    const text = await response.text();
    return { status: response.status, body: response.ok && text ? (JSON.parse(text) as unknown) : text };
  };

  describe('lets in', () => {
    it('whoever fills in the form, for a day', async () => {
      const { username, password } = ADMINS.shop;
      const answer = (await (await signIn(new URLSearchParams({ username, password }))).json()) as { access_token: string; token_type: string };
      expect(answer).to.have.all.keys('access_token', 'token_type').and.include({ token_type: 'bearer' });
      const claims = JSON.parse(Buffer.from(answer.access_token.split('.')[1] ?? '', 'base64url').toString('utf8')) as { iat: number; exp: number };
      expect(claims).to.deep.include({ sub: username, access: 'admin', exp: claims.iat + 86_400 });
      const asked = () => fetch(`${root()}/api/system`, { headers: { authorization: `Bearer ${answer.access_token}` } });
      expect((await asked()).status).to.equal(200);
      world.pass(86_401);
      expect(await (await asked()).json()).to.deep.equal({ detail: 'Could not validate credentials' });
    });

    it('nobody with a wrong password, another form, no token or an older one', async () => {
      const { username, password } = ADMINS.shop;
      const wrong = await signIn(new URLSearchParams({ username, password: 'x' }));
      expect([wrong.status, await wrong.json()]).to.deep.equal([401, { detail: 'Incorrect username or password' }]);
      const asJson = await signIn(JSON.stringify({ username, password }), { 'content-type': 'application/json' });
      expect([asJson.status, await asJson.json()]).to.deep.equal([422, { detail: { username: 'Field required', password: 'Field required' } }]);
      const bare = await fetch(`${root()}/api/system`);
      expect([bare.status, await bare.json()]).to.deep.equal([401, { detail: 'Not authenticated' }]);
      const token = await world.token('shop');
      world.forgetCredentials();
      for (const authorization of [`Bearer ${token}`, 'Bearer a.b.c', 'Bearer x']) expect((await fetch(`${root()}/api/system`, { headers: { authorization } })).status).to.equal(401);
    });

    it('an administrator to his own users only, and the one of the environment to all', async () => {
      await create('s_mine');
      expect(await world.call('GET', '/user/s_mine', undefined, 'neighbour')).to.deep.equal({ status: 403, body: { detail: "You're not allowed" } });
      expect((await world.call('GET', '/users', undefined, 'neighbour')).body).to.deep.equal({ users: [], total: 0 });
      expect((await world.call('GET', '/users', undefined, 'environment')).body).to.include({ total: 1 });
    });
  });

  it('tells an unknown address from a missing user, and a wrong method from both', async () => {
    expect(await world.call('GET', '/nothing')).to.deep.equal({ status: 404, body: { detail: 'Not Found' } });
    expect(await world.call('GET', '/user/s_none')).to.deep.equal({ status: 404, body: { detail: 'User not found' } });
    expect(await world.call('PATCH', '/user/s_none')).to.deep.equal({ status: 405, body: { detail: 'Method Not Allowed' } });
    const headers = { authorization: `Bearer ${await world.token('shop')}` };
    const broken = await fetch(`${root()}/api/user`, { method: 'POST', headers, body: '{' });
    expect([broken.status, await broken.json()]).to.deep.equal([422, { detail: { 1: 'JSON decode error' } }]);
  });

  it('shows how it is', async () => {
    await create('s_one');
    world.use('s_one', 5n);
    expect((await world.call('GET', '/system')).body).to.include({ version: '0.8.4', total_user: 1, users_active: 1, users_on_hold: 0, online_users: 1 });
    expect((await world.call('GET', '/core')).body).to.include({ started: true });
    expect((await world.call('GET', '/inbounds')).body).to.have.property('vless').that.deep.includes({ tag: 'VLESS TCP REALITY', protocol: 'vless', network: 'tcp', tls: 'reality', port: 8443 });
  });

  it('serves a subscription: links in base64 and what is left of it in a header, also to who is disabled', async () => {
    const account = spec();
    const { subscriptionUrl } = await world.panel.ensure(account);
    world.use(account.key, 7n);
    await world.panel.setEnabled(account, false);
    const response = await fetch(subscriptionUrl);
    expect(response.headers.get('subscription-userinfo')).to.equal(`upload=0; download=7; total=100; expire=${(account.expiresAt?.getTime() ?? 0) / 1000}`);
    const [link = ''] = Buffer.from(await response.text(), 'base64').toString('utf8').split('\n');
    expect(link).to.match(new RegExp(`^vless://${account.credential}@[^?]+:8443\\?security=reality&type=tcp&.*flow=xtls-rprx-vision.*pbk=.{43}&sid=[0-9a-f]+#.*disabled$`));
    for (const url of [`${subscriptionUrl}x`, `${root()}/sub/x`]) expect((await fetch(url)).status).to.equal(404);
  });

  describe('strikes', () => {
    it('failing: a 500 in plain text, and nothing is done', async () => {
      await world.token('shop');
      world.simulator.strike('failing');
      expect(await create('s_one')).to.deep.equal({ status: 500, body: 'Internal Server Error' });
      expect(world.simulator.users()).to.deep.equal([]);
      arm('failing');
      expect((await signIn('')).status).to.equal(500);
    });

    it('silent: done, and the line is cut', async () => {
      world.simulator.strike('silent');
      expect(await create('s_one').catch(() => 'cut')).to.equal('cut');
      expect(world.accountsOf('s_one')).to.equal(1);
      arm('silent', 1);
      expect(await signIn('').catch(() => 'cut')).to.equal('cut');
    });

    it('dropped: the line is cut before anything is done; stumbling: a 500 after it is', async () => {
      world.simulator.strike('dropped');
      expect(await create('s_one').catch(() => 'cut')).to.equal('cut');
      expect(world.accountsOf('s_one')).to.equal(0);
      world.simulator.strike('stumbling');
      expect((await create('s_one')).status).to.equal(500);
      expect(world.accountsOf('s_one')).to.equal(1);
    });

    it('lying: the answer of a change that was not made', async () => {
      arm('lying');
      const { status, body } = await create('s_one');
      expect([status, (body as { username: string }).username]).to.deep.equal([200, 's_one']);
      expect(world.simulator.users()).to.deep.equal([]);
    });

    it('slow: right, only late', async () => {
      await create('s_one');
      arm('slow', 1);
      const before = performance.now();
      expect((await fetch(`${root()}/api/system`)).status).to.equal(401);
      expect(performance.now() - before).to.be.at.least(299);
    });

    it('stalled: every call waits and fails until it is let go', async () => {
      expect((await control('POST', '/stall', { on: true })).status).to.equal(204);
      expect((await signIn('')).status).to.equal(500);
      await control('POST', '/stall', { on: false });
      expect((await signIn('')).status).to.equal(422);
      expect((await control('POST', '/stall', { on: 'yes' })).status).to.equal(400);
    });

    it('a crowd of more than forty: who is too much stalls and fails', async () => {
      const crowd = new Crowd(1, 0);
      const leave = Array.from({ length: 40 }, () => crowd.enter(false));
      await crowd.turn();
      leave.push(crowd.enter(true));
      expect(await failureOf(crowd.turn())).to.be.instanceOf(WireRefusal).and.include({ status: 500 });
      for (const one of leave) one();
      await crowd.turn();
      expect(crowd.busiest).to.deep.equal({ calls: 41, changes: 1 });
    });
  });

  it('shows its users to the page and lets traffic run through one', async () => {
    const account = spec();
    await world.panel.ensure(account);
    const [view] = (await control('GET', '/users')).body as { link: string }[];
    const { key, marker } = account;
    expect(view).to.deep.equal({ key, marker, status: 'active', expiresAt: account.expiresAt?.toISOString(), usedBytes: '0', limitBytes: '100', link: view?.link });
    expect(await world.serves(view?.link ?? '')).to.equal(true);
    expect((await control('POST', `/users/${key}/traffic`, { bytes: '60' })).body).to.include({ usedBytes: '60' });
    expect((await control('POST', `/users/${key}/traffic`, { bytes: 60 })).body).to.include({ usedBytes: '120' });
    for (const bytes of [-1, 1.5, 'many', undefined]) expect((await control('POST', `/users/${key}/traffic`, { bytes })).status).to.equal(400);
    expect((await control('POST', '/users/s_none/traffic', { bytes: 1 })).status).to.equal(404);
    expect(world.simulator.use('s_none', 1n)).to.equal(undefined);
  });

  it('lives on after a restart and forgets everything on the first day', async () => {
    const account = spec();
    const { subscriptionUrl } = await world.panel.ensure(account);
    const changes: string[] = [];
    const twin = new MarzbanSimulator({ now: () => world.now(), faults: new FaultBoard(), origin: world.origin, changed: (system) => changes.push(system) });
    twin.restore(JSON.parse(JSON.stringify(world.simulator.snapshot())));
    expect(twin.users()).to.deep.equal(world.simulator.users());
    twin.use(account.key, 1n);
    expect(world.simulator.row(account.key)?.used).to.equal(0);
    twin.reset();
    expect(twin.users()).to.deep.equal([]);
    expect(changes).to.deep.equal(['marzban', 'marzban']);
    twin.restore(undefined);
    await twin.stop();
    expect(await world.serves(subscriptionUrl)).to.equal(true);
  });
});
