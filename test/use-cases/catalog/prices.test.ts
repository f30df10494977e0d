import { expect } from 'chai';
import { Money } from '#domain/shared/money.js';
import type { PricingSetting } from '#use-cases/catalog/shop-settings.js';
import { UnusableQuote } from '#use-cases/catalog/star-prices.js';
import { aShop, type TestShop } from '../../builders/shop/a-shop.js';
import { ton } from '../../builders/ton.js';
import { refusalOf } from '../refusal.js';

const MINUTE_MS = 60_000;

describe('the price of stars', () => {
  let shop: TestShop;
  beforeEach(() => {
    shop = aShop();
  });

  const priceOf = async (stars: number): Promise<string> => (await shop.prices.offer(stars)).offer.price.toDecimal();

  it('is the quote plus the margin, and at most that much plus a bit is paid for them', async () => {
    const { offer, maxCost } = await shop.prices.offer(100);
    expect([offer.price.toDecimal(), offer.stars + offer.bonus, maxCost.toDecimal()]).to.deep.equal(['2.1375', 110, '1.7325']);
  });

  it('follows the quote within a minute, and asks for it once a minute', async () => {
    await priceOf(50);
    shop.stars.costPerStar = ton('0.02');
    await priceOf(50);
    expect([await priceOf(50), shop.stars.calls.length]).to.deep.equal(['1.125', 1]);
    shop.clock.advance(MINUTE_MS);
    expect([await priceOf(50), shop.stars.calls.length]).to.deep.equal(['1.5', 2]);
  });

  for (const quote of [ton('0'), ton('-0.015'), Money.parse('0.015', 'USDT')]) {
    it(`is none at all while the provider quotes ${quote.toString()}: nothing is sold, and the quote is not kept (case 33)`, async () => {
      shop.stars.costPerStar = quote;
      expect(await refusalOf(priceOf(50))).to.be.instanceOf(UnusableQuote);
      shop.stars.costPerStar = ton('0.015');
      expect(await priceOf(50)).to.equal('1.125');
    });
  }

  it('is what the operator fixes, from the next look on', async () => {
    await priceOf(50);
    await shop.settings.changePricing({ mode: 'fixed', perStar: '0.05' });
    expect(await priceOf(50)).to.equal('2.5');
    await shop.settings.changePricing({ mode: 'quote', marginBasisPoints: 0 });
    expect(await priceOf(50)).to.equal('0.75');
  });

  const nonsense: readonly PricingSetting[] = [
    { mode: 'fixed', perStar: '0' },
    { mode: 'fixed', perStar: '-1' },
    { mode: 'fixed', perStar: '1e3' },
    { mode: 'quote', marginBasisPoints: -1 },
    { mode: 'quote', marginBasisPoints: 0.5 },
    { mode: 'quote', marginBasisPoints: 100_001 },
  ];
  for (const setting of nonsense) {
    it(`is not changed to ${JSON.stringify(setting)}`, async () => {
      const refusal = await refusalOf(shop.settings.changePricing(setting));
      expect(['catalog.invalid-setting', 'money.invalid-amount']).to.include(refusal.code);
      expect(await priceOf(50)).to.equal('1.125');
    });
  }
});
