import { expect } from 'chai';
import { OpenShop } from '../../e2e/support/open-shop.js';
import { invoiceOf } from '../../e2e/support/outside.js';
import { SPELLINGS, signedText } from '#sandbox/heleket/signature.js';

const MANY = 1_000;

describe('a webhook that comes a thousand times at once', function () {
  this.timeout(60_000);
  let shop: OpenShop;
  before(async () => {
    shop = await OpenShop.open();
  });
  after(() => shop.stop());

  it('is thanked for each time, stored once and credited once (case 1)', async () => {
    const vera = shop.person(9100);
    await vera.asks('/start', /Hi/);
    await vera.walks('balance', 'recharge', 'recharge_heleket');
    const uuid = invoiceOf(await vera.taps('recharge_heleket_10', /invoice is ready/));
    await shop.outside.arm('heleket', 'silent');
    const { orderId } = await shop.outside.pay(uuid);
    await shop.outside.calm();

    const { API_KEY = '' } = shop.service.sandbox.environment;
    const body = signedText({ type: 'payment', uuid, order_id: orderId, status: 'paid', payment_amount: '10.00000000', is_final: true }, API_KEY, SPELLINGS[0]);
    const post = (): Promise<number> =>
      fetch(`${shop.origin}/webhook/heleket`, { method: 'POST', body, headers: { 'content-type': 'application/json' } }).then(async (response) => {
        await response.body?.cancel();
        return response.status;
      });
    const statuses = await Promise.all(Array.from({ length: MANY }, post));
    expect(new Set(statuses)).to.deep.equal(new Set([200]));
    await vera.sees(/10 TON added/);

    const rows = await shop.database.knex<{ repeats: number }>('inbox').where('source', 'heleket').select('event_key', 'repeats');
    expect(rows).to.deep.equal([{ event_key: `${uuid}:paid:10.00000000`, repeats: MANY - 1 }]);
    const credits = await shop.database.knex('ledger_transfers').where('kind', 'topup').select('ref');
    expect(credits).to.have.length(1);
    expect(await shop.available(vera.id)).to.equal('10');
    expect(await shop.brokenRules()).to.deep.equal([]);
  });
});
