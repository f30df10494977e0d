import { expect } from 'chai';
import { XuiSimulator } from '#sandbox/panels/xui/xui-simulator.js';
import { openXuiWorld, type XuiWorld } from '../../contracts/panels/xui/xui-world.js';

const NOBODY = { authorization: '' };
const AJAX = { 'x-requested-with': 'XMLHttpRequest' };
const RIGHT = { username: 'admin', password: 'sandbox-3x-ui-password' };

describe("3x-ui's stand-in", () => {
  let world: XuiWorld;

  beforeEach(async () => {
    world = await openXuiWorld();
  });
  afterEach(() => world.close());

  const plant = (fields: object = {}) =>
    world.simulator.plant({ email: 'mary', subId: 'secret-1', id: '5f7c2a10-1b2c-4d3e-8f90-0a1b2c3d4e5f', enable: true, comment: 'shop:1', ...fields }, [1]);

  describe('as a door', () => {
    it('is not there for strangers, and 401 for those who come with a script', async () => {
      expect(await world.call('GET', 'panel/api/server/status', undefined, NOBODY)).to.include({ status: 404, text: '' });
      expect(await world.call('GET', 'panel/api/server/status', undefined, { ...NOBODY, ...AJAX })).to.include({ status: 401, text: '' });
      expect(await world.call('GET', 'panel/api/nothing')).to.include({ status: 404, text: '' });
    });

    it('lets a token look only as far as its scope', async () => {
      const monitor = { authorization: 'Bearer sandbox-3x-ui-monitor-token-000000' };
      expect(await world.call('GET', 'panel/api/clients/list', undefined, monitor)).to.include({ status: 200 });
      const refused = await world.call('POST', 'panel/api/clients/del/mary', {}, monitor);
      expect({ status: refused.status, success: refused.body.success }).to.deep.equal({ status: 403, success: false });
    });

    it('opens to a name and a password, with a CSRF header for each change', async () => {
      const { cookie, csrf } = await knock();
      expect(await world.call('POST', 'login', RIGHT, { ...NOBODY, cookie })).to.include({ status: 403, text: '' });
      expect((await login(RIGHT, cookie, csrf)).body.success).to.equal(true);
      expect(await world.call('GET', 'panel/api/clients/list', undefined, { ...NOBODY, cookie })).to.include({ status: 200 });
      expect(await world.call('POST', 'panel/api/clients/del/mary', {}, { ...NOBODY, cookie })).to.include({ status: 403, text: '' });
      const allowed = await world.call('POST', 'panel/api/clients/del/mary', {}, { ...NOBODY, cookie, 'x-csrf-token': csrf });
      expect(allowed.body.msg).to.include('not found in any inbound');
    });

    it('answers a wrong password with 200, and after five of them the right one too', async () => {
      const { cookie, csrf } = await knock();
      for (let tries = 0; tries < 5; tries += 1) {
        expect(await login({ ...RIGHT, password: 'guess' }, cookie, csrf)).to.include({ status: 200 });
      }
      expect((await login(RIGHT, cookie, csrf)).body.success).to.equal(false);
      world.pass(16 * 60);
      expect((await login(RIGHT, cookie, csrf)).body.success).to.equal(true);
    });

    async function knock(): Promise<{ cookie: string; csrf: string }> {
      const response = await fetch(`${world.simulator.settings(world.origin).BASE_URL}/csrf-token`);
      const { obj } = (await response.json()) as { obj: string };
      return { cookie: response.headers.get('set-cookie')?.split(';')[0] ?? '', csrf: obj };
    }

    function login(body: object, cookie: string, csrf: string) {
      return world.call('POST', 'login', body, { ...NOBODY, cookie, 'x-csrf-token': csrf });
    }
  });

  describe('as a place to fetch links', () => {
    it('gives a list of links in base64, with what is left', async () => {
      plant({ totalGB: 1_000, expiryTime: 1_800_000_000_500 });
      world.simulator.use('mary', 30n);
      const response = await fetch(`${world.origin}/sandbox/3x-ui/sub/secret-1`);
      expect(response.headers.get('subscription-userinfo')).to.equal('upload=0; download=30; total=1000; expire=1800000000');
      const links = Buffer.from(await response.text(), 'base64').toString('utf8');
      expect(links).to.match(/^vless:\/\/5f7c2a10-1b2c-4d3e-8f90-0a1b2c3d4e5f@[^?]+\?.*security=reality.*&pbk=.+#VLESS%20REALITY-mary\n$/);
    });

    it('knows nothing of a secret nobody has', async () => {
      const response = await fetch(`${world.origin}/sandbox/3x-ui/sub/secret-1`);
      expect({ status: response.status, text: await response.text() }).to.deep.equal({ status: 404, text: '' });
    });
  });

  describe('as people use it', () => {
    it('shows its users and lets traffic run through them', async () => {
      plant({ totalGB: 100 });
      expect(await control('GET', 'users')).to.deep.equal([
        { key: 'mary', marker: 'shop:1', status: 'active', expiresAt: null, usedBytes: '0', limitBytes: '100', link: `${world.origin}/sandbox/3x-ui/sub/secret-1` },
      ]);
      expect(await control('POST', 'users/mary/traffic', { bytes: '40' })).to.include({ usedBytes: '40', status: 'active' });
      expect(await control('POST', 'users/mary/traffic', { bytes: 60 })).to.include({ usedBytes: '100', status: 'limited' });
      expect(await control('POST', 'users/john/traffic', { bytes: 1 })).to.equal(404);
      for (const bytes of [-1, 1.5, 'much', undefined, '99999999999999999']) {
        expect(await control('POST', 'users/mary/traffic', { bytes })).to.equal(400);
      }
    });

    it('tells the four fates of a user apart', () => {
      plant();
      plant({ email: 'anna', subId: 's2', expiryTime: 5, comment: '' });
      plant({ email: 'john', subId: 's3', enable: false });
      const users = world.simulator.users().map(({ key, status, expiresAt, marker }) => ({ key, status, expiresAt, marker }));
      expect(users).to.deep.equal([
        { key: 'mary', status: 'active', expiresAt: null, marker: 'shop:1' },
        { key: 'anna', status: 'expired', expiresAt: '1970-01-01T00:00:00.005Z', marker: null },
        { key: 'john', status: 'disabled', expiresAt: null, marker: 'shop:1' },
      ]);
    });

    it('cuts a far server off', async () => {
      expect(await control('POST', 'node', { online: false })).to.equal(204);
      expect(world.simulator.machine.nodeOnline).to.equal(false);
      expect(await control('POST', 'node', { online: 'no' })).to.equal(400);
    });

    async function control(method: 'GET' | 'POST', path: string, body?: object): Promise<unknown> {
      const response = await fetch(`${world.origin}/sandbox/3x-ui/${path}`, { method, ...(body ? { body: JSON.stringify(body) } : {}) });
      return response.status === 200 ? response.json() : response.status;
    }
  });

  describe('out of order', () => {
    it('failing, refuses and does nothing', async () => {
      plant();
      world.faults.arm({ target: '3x-ui', mode: 'failing', times: undefined });
      expect(await world.call('POST', 'panel/api/clients/del/mary', {})).to.include({ status: 500, text: '' });
      expect(world.simulator.users()).to.have.lengthOf(1);
    });

    it('silent, acts and tells nobody', async () => {
      plant();
      world.faults.arm({ target: '3x-ui', mode: 'silent', times: undefined });
      const answer = await world.call('POST', 'panel/api/clients/del/mary', {}).catch((error: unknown) => error);
      expect(answer).to.be.instanceOf(Error);
      expect(world.simulator.users()).to.deep.equal([]);
    });

    it('slow, answers all the same', async () => {
      world.faults.arm({ target: '3x-ui', mode: 'slow', times: 1 });
      const started = performance.now();
      expect(await world.panel.health(['1'])).to.include({ ok: true });
      expect(performance.now() - started).to.be.greaterThan(250);
    });

    it('lying, acknowledges what it does not do and shows the truth', async () => {
      plant();
      world.faults.arm({ target: '3x-ui', mode: 'lying', times: undefined });
      expect((await world.call('POST', 'panel/api/clients/del/mary', {})).body).to.include({ success: true });
      expect((await world.call('GET', 'panel/api/clients/get/mary')).body).to.include({ success: true });
    });
  });

  describe('after a restart', () => {
    const another = () => new XuiSimulator({ now: () => world.now(), faults: world.faults, origin: world.origin, changed: () => undefined });

    it('remembers its users and goes on numbering them', () => {
      plant({ totalGB: 7 });
      world.simulator.use('mary', 3n);
      world.simulator.setNode(false);
      const next = another();
      next.restore(JSON.parse(JSON.stringify(world.simulator.snapshot())));
      expect(next.users()).to.deep.equal(world.simulator.users());
      expect(next.machine.nodeOnline).to.equal(false);
      next.plant({ email: 'john', subId: 's2' }, [1]);
      expect(next.client('john')?.id).to.equal(2);
    });

    it('begins anew from a state that knew nothing of it', () => {
      const next = another();
      next.restore(undefined);
      expect(next.users()).to.deep.equal([]);
    });

    it('forgets everything when it is reset, tokens given back', async () => {
      plant();
      world.simulator.forgetTokens();
      world.simulator.reset();
      expect(world.simulator.users()).to.deep.equal([]);
      expect(await world.call('GET', 'panel/api/clients/list')).to.include({ status: 200 });
    });

    it('does its job anew after a reset that sets time back', () => {
      world.pass(31 * 86_400);
      world.simulator.users();
      world.pass(-31 * 86_400);
      world.simulator.reset();
      plant({ totalGB: 100 });
      world.simulator.use('mary', 100n);
      world.pass(11);
      expect(world.simulator.client('mary')).to.include({ enable: false });
    });
  });
});
