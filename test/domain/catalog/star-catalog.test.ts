import { expect } from 'chai';
import fc from 'fast-check';
import { offerStars, parseStars, pricePerStar, requireSellable, type StarCatalog, StarsOutOfRange } from '#domain/catalog/star-catalog.js';
import { Money } from '#domain/shared/money.js';
import { ton } from '../../builders/ton.js';

const catalog: StarCatalog = {
  packages: [
    { stars: 100, bonus: 10, discountPercent: 5 },
    { stars: 250, bonus: 25, discountPercent: 10 },
    { stars: 500, bonus: 50, discountPercent: 15 },
    { stars: 1000, bonus: 100, discountPercent: 20 },
  ],
  minimumStars: 50,
  maximumStars: 10_000,
  pricing: { mode: 'fixed', perStar: ton('0.02') },
};

describe('the number of stars a person types', () => {
  for (const [text, stars] of [['50', 50], ['10000', 10_000], [' 100 ', 100], ['0100', 100]] as const) {
    it(`${JSON.stringify(text)} is ${stars}`, () => {
      expect(parseStars(text, catalog)).to.equal(stars);
    });
  }

  for (const text of ['49', '10001', '0', '-1', '-100', '5,5', '5.5', '100.0', '1e3', '0x64', '1 000', '1,000', '+100', '', ' ', 'сто', '١٠٠', '１００', '100 stars', '9'.repeat(400), '100\n100', 'NaN', '∞']) {
    it(`${JSON.stringify(text.slice(0, 20))} is not sold`, () => {
      expect(() => parseStars(text, catalog)).to.throw(StarsOutOfRange).that.has.property('details').that.includes({ minimum: 50, maximum: 10_000 });
    });
  }

  it('no text is sold as anything but a whole number within the bounds', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.integer().map(String), fc.double().map(String)), (text) => {
        try {
          expect(parseStars(text, catalog)).to.satisfy((stars: number) => Number.isInteger(stars) && stars >= 50 && stars <= 10_000);
        } catch (error) {
          expect(error).to.be.instanceOf(StarsOutOfRange);
        }
      }),
    );
  });

  it('a count that comes from a program is checked, too', () => {
    expect(requireSellable(50, catalog)).to.equal(50);
    for (const stars of [49, 10_001, 50.5, Number.NaN, Number.POSITIVE_INFINITY, -50]) expect(() => requireSellable(stars, catalog)).to.throw(StarsOutOfRange);
  });
});

describe('an offer of stars', () => {
  for (const [stars, bonus, price, saving] of [
    [100, 10, '1.9', '0.1'],
    [250, 25, '4.5', '0.5'],
    [500, 50, '8.5', '1.5'],
    [1000, 100, '16', '4'],
  ] as const) {
    it(`${stars} stars come with ${bonus} more for ${price} TON`, () => {
      const offer = offerStars(stars, catalog, ton('0.02'));
      expect([offer.bonus, offer.price.toDecimal(), offer.saving.toDecimal()]).to.deep.equal([bonus, price, saving]);
    });
  }

  it('a count between the packages has neither bonus nor discount', () => {
    const offer = offerStars(101, catalog, ton('0.02'));
    expect([offer.bonus, offer.discountPercent, offer.price.toDecimal(), offer.saving.toDecimal()]).to.deep.equal([0, 0, '2.02', '0']);
  });

  it('is rounded up to the minor unit, never down', () => {
    const offer = offerStars(250, catalog, Money.of(1n, 'RUB'));
    expect([offer.price.minor, offer.saving.minor]).to.deep.equal([225n, 25n]);
    expect(offerStars(100, { ...catalog, packages: [{ stars: 100, bonus: 0, discountPercent: 33 }] }, Money.of(1n, 'RUB')).price.minor).to.equal(67n);
    expect(offerStars(50, { ...catalog, packages: [{ stars: 50, bonus: 0, discountPercent: 33 }] }, Money.of(1n, 'RUB')).price.minor).to.equal(34n);
  });

  it('price and saving are the full price together, rounded up to four decimals, and the price is positive (case 30)', () => {
    fc.assert(
      fc.property(fc.integer({ min: 50, max: 10_000 }), fc.bigInt({ min: 1n, max: 10n ** 12n }), (stars, minor) => {
        const perStar = Money.of(minor, 'TON');
        const offer = offerStars(stars, catalog, perStar);
        const rounding = offer.price.plus(offer.saving).minus(perStar.times(BigInt(stars)));
        expect(rounding.minor >= 0n && rounding.compare(ton('0.0001')) < 0).to.equal(true);
        expect(offer.price.minor % ton('0.0001').minor).to.equal(0n);
        expect(offer.price.isPositive() && offer.saving.minor >= 0n).to.equal(true);
      }),
    );
  });
});

describe('the price of one star', () => {
  it('is what the operator fixed, whatever it costs', () => {
    expect(pricePerStar({ mode: 'fixed', perStar: ton('0.02') }, ton('0.5')).toDecimal()).to.equal('0.02');
  });

  it('or follows the quote with a margin, rounded up', () => {
    expect(pricePerStar({ mode: 'quote', marginBasisPoints: 1000 }, ton('0.015')).toDecimal()).to.equal('0.0165');
    expect(pricePerStar({ mode: 'quote', marginBasisPoints: 4500 }, ton('0.004486499')).toDecimal()).to.equal('0.006506');
    expect(pricePerStar({ mode: 'quote', marginBasisPoints: 0 }, ton('0.015')).toDecimal()).to.equal('0.015');
  });
});
