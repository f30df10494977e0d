import { expect } from 'chai';
import { openRemnawaveStand, refusal, type RemnawaveStand } from './remnawave-stand.js';

const UNKNOWN = '99999999-9999-4999-8999-999999999999';

for (const major of [2, 3] as const) {
  describe(`The stand-in of Remnawave ${major}.x on its wire`, () => {
    let stand: RemnawaveStand;

    beforeEach(async () => {
      stand = await openRemnawaveStand(major, { commitMs: 60 });
    });
    afterEach(() => stand.world.close());

    const call = (method: string, path: string, body?: unknown, headers?: Record<string, string>) => stand.world.call(method, path, body, headers);

    it('creates with 201, wraps what it says, and names users as its major does', async () => {
      const { status, body } = await stand.create('anna');
      expect(status).to.equal(201);
      const user = body.response as Record<string, unknown>;
      expect(user).to.include({ username: 'anna', status: 'ACTIVE', trafficLimitBytes: 0, hwidDeviceLimit: null, trafficLimitStrategy: 'NO_RESET' });
      expect(user).to.have.property('id', 1);
      if (major === 2) expect(user).to.have.property('uuid');
      else expect(user).to.not.have.property('uuid');
      expect(user.userTraffic).to.deep.include({ usedTrafficBytes: 0, lifetimeUsedTrafficBytes: 0, onlineAt: null });
      expect(user.activeInternalSquads).to.have.lengthOf(2);
      expect(await stand.read('anna')).to.deep.equal(user);
    });

    it('hangs up on whoever comes without the forwarding headers of a proxy', async () => {
      for (const headers of [{ 'x-forwarded-for': '' }, { 'x-forwarded-proto': '' }, { 'x-forwarded-proto': 'http' }]) {
        for (const path of ['/system/metadata', '/no/such/route']) {
          const failure: unknown = await call('GET', path, undefined, headers).catch((error: unknown) => error);
          expect(failure).to.have.nested.property('cause.message', 'other side closed');
        }
      }
    });

    it('knows a wrong token from a narrow or deleted one', async () => {
      const tokens = stand.world.simulator.tokens;
      const judged = (authorization: string) => call('GET', '/users/by-username/anna', undefined, { authorization });
      const unauthorized = { status: 401, body: { message: 'Unauthorized', statusCode: 401 } };
      const forbidden = { status: 403, body: { message: 'Forbidden resource', error: 'Forbidden', statusCode: 403 } };
      expect(await judged('')).to.deep.equal(unauthorized);
      expect(await judged('Bearer garbage')).to.deep.equal(unauthorized);
      const token = tokens.issue('narrow', new Date('2026-02-01'), ['users:create']);
      expect(await judged(`Bearer ${token}`)).to.deep.equal(forbidden);
      expect(await judged(`Bearer ${tokens.issue('narrow', new Date('2026-02-01'), ['users:by-username'])}`)).to.have.property('status', 404);
      tokens.remove('narrow');
      expect(await judged(`Bearer ${token}`)).to.deep.equal(forbidden);
      stand.world.pass(40 * 86_400);
      expect(await judged(`Bearer ${token}`)).to.deep.equal(unauthorized);
    });

    it('answers a missing user with a code, a missing route without one', async () => {
      expect(refusal(await call('GET', '/users/by-username/nobody'))).to.deep.equal([404, 'A063']);
      expect(refusal(await stand.patch('nobody', {}))).to.deep.equal([404, 'A025']);
      const missing = major === 2 ? '/users/99999999-9999-4999-8999-999999999999' : '/users/99';
      expect(refusal(await call('DELETE', missing))).to.deep.equal([404, 'A025']);
      expect(refusal(await call('POST', `${missing}/actions/disable`))).to.deep.equal([404, 'A025']);
      const other = major === 2 ? '/users/no/such' : '/users/by-telegram-id/42';
      const { status, body } = await call('GET', other);
      expect({ status, body }).to.deep.equal({ status: 404, body: { message: `Cannot GET /api${other}`, error: 'Not Found', statusCode: 404 } });
    });

    it('does not take the address of the other major', async () => {
      await stand.create('anna');
      const foreign = major === 2 ? '1' : (stand.world.simulator.inspect('anna')?.uuid ?? '');
      const { status, body } = await call('DELETE', `/users/${foreign}`);
      expect(status).to.equal(400);
      expect(body).to.include({ message: 'Validation failed', statusCode: 400 }).and.not.have.property('errorCode');
    });

    it('refuses a name or a short id that is taken with 400, the short id first', async () => {
      await stand.create('anna', { shortUuid: 'anna-link' });
      expect(refusal(await stand.create('anna'))).to.deep.equal([400, 'A019']);
      expect(refusal(await stand.create('boris', { shortUuid: 'anna-link' }))).to.deep.equal([400, 'A020']);
      expect(refusal(await stand.create('anna', { shortUuid: 'anna-link' }))).to.deep.equal([400, 'A020']);
      expect((await stand.create('Anna')).status).to.equal(201);
    });

    it('tells when and where in a business refusal', async () => {
      await stand.create('anna');
      expect((await stand.create('anna')).body).to.deep.equal({ timestamp: stand.at(0), path: '/api/users/', message: 'User username already exists', errorCode: 'A019' });
    });

    it('lets one of many equal creations through; the others hear that it is taken, one of them only that it failed', async () => {
      stand.world.meeting.expect(20);
      const answers = await Promise.all(Array.from({ length: 20 }, () => stand.create('anna')));
      const counted = (status: number, code: unknown) => answers.filter((answer) => answer.status === status && answer.body.errorCode === code).length;
      expect(counted(201, undefined)).to.equal(1);
      expect(counted(500, 'A018')).to.equal(1);
      expect(counted(400, 'A019')).to.equal(18);
    });

    it('dresses an unknown squad and a fraction of a byte as mishaps, and keeps nothing of them', async () => {
      for (const fields of [{ activeInternalSquads: [UNKNOWN] }, { trafficLimitBytes: 1.5 }]) {
        expect(refusal(await stand.create('anna', fields))).to.deep.equal([500, 'A018']);
        expect(stand.world.accountsOf('anna')).to.equal(0);
      }
      await stand.create('anna');
      const before = await stand.read('anna');
      for (const fields of [{ activeInternalSquads: [UNKNOWN], tag: 'NEW' }, { trafficLimitBytes: 1.5, tag: 'NEW' }]) {
        expect(refusal(await stand.patch('anna', fields))).to.deep.equal([500, 'A039']);
        expect(await stand.read('anna')).to.deep.equal(before);
      }
    });

    it('makes a user without servers when no squad is named, and says nothing of it', async () => {
      const { status, body } = await stand.create('anna', { activeInternalSquads: undefined });
      expect({ status, squads: (body.response as Record<string, unknown>).activeInternalSquads }).to.deep.equal({ status: 201, squads: [] });
      expect(await stand.world.serves(String((body.response as Record<string, unknown>).subscriptionUrl))).to.equal(false);
    });

    const invalid: readonly object[] = [
      { username: 'ab' },
      { username: 'two words' },
      { expireAt: 1_800_000_000 },
      { expireAt: undefined },
      { expireAt: 'tomorrow' },
      { hwidDeviceLimit: null },
      { hwidDeviceLimit: -1 },
      { trafficLimitBytes: -1 },
      { trafficLimitBytes: '5' },
      { trafficLimitStrategy: 'YEAR' },
      { status: 'ASLEEP' },
      { tag: 'lower case' },
      { activeInternalSquads: ['Europe'] },
      { vlessUuid: 'none' },
    ];
    for (const fields of invalid) {
      it(`refuses to create with ${JSON.stringify(fields)}, without a code`, async () => {
        const { status, body } = await stand.create('anna', fields);
        expect(status).to.equal(400);
        expect(body).to.include({ message: 'Validation failed' }).and.not.have.property('errorCode');
        expect(body.errors).to.have.nested.property('[0].path[0]', Object.keys(fields)[0]);
      });
    }

    it('takes a past end in a creation and refuses it in a change', async () => {
      expect((await stand.create('anna', { expireAt: stand.at(-60) })).status).to.equal(201);
      const { status, body } = await stand.patch('anna', { expireAt: stand.at(-30) });
      expect(status).to.equal(400);
      expect(body.errors).to.deep.include({ code: 'custom', path: ['expireAt'], message: 'Expiration date cannot be in the past' });
    });

    it('takes of the states only two in a change', async () => {
      await stand.create('anna', { status: 'LIMITED' });
      expect(await stand.read('anna')).to.include({ status: 'LIMITED' });
      for (const status of ['LIMITED', 'EXPIRED']) expect((await stand.patch('anna', { status })).status).to.equal(400);
    });

    it('has its word for being switched already', async () => {
      await stand.create('anna');
      expect(refusal(await stand.act('anna', 'enable'))).to.deep.equal([400, 'A030']);
      expect((await stand.act('anna', 'disable')).status).to.equal(200);
      expect(refusal(await stand.act('anna', 'disable'))).to.deep.equal([400, 'A029']);
    });

    it('answers a removal as its major does, and stumbles when many remove one user', async () => {
      await stand.create('anna');
      const removed = await stand.remove('anna');
      expect(removed).to.deep.equal(major === 2 ? { status: 200, body: { response: { isDeleted: true } } } : { status: 204, body: {} });
      await stand.create('boris');
      stand.world.meeting.expect(6);
      const answers = await Promise.all(Array.from({ length: 6 }, () => stand.remove('boris')));
      expect(answers.map(({ status }) => status).sort()).to.deep.equal([major === 2 ? 200 : 204, 404, 500, 500, 500, 500]);
      expect(answers.map(({ body }) => body.errorCode)).to.include.members(['A025', 'A037']);
    });

    it('lists newest first, by name when asked, and refuses odd pages in its own ways', async () => {
      for (const name of ['carl', 'anna', 'boris']) {
        await stand.create(name);
        stand.world.pass(1);
      }
      const names = async (query: string) => {
        const { users, total } = (await call('GET', `/users/?${query}`)).body.response as { users: { username: string }[]; total: number };
        return [...users.map(({ username }) => username), total];
      };
      expect(await names('')).to.deep.equal(['boris', 'anna', 'carl', 3]);
      expect(await names(`start=1&size=1&sorting=${encodeURIComponent('[{"id":"username","desc":false}]')}`)).to.deep.equal(['boris', 3]);
      expect(refusal(await call('GET', '/users/?start=-1'))).to.deep.equal([500, 'A024']);
      expect((await call('GET', '/users/?size=1001')).status).to.equal(400);
    });

    it('finds users by their Telegram id in the way of its major', async () => {
      await stand.create('anna', { telegramId: 42 });
      await stand.create('boris');
      const { response } = (await call('GET', major === 2 ? '/users/by-telegram-id/42' : '/users/stream?telegramId=42')).body;
      const users = (major === 2 ? response : (response as { users: unknown }).users) as { username: string }[];
      expect(users.map(({ username }) => username)).to.deep.equal(['anna']);
    });

    it('shows its squads with what they lead to', async () => {
      await stand.create('anna');
      const { internalSquads } = (await call('GET', '/internal-squads')).body.response as { internalSquads: { uuid: string; info: object }[] };
      expect(internalSquads.map(({ info }) => info)).to.deep.equal([
        { membersCount: 1, inboundsCount: 1 },
        { membersCount: 1, inboundsCount: 2 },
        { membersCount: 0, inboundsCount: 0 },
      ]);
      expect(internalSquads.slice(0, 2).map(({ uuid }) => uuid)).to.deep.equal(stand.squads);
    });

    it('takes a broken body for what it is', async () => {
      expect((await call('POST', '/users/', '{"username":')).body).to.deep.equal({ message: 'Unexpected token in JSON', error: 'Bad Request', statusCode: 400 });
    });
  });
}
