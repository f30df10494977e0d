import { createHmac } from 'node:crypto';
import { expect } from 'chai';
import type { PanelWebhook } from '#use-cases/ports/panels/vpn-panel.js';
import { openRemnawaveStand, type RemnawaveStand } from './remnawave-stand.js';

const DAY = 86_400;

interface Told {
  readonly scope: string;
  readonly event: string;
  readonly timestamp: string;
  readonly data: Record<string, unknown>;
  readonly meta?: Record<string, unknown>;
}

for (const major of [2, 3] as const) {
  describe(`The webhooks of Remnawave ${major}.x's stand-in`, () => {
    let stand: RemnawaveStand;

    beforeEach(async () => {
      stand = await openRemnawaveStand(major);
    });
    afterEach(() => stand.world.close());

    const told = (webhook: PanelWebhook): Told => JSON.parse(Buffer.from(webhook.body).toString('utf8')) as Told;
    const events = () => stand.world.webhooks.map((webhook) => told(webhook).event);
    const after = async (work: () => Promise<unknown>): Promise<string[]> => {
      await stand.world.simulator.told();
      stand.world.webhooks.length = 0;
      await work();
      stand.world.simulator.users();
      await stand.world.simulator.told();
      return [...new Set(events())];
    };

    it('are signed over their bytes and carry the full user', async () => {
      await stand.create('anna');
      await stand.world.simulator.told();
      const [webhook] = stand.world.webhooks;
      const { body, headers } = webhook!;
      expect(headers['x-remnawave-signature']).to.equal(createHmac('sha256', stand.world.simulator.settings().WEBHOOK_SECRET).update(body).digest('hex'));
      expect(stand.world.simulator.settings().WEBHOOK_SECRET).to.match(/^[A-Za-z0-9]{64}$/);
      expect(told(webhook!)).to.include({ scope: 'user', event: 'user.created', timestamp: headers['x-remnawave-timestamp'] });
      expect(told(webhook!).data).to.deep.equal(await stand.read('anna'));
    });

    it('tell of every call, also of our own', async () => {
      await stand.create('anna');
      expect(await after(() => stand.patch('anna', { status: 'DISABLED' }))).to.deep.equal(['user.modified']);
      expect(await after(() => stand.act('anna', 'enable'))).to.deep.equal(['user.enabled']);
      expect(await after(() => stand.act('anna', 'disable'))).to.deep.equal(['user.disabled']);
      expect(await after(() => stand.act('anna', 'reset-traffic'))).to.deep.equal(['user.traffic_reset']);
      expect(await after(() => stand.act('anna', 'revoke'))).to.deep.equal(['user.revoked']);
      expect(await after(() => stand.remove('anna'))).to.deep.equal(['user.deleted']);
    });

    it('tell of what the jobs do, and of the first connection', async () => {
      await stand.create('anna', { trafficLimitBytes: 10, expireAt: stand.at(100) });
      expect(await after(async () => stand.world.use('anna', 10n))).to.deep.equal(['user.first_connected']);
      expect(await after(async () => stand.world.pass(50))).to.deep.equal(['user.limited']);
      expect(await after(async () => stand.world.pass(100))).to.deep.equal(['user.expired']);
    });

    it('tell of an end at its exact minute only, in the words of the version', async () => {
      await stand.create('anna', { expireAt: stand.at(4 * DAY) });
      const notice = major === 2 ? 'user.expires_in_72_hours' : 'user.expiration';
      expect(await after(async () => stand.world.pass(DAY))).to.deep.equal([notice]);
      if (major === 3) expect(told(stand.world.webhooks[0]!).meta).to.deep.equal({ expiration: -72 });
      expect(await after(async () => stand.world.pass(DAY + 120))).to.deep.equal([]);
      expect(await after(async () => stand.world.pass(3 * DAY - 120))).to.have.members(['user.expired', major === 2 ? 'user.expired_24_hours_ago' : 'user.expiration']);
    });

    it('come in no order, and some come twice with the very same bytes', async () => {
      for (const name of ['anna', 'boris', 'carl']) stand.world.simulator.plant(name, {});
      await Promise.all(['anna', 'boris', 'carl'].map((name) => stand.act(name, 'disable')));
      await stand.world.simulator.told();
      const names = stand.world.webhooks.map((webhook) => told(webhook).data.username);
      expect(names).to.have.lengthOf(4);
      expect(new Set(stand.world.webhooks.map(({ body }) => Buffer.from(body).toString('utf8'))).size).to.equal(3);
    });

    it('come with the later before the earlier', async () => {
      const { simulator, webhooks } = stand.world;
      for (const name of ['anna', 'boris']) simulator.plant(name, {});
      for (const name of ['anna', 'boris']) simulator.use(name, 1n);
      await simulator.told();
      expect(webhooks.map((webhook) => told(webhook).data.username)).to.deep.equal(['boris', 'anna']);
    });

    for (const refused of [500, 404, 302]) {
      it(`are sent four times in all to a shop that answers ${refused}`, async () => {
        const given = new Promise<void>((resolve) => {
          stand.world.answerWebhook = () => {
            if (stand.world.webhooks.length === 4) resolve();
            return refused;
          };
        });
        await stand.create('anna');
        await given;
        await stand.world.simulator.told();
        expect(stand.world.simulator.snapshot().pending).to.deep.equal([]);
        expect(new Set(stand.world.webhooks.map(({ body }) => Buffer.from(body).toString('utf8'))).size).to.equal(1);
      });
    }

    it('are repeated until the shop has taken them', async () => {
      const taken = new Promise<void>((resolve) => {
        stand.world.answerWebhook = () => {
          if (stand.world.webhooks.length < 3) return 503;
          resolve();
          return 200;
        };
      });
      await stand.create('anna');
      await taken;
      await stand.world.simulator.told();
      expect(stand.world.simulator.snapshot().pending).to.deep.equal([]);
      expect(stand.world.webhooks).to.have.lengthOf(3);
    });

    it('do not come while the panel is silent', async () => {
      stand.world.faults.arm({ target: 'remnawave', mode: 'silent', times: undefined });
      await stand.create('anna').catch(() => undefined);
      await stand.world.simulator.told();
      expect(stand.world.webhooks).to.deep.equal([]);
    });
  });
}
