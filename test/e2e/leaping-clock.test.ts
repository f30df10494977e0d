import { expect } from 'chai';
import { OpenShop } from './support/open-shop.js';
import { invoiceOf } from './support/outside.js';
import { until } from './support/until.js';

const DAY_MS = 86_400_000;

describe('a clock that leaps a month ahead', () => {
  let shop: OpenShop;

  before(async function () {
    this.timeout(60_000);
    shop = await OpenShop.open();
  });
  after(() => shop.stop());

  const leap = (advance: string): Promise<{ readonly now: string }> => shop.api.post('/sandbox/clock', { advance });

  it('is one clock for the shop and the world: what waited for its time is done at once, and everything can be bought as before', async () => {
    const vera = shop.hurriedPerson(9_001);
    await vera.asks('/start', /Hi, Vera!/);
    await vera.walks('balance', 'recharge', 'recharge_heleket');
    const unpaid = invoiceOf(await vera.taps('recharge_heleket_10', /invoice is ready/));
    await leap('1h');

    const { now } = await leap('31d');
    expect(Date.parse(now) - Date.now()).to.be.greaterThan(31 * DAY_MS);
    const ended = await until(
      async () => (await shop.outside.world()).heleket.invoices.find(({ uuid, status }) => uuid === unpaid && status === 'cancel'),
      () => 'the invoice does not end',
    );
    expect(ended.paid).to.equal('0');

    await vera.asks('/start', /Hi, Vera!|Your balance/);
    await vera.walks('balance', 'recharge', 'recharge_heleket');
    await shop.outside.pay(invoiceOf(await vera.taps('recharge_heleket_10', /invoice is ready/)));
    await vera.sees(/10 TON added/);
    await leap('31d');
    await vera.asks('/start', /Your balance: 10 TON/);
    await vera.walks('buy_stars', 'buy_stars_with_balance', 'buy_100_balance', 'order_self');
    await vera.tap('order_pay_');
    await vera.sees(/Stars delivered!/);
    expect(await shop.brokenRules()).to.deep.equal([]);
  });

  it('wakes the routines that are due once a day', async () => {
    await leap('2d');
    const done = (): Promise<readonly string[]> => routinesDone(shop);
    const before = await done();
    await leap('2d');
    await until(async () => ((await done()).join() === before.join() ? undefined : true), async () => `nothing was done after ${(await done()).join()}`);
  });
});

/** When each routine was done last, as the shop's own rows say. */
async function routinesDone(shop: OpenShop): Promise<readonly string[]> {
  const { rows } = await shop.database.knex.raw<{ rows: { value: unknown }[] }>(`select value from settings where key like 'routine:%' order by key`);
  return rows.map(({ value }) => JSON.stringify(value));
}
