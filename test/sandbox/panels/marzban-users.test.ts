import { expect } from 'chai';
import { aPanelAccount } from '../../contracts/panels/a-panel-account.js';
import { type MarzbanWorld, openMarzbanWorld, rowOf } from '../../contracts/panels/marzban/marzban-world.js';

const VLESS = { vless: { flow: 'xtls-rprx-vision' } };
const TAGS = { vless: ['VLESS TCP REALITY'] };

interface User {
  readonly status: string;
  readonly expire: number | null;
  readonly data_limit: number | null;
  readonly proxies: { readonly vless: { readonly id: string; readonly flow: string } };
  readonly inbounds: { readonly vless: readonly string[] };
  readonly links: readonly string[];
  readonly next_plan: unknown;
  readonly used_traffic: number;
  readonly lifetime_used_traffic: number;
}

describe("Marzban's stand-in keeps users as the real one does", () => {
  let world: MarzbanWorld;

  beforeEach(async () => {
    world = await openMarzbanWorld();
  });
  afterEach(() => world.close());

  const seconds = (later = 0) => Math.floor(world.now().getTime() / 1000) + later;
  const post = (body: unknown) => world.call('POST', '/user', body);
  const put = (name: string, body: unknown) => world.call('PUT', `/user/${name}`, body);
  const get = async (name: string) => (await world.call('GET', `/user/${name}`)).body as User;
  const made = async (username: string, more: object = {}) => (await post({ username, proxies: VLESS, inbounds: TAGS, ...more })).body as User;

  describe('on creating', () => {
    it('answers 200 with the whole user, nought read back as null', async () => {
      const user = await made('s_one', { expire: 0, data_limit: 0, note: 'shop:1' });
      expect(user).to.deep.include({ status: 'active', expire: null, data_limit: null, note: 'shop:1', used_traffic: 0, next_plan: null });
      expect(user).to.include.keys('proxies', 'excluded_inbounds', 'subscription_url', 'created_at', 'admin', 'on_hold_timeout', 'auto_delete_in_days');
      expect(user.proxies.vless.id).to.match(/^[0-9a-f-]{36}$/);
    });

    it('lacks the short id in the very first links, and never again', async () => {
      expect((await made('s_one')).links[0]).to.match(/^vless:\/\/.*[?&]sid=#/);
      expect((await get('s_one')).links[0]).to.match(/&sid=[0-9a-f]{16}#/);
    });

    it('refuses a name that is taken, whoever has it', async () => {
      await made('s_one');
      expect(await post({ username: 's_one', proxies: VLESS })).to.deep.equal({ status: 409, body: { detail: 'User already exists' } });
      expect((await world.call('POST', '/user', { username: 's_one', proxies: VLESS }, 'neighbour')).status).to.equal(409);
    });

    it('refuses fields in its own shape, one sentence a field', async () => {
      const refused = [
        [{ username: 'a-bcdef' }, 'username'],
        [{ username: 's_one', expire: 1.5 }, 'expire'],
        [{ username: 's_one', expire: '2026-01-01T00:00:00Z' }, 'expire'],
        [{ username: 's_one', data_limit: -1 }, 'data_limit'],
        [{ username: 's_one', data_limit: '5' }, 'data_limit'],
        [{ username: 's_one', status: 'disabled' }, 'status'],
        [{ username: 's_one', status: 'on_hold' }, 'status'],
        [{ username: 's_one', note: 'x'.repeat(501) }, 'note'],
        [{ username: 's_one', proxies: {} }, 'proxies'],
        [{ username: 's_one', inbounds: { vless: ['nope'] } }, 'inbounds'],
        [{ proxies: VLESS }, 'username'],
      ] as const;
      for (const [body, field] of refused) {
        const { status, body: said } = await post({ proxies: VLESS, ...body });
        expect(status, field).to.equal(422);
        expect((said as { detail: object }).detail).to.have.all.keys(field);
      }
      expect((await post({ username: 's_one', proxies: VLESS, inbounds: { vless: ['nope'] } })).body).to.deep.equal({ detail: { inbounds: "Value error, Inbound nope doesn't exist" } });
      expect((await post({ username: 's_one', proxies: { trojan: {} } })).body).to.deep.equal({ detail: 'Protocol ProxyTypes.Trojan is disabled on your server' });
      expect(world.simulator.users()).to.deep.equal([]);
    });

    it('takes numbers in text for a date, a name with a tail, and one with a line end', async () => {
      expect((await made('s_one', { expire: String(seconds(60)) })).expire).to.equal(seconds(60));
      for (const username of [`abc-${'x'.repeat(50)}`, 's_two\n']) expect((await post({ username, proxies: VLESS })).status).to.equal(200);
    });

    it('gives no inbound when none is spoken of, and all when the list is empty', async () => {
      const silent = (await post({ username: 's_one', proxies: VLESS })).body as User;
      expect([silent.inbounds.vless, silent.links]).to.deep.equal([[], []]);
      for (const [name, inbounds] of [['s_two', {}], ['s_three', { vless: [] }]] as const) expect((await made(name, { inbounds })).inbounds.vless).to.have.lengthOf(2);
      expect((await post({ username: 's_four', proxies: VLESS, inbounds: null })).status).to.equal(500);
      expect(world.accountsOf('s_four')).to.equal(0);
    });

    it('answers 500 to a date in milliseconds and to missing proxies, and the row is there for good', async () => {
      await made('s_ok');
      for (const body of [{ username: 's_date', proxies: VLESS, expire: world.now().getTime() }, { username: 's_bare' }]) {
        expect(await post(body)).to.deep.equal({ status: 500, body: 'Internal Server Error' });
        expect(world.accountsOf(body.username)).to.equal(1);
        expect((await world.call('GET', `/user/${body.username}`)).status).to.equal(500);
      }
      expect((await world.call('GET', '/users')).status).to.equal(500);
      expect((await put('s_date', { expire: seconds(60) })).status).to.equal(200);
      expect((await world.call('GET', '/user/s_date')).status).to.equal(200);
    });

    it('reviews nobody behind a row with a date in milliseconds', async () => {
      await made('s_before', { expire: seconds(5) });
      await post({ username: 's_date', proxies: VLESS, inbounds: TAGS, expire: world.now().getTime() });
      await made('s_behind', { expire: seconds(5) });
      world.pass(20);
      expect((await get('s_before')).status).to.equal('expired');
      expect((await get('s_behind')).status).to.equal('active');
    });
  });

  describe('on changing', () => {
    it('keeps what is not named and what is null, but for a status and proxies', async () => {
      const before = await made('s_one', { expire: seconds(60), data_limit: 5, note: 'x' });
      const { body } = await put('s_one', { expire: null, data_limit: null, note: null, inbounds: null });
      expect(body).to.deep.include({ expire: before.expire, data_limit: 5, note: 'x', proxies: before.proxies, inbounds: before.inbounds });
      expect((await put('s_one', { status: null })).status).to.equal(422);
      expect((await put('s_one', { proxies: null })).status).to.equal(500);
      for (const status of ['limited', 'expired']) expect((await put('s_one', { status })).status).to.equal(422);
    });

    it('rotates the credential and clears the flow when the proxy is named alone', async () => {
      const before = await made('s_one');
      const after = (await put('s_one', { proxies: { vless: {} } })).body as User;
      expect(after.proxies.vless.id).to.not.equal(before.proxies.vless.id);
      expect(after.proxies.vless.flow).to.equal('');
    });

    it('cuts a user off by an empty list, and drops a queued plan that is not named again', async () => {
      await made('s_one', { next_plan: { data_limit: 1 } });
      const after = (await put('s_one', { inbounds: { vless: [] } })).body as User;
      expect([after.inbounds.vless, after.links, after.next_plan]).to.deep.equal([[], [], null]);
    });

    it('judges a date at once, but wakes whoever is called active until the next review', async () => {
      await made('s_one', { expire: seconds(60), data_limit: 10 });
      expect((await put('s_one', { expire: seconds(-1) })).body).to.include({ status: 'expired' });
      expect((await put('s_one', { status: 'active' })).body).to.include({ status: 'active' });
      world.pass(11);
      expect(await get('s_one')).to.include({ status: 'expired' });
      expect((await put('s_one', { expire: seconds(60) })).body).to.include({ status: 'active' });
      await put('s_one', { status: 'disabled' });
      expect((await put('s_one', { expire: seconds(90) })).body).to.include({ status: 'disabled' });
    });

    it('does not apply a date in milliseconds to a good user', async () => {
      await made('s_one', { expire: seconds(60) });
      expect((await put('s_one', { expire: world.now().getTime() })).status).to.equal(500);
      expect((await get('s_one')).expire).to.equal(seconds(60));
    });

    it('lets a limited one go on with a larger limit only', async () => {
      await made('s_one', { data_limit: 10 });
      world.use('s_one', 10n);
      world.pass(11);
      expect(await get('s_one')).to.include({ status: 'limited' });
      expect((await put('s_one', { expire: seconds(60) })).body).to.include({ status: 'limited' });
      expect((await put('s_one', { data_limit: 11 })).body).to.include({ status: 'active' });
    });

    it('keeps the date of one that is put on hold, and starts it at its first traffic', async () => {
      await made('s_one', { expire: seconds(60) });
      expect((await put('s_one', { status: 'on_hold', on_hold_expire_duration: 5 })).body).to.include({ status: 'on_hold', expire: seconds(60) });
      world.use('s_one', 1n);
      expect(await get('s_one')).to.include({ status: 'active', expire: seconds(5) });
    });
  });

  it('a reset wakes the disabled, not the ended, and the lifetime keeps what was used', async () => {
    await made('s_one');
    await made('s_two', { expire: seconds(5) });
    world.use('s_one', 7n);
    await put('s_one', { status: 'disabled' });
    world.pass(11);
    expect((await world.call('POST', '/user/s_one/reset')).body).to.include({ status: 'active', used_traffic: 0, lifetime_used_traffic: 7 });
    expect((await world.call('POST', '/user/s_two/reset')).body).to.include({ status: 'expired' });
  });

  it('resets by itself as often as it was told to', async () => {
    await made('s_one', { data_limit_reset_strategy: 'day', data_limit: 5 });
    world.use('s_one', 5n);
    world.pass(86_400);
    expect(await get('s_one')).to.include({ status: 'active', used_traffic: 0, lifetime_used_traffic: 5 });
  });

  it('removes with a word, or with a 500 where there is no owner', async () => {
    await made('s_one');
    expect(await world.call('DELETE', '/user/s_one')).to.deep.equal({ status: 200, body: { detail: 'User successfully deleted' } });
    expect(await world.call('DELETE', '/user/s_one')).to.deep.equal({ status: 404, body: { detail: 'User not found' } });
    await world.call('POST', '/user', { username: 's_two', proxies: VLESS }, 'environment');
    expect(await world.call('DELETE', '/user/s_two', undefined, 'environment')).to.deep.equal({ status: 500, body: 'Internal Server Error' });
    expect(world.accountsOf('s_two')).to.equal(0);
  });

  it('lists in pages, in any order it knows, and searches by more than it is asked', async () => {
    for (const key of ['s_a', 's_b', 'sxb']) world.simulator.plant(rowOf({ ...aPanelAccount({ now: world.now() }), key }, key === 's_a' ? 's b' : undefined, world.now()));
    const names = async (query: string) => ((await world.call('GET', `/users?${query}`)).body as { users: readonly { username: string }[] }).users.map(({ username }) => username);
    expect(await names('sort=-username')).to.deep.equal(['sxb', 's_b', 's_a']);
    expect(await names('offset=1&limit=1&sort=created_at,username')).to.deep.equal(['s_b']);
    expect(await names('search=s_b')).to.deep.equal(['s_a', 's_b', 'sxb']);
    expect(await names('username=s_a&username=sxb&status=active')).to.deep.equal(['s_a', 'sxb']);
    expect(await world.call('GET', '/users?sort=age')).to.deep.equal({ status: 400, body: { detail: '"age" is not a valid sort option' } });
  });
});
