import { expect } from 'chai';
import pg from 'pg';
import { BALANCE } from '#domain/orders/order.js';
import { ton } from '../../builders/ton.js';
import { faultReport } from '../report/fault-report.js';
import { SERVER_URL } from '../stages/server-url.js';
import { ShopFloor } from '../stages/shop-floor.js';
import { CrowdedShop } from './crowded-shop.js';

const BUYERS = 60;
/** Longer than a lease, often enough for an order to take its steps and for all to pass through the one wallet. */
const PAUSE_MS = 61_000;
const PATIENCE = 400;

describe(`${BUYERS} purchases whose job queue forgets everything again and again`, function () {
  this.timeout(300_000);
  let shop: CrowdedShop;
  let database: pg.Client;
  before(async () => {
    const floor = await ShopFloor.open(SERVER_URL, 8);
    shop = new CrowdedShop(floor);
    database = new pg.Client({ connectionString: floor.url });
    await database.connect();
  });
  after(() => database.end());

  it('are all paid and delivered, once, from what the rows know', async () => {
    const [one, other] = shop.lives.map((life) => life.shop);
    if (!one || !other) throw new Error('the shop is closed');
    let forgotten = 0;
    for (let userId = 1; userId <= BUYERS; userId += 1) {
      await one.welcomeCustomer.execute({ profile: { userId, username: `buyer_${userId}`, firstName: 'Buyer', languageCode: 'en' } });
      const { id } = await one.startTopUp.execute({ userId, gateway: 'heleket', amount: '10' });
      shop.world.gateway.pay(id, ton('10'));
      await other.receiveWebhook.execute({ gateway: 'heleket', request: { body: new TextEncoder().encode(shop.webhookOf(id)), headers: {}, remoteAddress: '127.0.0.1' } });
      forgotten += await forget(database);
    }
    await letTimePass(async () => (await credited()) === BUYERS);
    for (let userId = 1; userId <= BUYERS; userId += 1) {
      const { id: orderId } = await one.draftOrder.execute({ userId, stars: '100', method: BALANCE });
      await one.chooseRecipient.execute({ userId, orderId, username: 'bobby' });
      await other.confirmOrder.execute({ userId, orderId });
      forgotten += await forget(database);
    }
    await letTimePass(async () => {
      forgotten += await forget(database);
      return shop.world.stars.effects.deliveries.length === BUYERS;
    });
    await letTimePass(async () => (await held()) === 0);

    expect(forgotten, 'jobs that were forgotten').to.be.at.least(2 * BUYERS);
    expect(shop.world.stars.effects.payments).to.have.length(BUYERS);
    const checks = await shop.floor.audit.verify();
    expect(checks.filter(({ violations }) => violations.length > 0)).to.deep.equal([]);
    faultReport.checked(checks.length);
    faultReport.visited('forgotten job', forgotten);
  });

  async function letTimePass(isEnough: () => Promise<boolean>): Promise<void> {
    for (let minute = 0; !(await isEnough()); minute += 1) {
      expect(minute, 'minutes').to.be.below(PATIENCE);
      shop.world.clock.advance(PAUSE_MS);
      await shop.workOff();
    }
  }

  async function credited(): Promise<number> {
    const { rows } = await database.query<{ count: number }>(`SELECT count(*)::int AS count FROM payments WHERE state = 'credited'`);
    return rows[0]?.count ?? 0;
  }

  async function held(): Promise<number> {
    const { rows } = await database.query<{ count: number }>(`SELECT count(*)::int AS count FROM balances WHERE kind = 'user:held' AND amount > 0`);
    return rows[0]?.count ?? 0;
  }
});

async function forget(database: pg.Client): Promise<number> {
  return (await database.query('DELETE FROM pgboss.job')).rowCount ?? 0;
}
