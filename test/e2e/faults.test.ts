import { expect } from 'chai';
import { TOKENS as T } from '#composition/tokens.js';
import { everyRow, findLeaks, findTold, secretsOf } from './support/leaks.js';
import { OpenShop } from './support/open-shop.js';
import { invoiceOf, type System, type Weather } from './support/outside.js';
import type { Person } from './support/person.js';
import { until } from './support/until.js';
import { Wiretap } from './support/wiretap.js';

const CANARIES = { WEBHOOK_SECRET: 'canary-of-the-simplified-webhook', TON_API_KEY: 'canary-of-the-way-to-the-chain' };
const WALLET = 'UQBvW8Z5huBkMJYdnfAEM5JqTNkuWX3diqYENkWsIL0XglxD';
/** In nanotons: 100 stars at 0.0045 TON, with the margin and the discount. */
const PRICE = 619_900_000n;
/** A call that may be repeated is sent so often before the buyer hears of it. */
const TRIES = 3;

/** Bad luck in the middle of a purchase: on the way to Telegram, to the market, to the chain. */
const ON_THE_WAY: readonly (readonly [System, Weather, number])[] = [
  ['telegram', 'slow', 1],
  ['telegram', 'failing', 3],
  ['telegram', 'silent', 2],
  ['telegram', 'lying', 1],
  ['fragment', 'slow', 1],
  ['fragment', 'failing', 3],
  ['fragment', 'silent', 3],
  ['fragment', 'lying', 2],
  ['ton', 'slow', 1],
  ['ton', 'failing', 3],
  ['ton', 'silent', 1],
  ['ton', 'lying', 1],
];

