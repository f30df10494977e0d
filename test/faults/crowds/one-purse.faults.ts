import { expect } from 'chai';
import { StarOrder } from '#domain/orders/star-order.js';
import { InsufficientFunds } from '#domain/wallet/ledger.js';
import type { HttpLab } from '../../adapters/http/http-lab.js';
import { ton } from '../../builders/ton.js';
import { faultReport } from '../report/fault-report.js';
import { SERVER_URL } from '../stages/server-url.js';
import { ShopFloor } from '../stages/shop-floor.js';
import { CrowdedShop } from './crowded-shop.js';

const ROUNDS = 25;
const TAPS = 200;
const PRICE = ton('2.1375');
const TOP_UPS = 4;

describe(`two hundred purchases at once of one person whose top-ups arrive meanwhile, ${ROUNDS} times`, function () {
  this.timeout(300_000);
  let shop: CrowdedShop;
  let web: HttpLab;
  before(async () => {
    shop = new CrowdedShop(await ShopFloor.open(SERVER_URL, 16));
    web = await shop.web();
  });
  after(() => web.close());

  it('are as many as the money allows in the order it came, and nobody meets another error', async () => {
    for (let round = 1; round <= ROUNDS; round += 1) await playRound(round);
    const checks = await shop.floor.audit.verify();
    expect(checks.filter(({ violations }) => violations.length > 0)).to.deep.equal([]);
    faultReport.checked(checks.length);
  });

  async function playRound(userId: number): Promise<void> {
    const [one, other] = shop.lives.map((life) => life.shop);
    if (!one || !other) throw new Error('the shop is closed');
    await one.welcomeCustomer.execute({ profile: { userId, username: `buyer_${userId}`, firstName: 'Buyer', languageCode: 'en' } });
    const before = await topUp(userId, String(10 + userId));
    const drafts = await draftMany(userId);
    const during = [];
    for (let index = 0; index < TOP_UPS; index += 1) during.push(await paidTopUp(userId, '10'));

    const taps = drafts.map((orderId, index) => (index % 2 === 0 ? one : other).confirmOrder.execute({ userId, orderId }));
    const credits = during.map(async (paymentId) => {
      expect((await web.post('/webhook/heleket', shop.webhookOf(paymentId))).status).to.equal(200);
      await shop.workOff();
    });
    const [bought] = await Promise.all([Promise.allSettled(taps), Promise.all(credits)]);
    await shop.workOff();

    const refusals = bought.flatMap((tap) => (tap.status === 'rejected' ? [tap.reason as unknown] : []));
    expect(refusals.filter((reason) => !(reason instanceof InsufficientFunds))).to.deep.equal([]);
    const sold = BigInt(bought.length - refusals.length);
    const all = before.plus(ton(String(10 * TOP_UPS)));
    expect(sold >= before.minor / PRICE.minor && sold <= all.minor / PRICE.minor, `${sold} of them`).to.equal(true);
    const { available } = await shop.floor.books.run((tx) => tx.ledger.balance(userId, 'TON'));
    expect(available.minor + sold * PRICE.minor, 'each sale took its price, once').to.equal(all.minor);
    faultReport.visited('purchase in a race', TAPS);
  }

  async function paidTopUp(userId: number, amount: string): Promise<string> {
    const { id } = (await shop.lives[0]?.shop.startTopUp.execute({ userId, gateway: 'heleket', amount })) ?? { id: '' };
    shop.world.gateway.pay(id, ton(amount));
    return id;
  }

  async function topUp(userId: number, amount: string): Promise<ReturnType<typeof ton>> {
    expect((await web.post('/webhook/heleket', shop.webhookOf(await paidTopUp(userId, amount)))).status).to.equal(200);
    await shop.workOff();
    return ton(amount);
  }

  /** All at the same price, for a friend. */
  async function draftMany(userId: number): Promise<readonly string[]> {
    const recipient = { username: 'bobby', name: 'Bob', token: 'token-of-bobby' };
    const drafts = Array.from({ length: TAPS }, () =>
      StarOrder.draft({
        id: shop.world.ids.next(),
        userId,
        stars: 100,
        bonus: 10,
        price: PRICE,
        maxCost: ton('1.75'),
        method: 'balance',
        createdAt: shop.world.clock.now(),
      }).for(recipient),
    );
    await shop.floor.books.run(async (tx) => {
      for (const draft of drafts) await tx.orders.add(draft);
    });
    return drafts.map(({ id }) => id);
  }
});
