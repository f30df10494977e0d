import { expect } from 'chai';
import { type Envelope, openXuiWorld, type XuiWorld, type XuiWorldOptions } from '../../contracts/panels/xui/xui-world.js';

const ID = '5f7c2a10-1b2c-4d3e-8f90-0a1b2c3d4e5f';
const DAY = 86_400;

describe("3x-ui's stand-in as a panel", () => {
  let world: XuiWorld;

  const open = async (options: XuiWorldOptions = {}) => {
    world = await openXuiWorld(options);
  };
  afterEach(() => world.close());

  const post = async (path: string, body?: object) => (await world.call('POST', `panel/api/${path}`, body ?? {})).body;
  const get = async (path: string) => (await world.call('GET', `panel/api/${path}`)).body;
  const add = (client: object, inboundIds: unknown = [1]) => post('clients/add', { client: { email: 'mary', subId: 'secret-1', id: ID, ...client }, inboundIds });
  const mary = async () => ((await get('clients/get/mary')).obj as { client: Record<string, unknown> }).client;

  it('answers 200 to failures too, with the cause behind a sentence in its language', async () => {
    await open({ language: 'ru' });
    const { status, body } = await world.call('GET', 'panel/api/clients/get/nobody');
    expect(status).to.equal(200);
    expect(body).to.deep.equal({ success: false, msg: 'Что-то пошло не так (record not found)', obj: null });
    await add({});
    expect((await add({ subId: 'other' })).msg).to.match(/^Что-то пошло не так \(email already in use: mary\s*\)$/);
  });

  it('shows a client in one shape, its counters in another, and a page of both', async () => {
    await open();
    await add({ totalGB: 1_000, expiryTime: 1_800_000_000_000, comment: 'ours', limitIp: 2 });
    world.simulator.use('mary', 30n);
    expect(await mary()).to.include({ id: 1, uuid: ID, subId: 'secret-1', totalGB: 1_000, expiryTime: 1_800_000_000_000, enable: true, comment: 'ours', limitIp: 2 });
    expect((await get('clients/traffic/mary')).obj).to.include({ up: 0, down: 30, allTime: 30, total: 1_000, expiryTime: 1_800_000_000_000, enable: true });
    expect(await get('clients/traffic/nobody')).to.deep.equal({ success: true, msg: '', obj: null });
    const { items, filtered } = (await get('clients/list/paged?page=1&pageSize=10')).obj as { items: Record<string, unknown>[]; filtered: number };
    expect({ filtered, keys: items.map(({ email }) => email) }).to.deep.equal({ filtered: 1, keys: ['mary'] });
    expect(items[0]).to.include({ comment: 'ours' }).and.to.not.have.property('uuid');
    expect((await get('clients/list')).obj).to.have.lengthOf(1);
  });

  it('switches a new client on, whatever it was told', async () => {
    await open();
    await add({ enable: false });
    expect(await mary()).to.include({ enable: true });
  });

  it('adds the same client again without a word, and without its new end', async () => {
    await open();
    await add({ expiryTime: 5 });
    expect(await add({ expiryTime: 9 }, [1, 2])).to.include({ success: true });
    expect(await mary()).to.include({ expiryTime: 5, uuid: ID });
    expect((await get('clients/get/mary')).obj).to.deep.include({ inboundIds: [1, 2] });
  });

  for (const [what, client, cause] of [
    ['the same name with another link', { subId: 'other' }, 'email already in use: mary'],
    ['the same name in capitals', { email: 'MARY', subId: 'other' }, 'Duplicate email: MARY'],
    ['the link of another', { email: 'john' }, 'subId already in use: secret-1'],
    ['no name', { email: ' ' }, 'client email is required'],
    ['a name with a slash', { email: 'a/b', subId: 'x' }, 'client email contains an invalid character: a/b'],
    ['an end in text', { email: 'john', subId: 'x', expiryTime: '5' }, 'json: cannot unmarshal into Go struct field Client.expiryTime of type int64'],
    ['half a byte', { email: 'john', subId: 'x', totalGB: 0.5 }, 'json: cannot unmarshal into Go struct field Client.totalGB of type int64'],
    ['a cycle nobody knows', { email: 'john', subId: 'x', trafficReset: 'yearly' }, 'client trafficReset must be never'],
  ] as const) {
    it(`refuses ${what}`, async () => {
      await open();
      await add({});
      const { success, msg } = await add(client);
      expect({ success, has: msg.includes(cause) }, msg).to.deep.equal({ success: false, has: true });
      expect(world.simulator.users()).to.have.lengthOf(1);
    });
  }

  it('stops half-way at an inbound that is not there, in the words of a missing client', async () => {
    await open();
    expect((await add({}, [1, 99])).msg).to.include('(record not found)');
    expect((await get('clients/get/mary')).obj).to.deep.include({ inboundIds: [1] });
  });

  it('takes an update for the whole client: what it leaves out is nothing', async () => {
    await open();
    await add({ totalGB: 1_000, expiryTime: 1_800_000_000_000, comment: 'ours', limitIp: 2, tgId: 7, flow: 'xtls-rprx-vision' });
    await post('clients/update/mary', { email: 'mary' });
    expect(await mary()).to.include({ enable: false, totalGB: 0, expiryTime: 0, comment: '', limitIp: 0, tgId: 0, flow: '', uuid: ID, subId: 'secret-1' });
  });

  it('gives a client another link and another key, but not those of somebody', async () => {
    await open();
    await add({});
    await add({ email: 'john', subId: 'secret-2' });
    await post('clients/update/mary', { email: 'mary', enable: true, id: ID.replace('5', '6'), subId: 'secret-3' });
    expect(await mary()).to.include({ uuid: ID.replace('5', '6'), subId: 'secret-3' });
    expect((await post('clients/update/mary', { email: 'mary', subId: 'secret-2' })).msg).to.include('Duplicate subId: secret-2');
    expect((await post('clients/update/mary', { email: 'john' })).msg).to.include('Duplicate email: john');
    expect((await post('clients/update/nobody', { email: 'nobody' })).msg).to.include('record not found');
  });

  it('removes a client once', async () => {
    await open();
    await add({});
    expect(await post('clients/del/mary')).to.include({ success: true });
    expect((await post('clients/del/mary')).msg).to.include('not found in any inbound or client record');
  });

  it('switches a client on by forgetting its traffic', async () => {
    await open();
    await add({});
    world.simulator.use('mary', 9n);
    await post('clients/update/mary', { email: 'mary', enable: false });
    await post('clients/resetTraffic/mary');
    expect(await mary()).to.include({ enable: true });
    expect((await get('clients/traffic/mary')).obj).to.include({ up: 0, down: 0, allTime: 9 });
  });

  it('switches off what ran out, at most ten seconds late', async () => {
    await open();
    await add({ totalGB: 10 });
    await add({ email: 'john', subId: 'secret-2', expiryTime: world.now().getTime() + 1_000 });
    world.simulator.use('mary', 10n);
    world.pass(9);
    expect(await mary()).to.include({ enable: true });
    world.pass(1);
    expect(await mary()).to.include({ enable: false });
    expect(world.simulator.client('john')?.enable).to.equal(false);
  });

  it('renews by itself what was told to, and starts a clock at the first use', async () => {
    await open();
    await add({ reset: 30, expiryTime: world.now().getTime() + 1_000 });
    await add({ email: 'john', subId: 'secret-2', expiryTime: -DAY * 1_000 });
    world.simulator.use('john', 1n);
    expect(world.simulator.client('john')?.expiryTime).to.equal(world.now().getTime() + DAY * 1_000);
    world.pass(20);
    expect(await mary()).to.include({ enable: true, expiryTime: world.now().getTime() - 19_000 + 30 * DAY * 1_000 });
  });

  it('says that a far server has not heard of a change yet', async () => {
    await open();
    world.simulator.setNode(false);
    expect((await add({}, [3])).obj).to.deep.equal({ nodePending: true });
    expect((await post('clients/update/mary', { email: 'mary' })).obj).to.deep.equal({ nodePending: true });
    world.simulator.setNode(true);
    expect((await post('clients/update/mary', { email: 'mary' })).obj).to.equal(null);
  });

  it('moves a client in and out of inbounds, and mints what they want', async () => {
    await open();
    await add({ id: '' }, [1]);
    await post('clients/mary/attach', { inboundIds: [2] });
    await post('clients/mary/detach', { inboundIds: [1] });
    expect((await get('clients/get/mary')).obj).to.deep.include({ inboundIds: [2] });
    expect((await mary()).password).to.match(/^[0-9a-f]{32}$/);
    expect((await mary()).uuid).to.match(/^[0-9a-f-]{36}$/);
    expect((await get('clients/links/mary')).obj).to.have.lengthOf(1);
    expect((await get('clients/subLinks/secret-1')).obj).to.have.lengthOf(1);
  });

  describe('of the generation up to 3.0', () => {
    const addOld = (email: string) => post('inbounds/addClient', { id: 1, settings: JSON.stringify({ clients: [{ email, id: ID, enable: true }] }) });
    const emails = () => world.simulator.users().map(({ key }) => key);

    it('has no routes of the new one', async () => {
      await open({ version: '3.0.2' });
      for (const path of ['clients/list', 'clients/get/mary', 'clients/traffic/mary']) {
        expect(await world.call('GET', `panel/api/${path}`)).to.include({ status: 404, text: '' });
      }
    });

    it('loses one of two clients that are added at once, and calls both done', async () => {
      await open({ version: '3.0.2' });
      world.meeting.expect(2);
      const answers = await Promise.all([addOld('mary'), addOld('john')]);
      expect(answers.map(({ success }: Envelope) => success)).to.deep.equal([true, true]);
      expect(emails()).to.have.lengthOf(1);
      await addOld('anna');
      expect(emails()).to.include('anna').and.have.lengthOf(2);
    });

    it('fails for a name that is taken or unknown, and writes its settings as a text', async () => {
      await open({ version: '3.0.2' });
      await addOld('mary');
      expect((await addOld('Mary')).msg).to.include('Duplicate email: Mary');
      expect((await get('inbounds/getClientTraffics/john')).msg).to.include('Inbound Not Found For Email');
      expect((await get('inbounds/getClientTraffics/mary')).obj).to.include({ email: 'mary' });
      const [inbound] = (await get('inbounds/list')).obj as { settings: unknown }[];
      expect(JSON.parse(String(inbound?.settings))).to.have.nested.property('clients[0].id', ID);
    });
  });
});
