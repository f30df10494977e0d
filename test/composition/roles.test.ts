import { expect } from 'chai';
import { HttpServer } from '#adapters/inbound/http/http-server.js';
import { readConfig } from '#composition/config/config.js';
import { type Role, ROLES } from '#composition/config/roles.js';
import type { Edge } from '#composition/resources.js';
import { Shop } from '#composition/shop.js';
import { TOKENS as T } from '#composition/tokens.js';
import { until } from '../e2e/support/until.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { anEnvironment } from './an-environment.js';

const NOBODY = '127.0.0.1:1';

describe('the roles of a process', () => {
  let database: TestDatabase;
  let shop: Shop;
  let server: HttpServer;
  let origin: string;
  before(async () => {
    database = await testDatabase();
  });
  afterEach(async () => {
    await server.close(0);
    await shop.stop(1_000);
  });

  async function open(role: Role, changes: Readonly<Record<string, string | undefined>> = {}): Promise<void> {
    const outside = { TELEGRAM_API_ROOT: `http://${NOBODY}`, HELEKET_BASE_URL: `http://${NOBODY}`, FRAGMENT_BASE_URL: `http://${NOBODY}`, TON_API_URL: `http://${NOBODY}` };
    const environment = anEnvironment({ ...outside, POLARIS_ROLES: role, DATABASE_URL: `postgres://${NOBODY}/none`, LOG_LEVEL: 'silent', ...changes });
    const edge: Edge = { openDatabase: () => Promise.resolve({ ...database, close: () => Promise.resolve() }) };
    shop = await Shop.open(readConfig(environment), edge);
    server = new HttpServer(shop.handle);
    const { port } = await server.listen('127.0.0.1', 0);
    origin = `http://127.0.0.1:${port}`;
  }

  const statusOf = async (path: string, method = 'GET'): Promise<number> => (await fetch(`${origin}${path}`, { method, ...(method === 'POST' && { body: '{}' }) })).status;
  const jobs = async (): Promise<number> => Number((await database.knex('pgboss.job').count<{ count: string }[]>())[0]?.count);

  for (const role of ROLES) {
    it(`${role} says how it is`, async () => {
      await open(role);
      expect(await (await fetch(`${origin}/health`)).json()).to.deep.include({ status: 'starting' });
      await shop.start();
      expect(await statusOf('/health')).to.equal(200);
      expect(await statusOf('/health/db')).to.equal(200);
      expect(await statusOf('/metrics')).to.equal(200);
    });

    it(`${role} answers nothing that is another's`, async () => {
      await open(role);
      expect((await statusOf('/webhook/telegram', 'POST')) === 401, 'takes updates').to.equal(role === 'bot');
      expect((await statusOf('/webhook/heleket', 'POST')) !== 404, 'takes what gateways tell').to.equal(role === 'webhook');
      expect((await statusOf('/health/payment')) !== 404, 'asks outside').to.equal(role === 'api');
      expect((await statusOf('/health/detailed')) !== 404, 'shows all').to.equal(role === 'api');
    });

    it(`${role} ${role === 'worker' ? 'does the jobs' : 'leaves the jobs to the workers'}`, async () => {
      await open(role);
      await shop.start();
      await shop.container.get(T.unitOfWork).run((tx) => tx.jobs.enqueue({ name: 'deliver-notices' }));
      if (role === 'worker') await until(async () => ((await jobs()) === 0 ? true : undefined), () => 'the job is left');
      else expect(await jobs()).to.be.greaterThan(0);
    });
  }

  it('webhook needs no words of the wallet', async () => {
    await open('webhook', { FRAGMENT_SEED_PHRASE: undefined, FRAGMENT_WALLET_ADDRESS: undefined, FRAGMENT_COOKIES: undefined });
    await shop.start();
    expect(await statusOf('/webhook/heleket', 'POST')).to.equal(401);
  });
});