describe('bad luck outside', () => {
  let shop: OpenShop;
  let wire: Wiretap;
  let vera: Person;

  before(async function () {
    this.timeout(60_000);
    wire = new Wiretap();
    shop = await OpenShop.open({ environment: { ...CANARIES, LOG_LEVEL: 'debug' } });
    await shop.outside.price(4_500_000);
    vera = shop.hurriedPerson(4000);
    await vera.say('/start');
    await shop.outside.pay(await topUp('50'));
    await vera.sees(/50 TON added/);
  });
  after(async () => {
    await shop.stop();
    wire.stop();
  });
  afterEach(async () => {
    await shop.outside.calm();
    expect(await shop.brokenRules()).to.deep.equal([]);
  });

  async function topUp(amount: '10' | '50'): Promise<string> {
    await vera.walks('balance', 'recharge', 'recharge_heleket');
    return invoiceOf(await vera.taps(`recharge_heleket_${amount}`, /invoice is ready/));
  }

  /** What the market delivered, what the chain moved, and what the buyer has. */
  async function state() {
    const { fragment, ton } = await shop.outside.world();
    const { available, held } = await shop.wallet(vera.id);
    return { deliveries: fragment.deliveries.length, transfers: ton.transfers.length, money: available.plus(held).minor, held: held.minor };
  }

  describe('while stars are on the way costs one price, moves one transfer, delivers once', () => {
    for (const [system, weather, times] of ON_THE_WAY) {
      it(`${system} is ${weather}`, async () => {
        await vera.asks('/start', /Hi/);
        await vera.walks('buy_stars', 'buy_stars_with_balance', 'buy_100_balance', 'order_self');
        const before = await state();
        await shop.outside.arm(system, weather, times);
        await vera.tap('order_pay_');
        const ended = async () => {
          const now = await state();
          return now.money < before.money && now.held === 0n ? now : undefined;
        };
        // A slow answer takes real seconds: hurried as much as other waiting, they would outlast a worker's lease.
        const step = weather === 'slow' ? 250 : 2_000;
        const after = await until(ended, () => 'the order did not come to its end', { meanwhile: () => shop.clock.advance(step) });
        expect(after.deliveries - before.deliveries, 'deliveries').to.equal(1);
        expect(after.transfers - before.transfers, 'transfers').to.equal(1);
        expect(before.money - after.money, 'paid').to.equal(PRICE);
      });
    }
  });

  describe('at the gateway credits what was paid, once', () => {
    let before: bigint;
    beforeEach(async () => {
      before = (await state()).money;
      await vera.asks('/start', /Hi/);
    });

    const credited = (): Promise<true> =>
      until(async () => ((await state()).money > before ? true : undefined), () => 'nothing was credited', { meanwhile: () => shop.clock.advance(2_000) });

    async function expectTenMore(): Promise<void> {
      await credited();
      expect((await state()).money - before).to.equal(10_000_000_000n);
    }

    it('it answers slowly', async () => {
      await shop.outside.arm('heleket', 'slow', 1);
      await shop.outside.pay(await topUp('10'));
      await expectTenMore();
    });

    it('it fails to make an invoice: nothing is charged, and the next try works', async () => {
      await shop.outside.arm('heleket', 'failing', TRIES);
      await vera.walks('balance', 'recharge', 'recharge_heleket');
      await vera.taps('recharge_heleket_10', /Nothing was charged/);
      await shop.outside.pay(invoiceOf(await vera.taps('recharge_heleket_10', /invoice is ready/)));
      await expectTenMore();
    });

    it('it makes an invoice and does not say so: nothing is charged, and the shop finds the invoice when it is paid', async () => {
      const known = (await shop.outside.world()).heleket.invoices.length;
      await shop.outside.arm('heleket', 'silent', TRIES);
      await vera.walks('balance', 'recharge', 'recharge_heleket');
      await vera.taps('recharge_heleket_10', /payment service didn't answer.*Nothing was charged/s);
      const { invoices } = (await shop.outside.world()).heleket;
      expect(invoices.length).to.equal(known + 1);
      await shop.outside.pay(invoices.at(-1)?.uuid ?? '');
      await expectTenMore();
    });

    for (const weather of ['failing', 'silent'] as const) {
      it(`it is ${weather} when asked about a payment it has told of`, async () => {
        const invoice = await topUp('10');
        await shop.outside.decide(invoice, 'process');
        await shop.outside.pay(invoice);
        await shop.outside.arm('heleket', weather, 2);
        await expectTenMore();
      });
    }

    it('it says twice the sum: nobody believes it, and the truth is credited when it comes', async () => {
      const invoice = await topUp('10');
      await shop.outside.arm('heleket', 'lying');
      await shop.outside.pay(invoice);
      await vera.taps('check_recharge', /operator is checking this payment/);
      expect((await state()).money).to.equal(before);
      await shop.outside.calm();
      await expectTenMore();
    });
  });

  describe('shows no secret', () => {
    /** Those of the beginning, and the cookies that the market handed out since. */
    const secrets = (): ReadonlyMap<string, readonly string[]> => {
      const given = secretsOf({ ...shop.service.sandbox.environment, ...CANARIES });
      return new Map([...given, ['FRAGMENT_COOKIES', [...wire.cookies, ...(given.get('FRAGMENT_COOKIES') ?? [])]]]);
    };
    const text = async (path: string, request: RequestInit = {}): Promise<string> => (await fetch(`${shop.origin}${path}`, request)).text();
    /** All that the shop refuses to whoever knocks: forged, broken, unknown. */
    const refusals = async (): Promise<string> => {
      const post = (path: string, body: string, headers: Record<string, string> = {}) => text(path, { method: 'POST', body, headers });
      const { TELEGRAM_TOKEN = '' } = shop.service.sandbox.environment;
      const answers = [post('/webhook/heleket', '{"uuid":1}'), post('/webhook/heleket', '{'), post('/webhook/unknown', '{}'), post('/webhook/telegram', '{}', { 'x-telegram-bot-api-secret-token': TELEGRAM_TOKEN }), text('/nothing')];
      return (await Promise.all(answers)).join('\n');
    };

    it('to a third party it is not for, and none in a URL but the token in the Bot API\'s own', async () => {
      const payment = await topUp('10');
      const { orderId: paymentId } = await shop.outside.pay(payment);
      await vera.sees(/10 TON added/);
      await shop.outside.arm('heleket', 'failing', TRIES);
      await shop.service.shop().container.get(T.requestRefund).execute({ paymentId, destination: WALLET, reason: 'by mistake', force: false });
      await until(() => wire.requests.find(({ url }) => url.includes('/refund')), () => 'no refund was asked for', shop.hurry);
      const heard = wire.requests;
      for (const system of ['telegram', 'heleket', 'fragment', 'ton'] as const) expect(heard.filter((request) => request.system === system).length, system).to.be.greaterThan(20);
      expect(findTold(secrets(), heard)).to.deep.equal({ told: [], entrusted: 4 });
      const planted = [...secrets().values()].flat().join(' ');
      const everywhere = { system: 'heleket', url: `/${planted}`, headers: { cookie: planted }, body: planted } as const;
      expect(findTold(secrets(), [everywhere]).told).to.have.length(3 * secrets().size);
    });

    it('in the log, the figures, the answers, the messages, the database', async () => {
      const figures = await text('/metrics');
      const health = await text('/health/detailed');
      const places = { log: shop.logged, figures, health, refusals: await refusals(), answers: shop.api.answers.join('\n'), database: await everyRow(shop) };
      for (const [place, text] of Object.entries(places)) expect(text.length, place).to.be.greaterThan(200);
      expect(places.log).to.match(/DEBUG/);
      expect(findLeaks(secrets(), places)).to.deep.equal([]);
      expect(findLeaks(secrets(), { planted: [...secrets().values()].flat().join(' ') })).to.have.length(secrets().size);
    });
  });
});
