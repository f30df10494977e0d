import { expect } from 'chai';
import { ProviderError } from '#use-cases/ports/providers/provider-error.js';
import { aShop, type TestShop } from '../../builders/shop/a-shop.js';
import { letTimePass, runJobs } from '../../builders/shop/run-jobs.js';
import { ton } from '../../builders/ton.js';
import { VERA, wallet } from '../checkout/a-buyer.js';

const HOUR = 60;

describe('an open payment nobody tells of', () => {
  let shop: TestShop;
  let paymentId: string;
  beforeEach(async () => {
    shop = aShop();
    await shop.welcomeCustomer.execute({ profile: { userId: VERA, username: 'vera', firstName: 'Вера', languageCode: 'ru' } });
    paymentId = (await shop.startTopUp.execute({ userId: VERA, gateway: 'heleket', amount: '10' })).id;
  });

  const asked = (): number => shop.gateway.calls.filter((step) => step === 'fetch').length;
  /** In which minutes of the next so many the gateway is asked. */
  async function minutesAsked(minutes: number): Promise<number[]> {
    const found: number[] = [];
    for (let minute = 1; minute <= minutes; minute += 1) {
      const before = asked();
      shop.clock.advance(60_000);
      await shop.sweepDueWork.execute();
      await runJobs(shop).catch(() => undefined);
      if (asked() > before) found.push(minute);
    }
    return found;
  }
  const fail = (times: number): void => {
    for (let number = 0; number < times; number += 1) shop.gateway.failNext('fetch', new ProviderError('heleket', 'unavailable', 'paused after repeated failures'));
  };

  it('is asked about after 1, 2, 5, 15, 60 minutes and hourly from then on', async () => {
    expect(await minutesAsked(5 * HOUR)).to.deep.equal([1, 3, 8, 23, 83, 143, 203, 263]);
  });

  it('is asked about at the same times while the gateway does not answer', async () => {
    fail(100);
    expect(await minutesAsked(5 * HOUR)).to.deep.equal([1, 3, 8, 23, 83, 143, 203, 263]);
  });

  it('is credited at the next asking after the gateway is back', async () => {
    fail(6);
    shop.gateway.pay(paymentId, ton('10'));
    await minutesAsked(143);
    expect((await wallet(shop)).available).to.equal('0');
    await minutesAsked(HOUR);
    expect((await wallet(shop)).available).to.equal('10');
  });

  it('is asked about for 72 hours after it has expired, and no longer', async () => {
    await letTimePass(shop, 2 * HOUR);
    shop.gateway.say(paymentId, { state: 'expired', final: true });
    await letTimePass(shop, 70 * HOUR);
    const before = asked();
    await letTimePass(shop, 3 * HOUR);
    expect(asked()).to.be.greaterThan(before);
    const after = asked();
    await letTimePass(shop, 10 * HOUR);
    expect(asked()).to.equal(after);
  });
});
