import { expect } from 'chai';
import type { PanelState } from '#sandbox/api/world.js';
import type { Sandbox } from '#sandbox/sandbox.js';
import { Wires } from '../../e2e/support/wires.js';
import { type Answer, SandboxLab, call, post } from './sandbox-lab.js';

const GIGABYTE = 1_000_000_000;
const DAY = 86_400_000;
const KEY = 's_anna';

type Make = (sandbox: Sandbox, expires: Date, limit: number) => Promise<void>;

/** A shop's way to make an account at each panel. */
const MAKERS: Readonly<Record<string, Make>> = {
  marzban: ({ environment }, expires, limit) => new Wires(environment).marzban(KEY, expires, limit),
  remnawave: ({ environment }, expires, limit) => new Wires(environment).remnawave(KEY, expires, limit),
  '3x-ui': ({ environment }, expires, limit) => new Wires(environment).xui(KEY, expires, limit),
};

describe('the panels of the sandbox', () => {
  const lab = new SandboxLab();
  let sandbox: Sandbox;

  beforeEach(async () => {
    sandbox = await lab.open();
  });

  afterEach(() => lab.close());

  it('are shown by the ids the shop knows them by, with their kind and their title', async () => {
    expect(await panels()).to.deep.equal([
      { id: 'marzban', kind: 'marzban', title: 'Germany', users: [] },
      { id: 'remnawave', kind: 'remnawave', title: 'Netherlands', users: [] },
      { id: '3x-ui', kind: '3x-ui', title: 'Finland', users: [] },
    ]);
  });

  for (const id of ['marzban', 'remnawave', '3x-ui']) {
    describe(id, () => {
      const user = (action: string, body: object = {}): Promise<Answer> => post(sandbox, `/sandbox/panels/${id}/users/${KEY}/${action}`, body);
      let expires: Date;

      beforeEach(async () => {
        expires = new Date(Math.floor(Date.now() / 1000) * 1000 + 30 * DAY);
        await MAKERS[id]?.(sandbox, expires, 3 * GIGABYTE);
      });

      it('shows an account that was made over its API, which the settings of the shop open', async () => {
        const [account] = await usersOf(id);
        expect(account).to.include({ key: KEY, status: 'active', expiresAt: expires.toISOString(), usedBytes: '0', limitBytes: String(3 * GIGABYTE) });
      });

      it('adds traffic to what was used, and ends the service by its own rules when nothing is left', async () => {
        expect((await user('traffic', { bytes: GIGABYTE })).json()).to.include({ usedBytes: String(GIGABYTE) });
        expect((await user('traffic', { bytes: '2000000000' })).json()).to.include({ usedBytes: String(3 * GIGABYTE) });
        await post(sandbox, '/sandbox/clock', { advance: '2m' });
        expect((await usersOf(id))[0]).to.include({ status: 'limited' });
      });

      it('ends an account when its time has come', async () => {
        await post(sandbox, '/sandbox/clock', { advance: '31d' });
        expect((await usersOf(id))[0]).to.include({ status: 'expired' });
      });

      it('lets its end be moved by hand, both ways', async () => {
        expect((await user('drift', { days: 5 })).json()).to.include({ expiresAt: new Date(expires.getTime() + 5 * DAY).toISOString() });
        expect((await user('drift', { days: -7 })).json()).to.include({ expiresAt: new Date(expires.getTime() - 2 * DAY).toISOString() });
      });

      it('lets an account be deleted by hand', async () => {
        expect((await user('remove')).status).to.equal(204);
        expect(await usersOf(id)).to.deep.equal([]);
        expect((await user('remove')).json()).to.include({ status: 404, code: 'sandbox.panel-user-unknown' });
      });

      it('counts its time anew after a reset', async () => {
        await post(sandbox, '/sandbox/clock', { advance: '31d' });
        await usersOf(id);
        await post(sandbox, '/sandbox/reset', {});
        await MAKERS[id]?.(sandbox, new Date(Math.floor(Date.now() / 1000) * 1000 + 60_000), 0);
        await post(sandbox, '/sandbox/clock', { advance: '2m' });
        expect((await usersOf(id))[0]).to.include({ status: 'expired' });
      });

      for (const bytes of [0, -1, 1.5, '1e9', null, 'many', '9'.repeat(16)]) {
        it(`refuses ${JSON.stringify(bytes)} as traffic`, async () => {
          expect((await user('traffic', { bytes })).json()).to.include({ status: 400, code: 'sandbox.panel-bytes' });
        });
      }

      it('refuses a move of the end that is none', async () => {
        for (const days of [0, 1.5, '5', 4_000, null]) expect((await user('drift', { days })).json()).to.include({ status: 400, code: 'sandbox.panel-days' });
      });
    });
  }

  it('nothing runs through an account that Remnawave does not serve', async () => {
    await MAKERS['remnawave']?.(sandbox, new Date(Date.now() - DAY), 0);
    await post(sandbox, '/sandbox/clock', { advance: '1m' });
    const answer = await post(sandbox, `/sandbox/panels/remnawave/users/${KEY}/traffic`, { bytes: 1 });
    expect(answer.json()).to.include({ status: 409, code: 'sandbox.panel-user-not-served' });
  });

  it('a panel or an account that is not there has its own code', async () => {
    for (const action of ['traffic', 'remove', 'drift']) {
      expect((await post(sandbox, `/sandbox/panels/xui/users/${KEY}/${action}`, { bytes: 1, days: 1 })).json()).to.include({ status: 404, code: 'sandbox.panel-unknown' });
      expect((await post(sandbox, `/sandbox/panels/3x-ui/users/nobody/${action}`, { bytes: 1, days: 1 })).json()).to.include({ status: 404, code: 'sandbox.panel-user-unknown' });
    }
    expect((await call(sandbox, 'GET', '/sandbox/panels/nowhere/users')).json()).to.include({ status: 404, code: 'sandbox.panel-unknown' });
  });

  it('each can be switched off, under the name of its kind', async () => {
    for (const target of ['marzban', 'remnawave', '3x-ui']) await post(sandbox, '/sandbox/faults', { target, mode: 'failing' });
    const outcomes = await Promise.all(Object.values(MAKERS).map((make) => make(sandbox, new Date(Date.now() + DAY), 0).catch(() => 'failed')));
    expect(outcomes).to.deep.equal(['failed', 'failed', 'failed']);
    expect((await panels()).flatMap(({ users }) => users)).to.deep.equal([]);
  });

  async function panels(): Promise<readonly PanelState[]> {
    return (await sandbox.world()).panels;
  }

  async function usersOf(id: string): Promise<PanelState['users']> {
    return (await call(sandbox, 'GET', `/sandbox/panels/${id}/users`)).json() as unknown as PanelState['users'];
  }
});
