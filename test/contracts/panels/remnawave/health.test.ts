import { expect } from 'chai';
import type { PanelHealth } from '#use-cases/ports/panels/vpn-panel.js';
import { type Instead, openRemnawaveWorld, type RemnawaveWorld } from './remnawave-world.js';

const DAY_MS = 86_400_000;
const UNFINISHED = '0c8a5e72-94d1-4b3f-a6c7-3e1f9b205d46';

for (const major of [2, 3] as const) {
  describe(`The connection test of Remnawave ${major}.x`, () => {
    let world: RemnawaveWorld;

    beforeEach(async () => {
      world = await openRemnawaveWorld(major);
    });
    afterEach(() => world.close());

    const health = (placement = world.placement): Promise<PanelHealth> => world.panel.health(placement);
    const withToken = (token: string): Promise<PanelHealth> => world.panelWith({ TOKEN: token }).health(world.placement);
    const tokenUntil = (days: number): string => world.simulator.tokens.issue('another', new Date(world.now().getTime() + days * DAY_MS));
    const onMetadata = (answer: Instead): void => {
      world.instead = ({ path }) => (path === '/system/metadata' ? answer : undefined);
    };

    it('tells the version', async () => {
      expect(await health()).to.deep.equal({ ok: true, version: major === 2 ? '2.7.4' : '3.3.2', troubles: [] });
    });

    it('warns of a token that ends within two weeks, and lets it work', async () => {
      expect(await withToken(tokenUntil(15))).to.deep.include({ ok: true, troubles: [] });
      const { ok, troubles } = await withToken(tokenUntil(14));
      expect({ ok, troubles }).to.deep.equal({ ok: true, troubles: [{ code: 'token-expires-soon', detail: '2026-01-29T12:00:00.000Z' }] });
    });

    it('says of a token that has ended that it has, and nothing else', async () => {
      const { ok, troubles } = await withToken(tokenUntil(-1));
      expect({ ok, codes: troubles.map(({ code }) => code) }).to.deep.equal({ ok: false, codes: ['token-expired'] });
    });

    it('knows nothing of the end of a token that does not tell it', async () => {
      const claims = (payload: string): string => `header.${Buffer.from(payload).toString('base64url')}.signature`;
      for (const token of ['an-opaque-token-of-old', claims('{}'), claims('{"exp":"soon"}'), claims('{"exp":1e300}'), claims('null')]) {
        expect((await withToken(token)).troubles.map(({ code }) => code)).to.deep.equal(['wrong-credentials']);
      }
    });

    it('tells a token without the scope, or one that was deleted, from a wrong one', async () => {
      const narrow = world.simulator.tokens.issue('narrow', new Date('2099-01-01'), ['users:create', 'system:metadata']);
      expect((await withToken(narrow)).troubles).to.deep.equal([{ code: 'missing-scope', detail: '403 Forbidden resource' }]);
      const deleted = tokenUntil(100);
      world.simulator.tokens.remove('another');
      expect((await withToken(deleted)).troubles).to.deep.equal([{ code: 'missing-scope', detail: '403 Forbidden resource' }]);
    });

    it('names each squad that is not there, and one that leads to no server', async () => {
      const { ok, troubles } = await health([...world.placement, ...world.wrongPlacement, UNFINISHED]);
      expect(ok).to.equal(false);
      expect(troubles).to.deep.equal([
        { code: 'unknown-placement', detail: world.wrongPlacement[0] },
        { code: 'no-placement', detail: 'squad Unfinished has no inbound' },
      ]);
      expect((await health([])).troubles.map(({ code }) => code)).to.deep.equal(['no-placement']);
    });

    for (const version of ['1.6.16', '2.2.9', '4.0.0']) {
      it(`does not work with ${version}`, async () => {
        onMetadata({ status: 200, body: { response: { version } } });
        expect(await health()).to.deep.equal({ ok: false, version, troubles: [{ code: 'unsupported-version', detail: version }] });
      });
    }

    it('works with a version that does not tell it yet, if its users are what they are from 2.3 on', async () => {
      const nothing = { status: 404, body: { message: 'Cannot GET /api/system/metadata', error: 'Not Found', statusCode: 404 } };
      onMetadata(nothing);
      expect(await health()).to.deep.equal({ ok: true, version: undefined, troubles: [] });
      const flat = { username: 'somebody', usedTrafficBytes: 1 };
      world.instead = ({ path }) => (path === '/system/metadata' ? nothing : path.startsWith('/users') ? { status: 200, body: { response: { users: [flat], total: 1 } } } : undefined);
      expect((await health()).troubles.map(({ code }) => code)).to.deep.equal(['unsupported-version']);
    });

    it('recognises a panel that hangs up on every call as one that misses its forwarding headers', async () => {
      world.instead = () => 'hang-up';
      expect((await health()).troubles).to.deep.equal([{ code: 'forwarding-headers', detail: 'hung up without an answer' }]);
    });

    it('tells a panel that stumbles from one that is away', async () => {
      world.faults.arm({ target: 'remnawave', mode: 'failing', times: undefined });
      expect((await health()).troubles).to.deep.equal([{ code: 'failing', detail: 'answered 500 A001 Internal server error' }]);
    });

    it('says that the address is of something else', async () => {
      world.instead = () => ({ status: 200, body: '<!doctype html>' });
      expect((await health()).troubles.map(({ code }) => code)).to.deep.equal(['not-this-panel']);
    });
  });
}
