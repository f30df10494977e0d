import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { expect } from 'chai';
import { SHOP_SCREENS } from '#adapters/inbound/telegram/shop-screens/index.js';
import { MemoryPaymentGateway } from '#adapters/outbound/memory/providers/memory-payment-gateway.js';
import { panels } from '#adapters/outbound/panels/index.js';
import { gateways } from '#adapters/outbound/payments/index.js';
import { type Config, readConfig } from '#composition/config/config.js';
import { Shop } from '#composition/shop.js';
import { createSandbox, type Sandbox } from '#sandbox/sandbox.js';
import { ton } from '../builders/ton.js';
import { Api } from '../e2e/support/api.js';
import { Person } from '../e2e/support/person.js';
import { testDatabase } from '../support/database.js';

const PAYMENTS = 'src/adapters/outbound/payments';
const PANELS = 'src/adapters/outbound/panels';
const SCREENS = 'src/adapters/inbound/telegram/shop-screens';

const foldersIn = (room: string): readonly string[] =>
  readdirSync(room, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();

describe('a register', () => {
  it('of gateways has a line for each folder, under the folder\'s name', () => {
    expect(gateways.map(({ id }) => id).sort()).to.deep.equal(foldersIn(PAYMENTS));
    expect(gateways.map(({ configKey }) => configKey).sort()).to.deep.equal(foldersIn(PAYMENTS));
  });

  it('of panels has a line for each folder, and settings under its name', () => {
    expect(panels.map(({ prefix }) => prefix.toLowerCase()).sort()).to.deep.equal(foldersIn(PANELS));
    expect(new Set(panels.map(({ kind }) => kind))).to.have.property('size', panels.length);
  });

  it('of screens has a line for each screen', () => {
    const imported = [...readFileSync(`${SCREENS}/index.ts`, 'utf8').matchAll(/from '\.\/([a-z-]+\/[a-z-]+)\.screen\.js'/g)].map(([, screen]) => screen);
    const files = readdirSync(SCREENS, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.screen.ts'));
    expect(imported.sort()).to.deep.equal(files.map((path) => path.replace(/\.screen\.ts$/, '')).sort());
    expect(SHOP_SCREENS).to.have.length(imported.length);
  });

  describe('is all that a new gateway needs', () => {
    const acme = new MemoryPaymentGateway({ id: 'acme' });
    let world: Sandbox;
    let shop: Shop;
    let origin: string;
    let vera: Person;
    let stop: () => Promise<void>;

    before(async function () {
      this.timeout(60_000);
      world = await createSandbox({ host: '127.0.0.1', port: 0 });
      const known = readConfig({ ...world.environment, WEBHOOK_HOST: '', LOG_LEVEL: 'silent', SWEEP_INTERVAL_MS: '100' });
      const config: Config = { ...known, gateways: [...known.gateways, { id: 'acme', secrets: [], create: () => acme }] };
      shop = await Shop.open(config, { openDatabase: async () => ({ ...(await testDatabase()), close: () => Promise.resolve() }) });
      const server = createServer(shop.handle);
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const address = server.address();
      origin = typeof address === 'object' ? `http://127.0.0.1:${address?.port ?? 0}` : '';
      await shop.start();
      vera = new Person(new Api(world.origin), 9500, { username: 'vera_star', firstName: 'Vera', languageCode: 'en' });
      stop = async () => {
        server.close();
        server.closeAllConnections();
        await shop.stop(1_000);
        await world.stop();
      };
    });
    after(() => stop());

    it('to be offered, to be paid through, and to be heard by webhook', async () => {
      await vera.asks('/start', /Hi, Vera!/);
      await vera.walks('balance');
      await vera.taps('recharge', /Which service would you like to pay with/);
      await vera.walks('recharge_acme');
      await vera.taps('recharge_acme_10', /invoice is ready/);
      const [paymentId = ''] = acme.invoices.keys();
      acme.pay(paymentId, ton('10'));
      const { body, headers } = acme.webhook(paymentId);
      const post = (signature: string) => fetch(`${origin}/webhook/acme`, { method: 'POST', body, headers: { ...headers, 'x-signature': signature } });
      expect((await post('forged')).status).to.equal(401);
      expect((await post(headers['x-signature'] ?? '')).status).to.equal(200);
      await vera.sees(/10 TON added/);
    });

    it('to be watched', async () => {
      const health = (await (await fetch(`${origin}/health/payment`)).json()) as { gateways: { name: string; ok: boolean }[] };
      expect(health.gateways.filter(({ ok }) => ok).map(({ name }) => name)).to.deep.equal(['heleket', 'yookassa', 'wata', 'cryptobot', 'stars', 'acme']);
      const detailed = (await (await fetch(`${origin}/health/detailed`)).json()) as { circuits: Record<string, string> };
      expect(Object.keys(detailed.circuits)).to.include.members(['telegram', 'heleket', 'yookassa', 'wata', 'cryptobot', 'stars', 'acme', 'fragment', 'ton']);
      const figures = await (await fetch(`${origin}/metrics`)).text();
      expect(figures).to.contain('polaris_webhooks_total{gateway="acme",verdict="new"} 1');
      expect(figures).to.contain('polaris_webhooks_total{gateway="acme",verdict="bad-signature"} 1');
    });
  });
});
