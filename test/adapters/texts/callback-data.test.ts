import fc from 'fast-check';
import { expect } from 'chai';
import { callback, CALLBACKS, readCallback } from '#adapters/texts/callback-data.js';

const UUID = '018f0000-0000-7000-8000-00000000000a';

/** The strings that old messages in people's chats carry. */
const PUBLIC = [
  'home', 'balance', 'buy_stars', 'help', 'balance_main', 'recharge', 'recharge_heleket', 'recharge_custom', 'balance_history', `transaction_${UUID}`,
  'back_to_balance', 'buy_stars_main', 'buy_stars_with_balance', 'buy_stars_with_payment', 'buy_100', 'buy_250', 'buy_500', 'buy_1000', 'buy_100_balance',
  'buy_250_balance', 'buy_500_balance', 'buy_1000_balance', 'custom_amount', 'custom_amount_balance', 'back_to_buy_stars', `check_payment_${UUID}`,
  `check_recharge_${UUID}`, `refresh_status_${UUID}`, 'help_main', 'help_faq', 'contact_admin', 'back_to_help', 'recharge_heleket_10', 'recharge_heleket_500',
];

const SAMPLE: Readonly<Record<string, string>> = {
  plan: 'a-plan-of-16-cha', panel: 'a-panel-of-16-ch', currency: 'USDT', choice: 'off', system: 'android', generation: '123456789',
  uuid: UUID, gateway: 'stripe-checko', amount: '123456.123456789', stars: '123456', filter: 'adjustment', page: '123', language: 'en', code: 'A'.repeat(32),
};

describe("a button's data", () => {
  it('is understood in every form that was ever published', () => {
    for (const data of PUBLIC) expect(readCallback(data), data).not.to.equal(undefined);
  });

  it('never exceeds what Telegram carries, however long its parts', () => {
    for (const name of CALLBACKS) {
      const data = name.replace(/\{(\w+)\}/g, (_, part: string) => SAMPLE[part] ?? '');
      expect(Buffer.byteLength(data), data).to.be.at.most(64);
      expect(readCallback(data)?.name, data).to.equal(name);
    }
  });

  it('comes back as it was written', () => {
    expect(readCallback(callback('order_pay_via_{gateway}_{uuid}', { gateway: 'heleket', uuid: UUID }))).to.deep.equal({
      name: 'order_pay_via_{gateway}_{uuid}',
      values: { gateway: 'heleket', uuid: UUID },
    });
    expect(readCallback('recharge_custom')?.name).to.equal('recharge_custom');
  });

  it('cannot be written with a part that does not fit', () => {
    expect(() => callback('transaction_{uuid}', { uuid: 'not-an-id' })).to.throw(RangeError);
    expect(() => callback('order_pay_via_{gateway}_{uuid}', { gateway: 'a-gateway-with-a-long-name', uuid: UUID })).to.throw(RangeError);
    expect(() => callback('recharge_{gateway}', { gateway: 'custom' })).to.throw(RangeError);
  });

  it('is nothing when it is junk', () => {
    for (const data of ['', 'settings', 'create_ticket', 'order_pay_', `order_pay_${UUID}x`, `transaction_${UUID.toUpperCase()}'`, 'buy_-1', 'buy_1e9', 'language_xx', '__proto__']) {
      expect(readCallback(data), data).to.equal(undefined);
    }
    fc.assert(fc.property(fc.string({ maxLength: 80 }), (data) => Buffer.byteLength(data) <= 64 || readCallback(data) === undefined));
  });
});
