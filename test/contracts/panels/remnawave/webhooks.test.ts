import { createHmac } from 'node:crypto';
import { expect } from 'chai';
import type { PanelAccountSpec, PanelWebhook } from '#use-cases/ports/panels/vpn-panel.js';
import { aPanelAccount } from '../a-panel-account.js';
import { openRemnawaveWorld, type RemnawaveWorld } from './remnawave-world.js';

const DAY = 86_400;

for (const major of [2, 3] as const) {
  describe(`Remnawave ${major}.x's webhooks`, () => {
    let world: RemnawaveWorld;

    beforeEach(async () => {
      world = await openRemnawaveWorld(major);
    });
    afterEach(() => world.close());

    const opened = async (): Promise<PanelAccountSpec> => {
      const spec = aPanelAccount({ now: world.now(), placement: world.placement });
      await world.panel.ensure(spec);
      return spec;
    };
    const signed = (text: string, headers: Record<string, string> = {}): PanelWebhook => {
      const signature = createHmac('sha256', world.simulator.settings().WEBHOOK_SECRET).update(text).digest('hex');
      return { body: Buffer.from(text), headers: { 'x-remnawave-signature': signature, ...headers } };
    };
    const eventOf = ({ body }: PanelWebhook): string => (JSON.parse(Buffer.from(body).toString('utf8')) as { event: string }).event;

    it('are understood as they come: late first, some twice, none in order', async () => {
      const spec = await opened();
      await world.panel.setEnabled(spec, false);
      await world.panel.setEnabled(spec, true);
      await world.simulator.told();
      const verdicts = world.webhooks.map((webhook) => world.panel.receive(webhook));
      for (const verdict of verdicts) expect(verdict).to.deep.include({ verdict: 'authentic', keys: [spec.key] });
      const keys = verdicts.map((verdict) => ('eventKey' in verdict ? verdict.eventKey : ''));
      expect(keys[0]).to.match(/^[0-9a-f]{64}$/);
      expect({ deliveries: keys.length, events: new Set(keys).size }).to.deep.equal({ deliveries: 4, events: 3 });
    });

    it('name whose end is near, in the words of the version', async () => {
      const spec = await opened();
      await world.simulator.told();
      world.webhooks.length = 0;
      world.pass(27 * DAY);
      world.simulator.users();
      await world.simulator.told();
      expect(world.webhooks.map(eventOf)).to.deep.equal([major === 2 ? 'user.expires_in_72_hours' : 'user.expiration']);
      expect(world.webhooks.map((webhook) => world.panel.receive(webhook))[0]).to.deep.include({ verdict: 'authentic', keys: [spec.key] });
    });

    it('about nodes and the service are authentic and name nobody', () => {
      for (const body of [{ scope: 'node', event: 'node.connection_lost', data: { name: 'a' } }, { scope: 'service', event: 'service.login_attempt_failed', data: { username: 'admin' } }, { scope: 'user', event: 'user.modified', data: { username: 'two words' } }, { event: 'errors.x' }]) {
        expect(world.panel.receive(signed(JSON.stringify(body)))).to.deep.include({ verdict: 'authentic', keys: [] });
      }
    });

    it('that are signed and no webhook are malformed', () => {
      for (const text of ['', 'null', '[]', '{"event":null}', '{"event":"user.modified"', `{"event":"${'x'.repeat(300_000)}"}`]) {
        expect(world.panel.receive(signed(text))).to.deep.equal({ verdict: 'rejected', reason: 'malformed' });
      }
    });

    it('are believed for their body alone: the time in the header is not signed', () => {
      const text = '{"event":"user.modified","timestamp":"2026-01-15T12:00:00.000Z","data":{"username":"s_one"}}';
      const genuine = world.panel.receive(signed(text));
      expect(world.panel.receive(signed(text, { 'x-remnawave-timestamp': '1999-01-01T00:00:00.000Z' }))).to.deep.equal(genuine);
    });

    it('are refused with a signature of another length, case or alphabet', () => {
      const { body, headers } = signed('{"event":"user.modified"}');
      const right = headers['x-remnawave-signature'] ?? '';
      for (const signature of ['', right.slice(1), `${right}0`, right.toUpperCase(), 'я'.repeat(64), 'z'.repeat(64)]) {
        expect(world.panel.receive({ body, headers: { 'x-remnawave-signature': signature } })).to.deep.equal({ verdict: 'rejected', reason: 'bad-signature' });
      }
    });

    it('are not supported by a panel whose secret nobody gave', () => {
      const panel = world.panelWith({ WEBHOOK_SECRET: undefined });
      expect(panel.capabilities).to.include({ webhook: false, deviceLimit: 'hwid', maxParallelWrites: 16 });
      expect(panel.receive(signed('{"event":"user.modified"}'))).to.deep.equal({ verdict: 'rejected', reason: 'not-supported' });
    });
  });
}
