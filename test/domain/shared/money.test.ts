import { expect } from 'chai';
import fc from 'fast-check';
import { CURRENCY_SCALE, type Currency, isCurrency } from '#domain/shared/currency.js';
import { CurrencyMismatch, InvalidAmount, Money } from '#domain/shared/money.js';

const CURRENCIES = Object.keys(CURRENCY_SCALE).filter(isCurrency);
const anyCurrency = fc.constantFrom(...CURRENCIES);
const anyMinor = fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n });
const someMinor = fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n });

describe('money', () => {
  it('reads back exactly what it wrote, in every currency', () => {
    const amounts = fc.tuple(fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }), anyCurrency);
    fc.assert(
      fc.property(amounts, ([minor, currency]) => {
        const money = Money.of(minor, currency);
        expect(Money.parse(money.toDecimal(), currency).equals(money)).to.equal(true);
      }),
    );
  });

  it('writes back exactly what it read, but for trailing zeros (case 28)', () => {
    const decimals = fc.tuple(anyCurrency, fc.nat(), fc.nat({ max: 10 ** 9 - 1 }));
    fc.assert(
      fc.property(decimals, ([currency, whole, fraction]) => {
        const digits = String(fraction).padStart(9, '0').slice(0, CURRENCY_SCALE[currency]);
        const text = digits === '' ? String(whole) : `${whole}.${digits}`;
        const shortest = text.includes('.') ? text.replace(/\.?0+$/, '') : text;
        expect(Money.parse(text, currency).toDecimal()).to.equal(shortest);
      }),
    );
  });

  it('survives JSON', () => {
    fc.assert(
      fc.property(anyMinor, anyCurrency, (minor, currency) => {
        const money = Money.of(minor, currency);
        const json: unknown = JSON.parse(JSON.stringify(money));
        expect(json).to.deep.equal({ minor: minor.toString(), currency });
        expect(Money.fromJson(money.toJSON()).equals(money)).to.equal(true);
      }),
    );
  });

  const hostile = [
    '', ' ', '.', '-', '+', '1e2', '1E2', '1,000.00', '1,5', ' 5', '5 ', '\t5', '5\n', '+5', '--5', '-', '5.', '.5', '0x10', '0b1', '1_000', 'NaN', 'Infinity', '-Infinity', '007', '00', '00.5',
    '٥', '５', '1٠', '½', '1\u00a0000', '1\u2212', '\u22125', '5\u0000', '1.2.3', '1..2', '10 TON', '$5', 'null', 'undefined', '__proto__', '{}', '9'.repeat(26), '1'.repeat(10_000),
  ];
  for (const text of hostile) {
    it(`${JSON.stringify(text.slice(0, 30))} is no amount (case 28)`, () => {
      for (const currency of CURRENCIES) expect(() => Money.parse(text, currency)).to.throw(InvalidAmount);
    });
  }

  it('no text makes reading fail in another way, and none that is read is changed by it', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: 'grapheme' }), fc.stringMatching(/^-?[0-9.,eE+ ]{0,40}$/)), anyCurrency, (text, currency) => {
        const read = (): Money => Money.parse(text, currency);
        try {
          expect(Money.parse(read().toDecimal(), currency).equals(read())).to.equal(true);
        } catch (error) {
          expect(error).to.be.instanceOf(InvalidAmount);
        }
      }),
    );
  });

  it('refuses digits the currency cannot hold', () => {
    expect(Money.parse('100.00', 'RUB').minor).to.equal(10_000n);
    expect(Money.parse('100.10000', 'RUB').minor).to.equal(10_010n);
    expect(() => Money.parse('100.005', 'RUB')).to.throw(InvalidAmount);
    expect(() => Money.parse('0.5', 'XTR')).to.throw(InvalidAmount);
    expect(() => Money.parse('0.0000000001', 'TON')).to.throw(InvalidAmount);
    expect(Money.parse('5.0', 'XTR').minor).to.equal(5n);
  });

  it('is exact where floats are not (case 28)', () => {
    expect(Money.parse('0.1', 'USD').plus(Money.parse('0.2', 'USD')).toDecimal()).to.equal('0.3');
    expect(Money.parse('19.99', 'RUB').times(100n).toDecimal()).to.equal('1999');
    expect(Money.parse('9007199254740993', 'XTR').toDecimal()).to.equal('9007199254740993');
    expect(Money.parse('9007199.254740993', 'TON').minor).to.equal(9_007_199_254_740_993n);
  });

  it('writes small and negative amounts in full', () => {
    expect(Money.of(1n, 'TON').toDecimal()).to.equal('0.000000001');
    expect(Money.of(-5n, 'RUB').toDecimal()).to.equal('-0.05');
    expect(Money.of(-0n, 'RUB').toDecimal()).to.equal('0');
    expect(Money.parse('-0', 'RUB').isZero()).to.equal(true);
    expect(String(Money.of(-150n, 'RUB'))).to.equal('-1.5 RUB');
  });

  it('never mixes currencies', () => {
    const [rubles, tons] = [Money.of(1n, 'RUB'), Money.of(1n, 'TON')];
    for (const mix of [() => rubles.plus(tons), () => rubles.minus(tons), () => rubles.compare(tons)]) expect(mix).to.throw(CurrencyMismatch);
    expect(rubles.equals(tons)).to.equal(false);
  });

  it('adds, takes away and compares like whole numbers', () => {
    fc.assert(
      fc.property(anyMinor, anyMinor, (left, right) => {
        const [one, other] = [Money.of(left, 'TON'), Money.of(right, 'TON')];
        expect(one.plus(other).minor).to.equal(left + right);
        expect(one.plus(other).minus(other).equals(one)).to.equal(true);
        expect(one.compare(other)).to.equal(left === right ? 0 : left < right ? -1 : 1);
      }),
    );
  });
});

describe('a portion of money', () => {
  const ratio = fc.tuple(fc.bigInt({ min: 1n, max: 10n ** 9n }), fc.bigInt({ min: 1n, max: 10n ** 9n }));

  it('is rounded by less than a minor unit, in the named direction', () => {
    fc.assert(
      fc.property(someMinor, ratio, (minor, [numerator, denominator]) => {
        const exact = minor * numerator;
        const down = Money.of(minor, 'TON').portion(numerator, denominator, 'down').minor * denominator;
        const up = Money.of(minor, 'TON').portion(numerator, denominator, 'up').minor * denominator;
        expect(down <= exact && exact - down < denominator, 'down').to.equal(true);
        expect(up >= exact && up - exact < denominator, 'up').to.equal(true);
      }),
    );
  });

  it('never makes or loses a unit when both parts are taken (case 30)', () => {
    fc.assert(
      fc.property(someMinor, fc.bigInt({ min: 1n, max: 99n }), (minor, percent) => {
        const money = Money.of(minor, 'RUB');
        const parts = money.portion(percent, 100n, 'down').plus(money.portion(100n - percent, 100n, 'up'));
        expect(parts.equals(money)).to.equal(true);
      }),
    );
  });

  it('of nothing is nothing, and the whole is the whole', () => {
    for (const rounding of ['down', 'up'] as const) {
      expect(Money.zero('TON').portion(7n, 3n, rounding).isZero()).to.equal(true);
      expect(Money.of(-7n, 'TON').portion(3n, 3n, rounding).minor).to.equal(-7n);
    }
  });

  it('plus basis points is dearer by just that', () => {
    expect(Money.of(10_000n, 'RUB').plusBasisPoints(500, 'up').minor).to.equal(10_500n);
    expect(Money.of(1n, 'RUB').plusBasisPoints(1, 'up').minor).to.equal(2n);
    expect(Money.of(1n, 'RUB').plusBasisPoints(1, 'down').minor).to.equal(1n);
    expect(Money.of(3n, 'RUB').plusBasisPoints(0, 'up').minor).to.equal(3n);
  });
});

describe('a currency', () => {
  it('is one of those the shop knows, by its exact name', () => {
    const named: readonly string[] = CURRENCIES satisfies readonly Currency[];
    expect(named).to.include.members(['RUB', 'USD', 'USDT', 'TON', 'XTR']);
    for (const text of ['', 'ton', 'BTC', 'toString', '__proto__', 'constructor']) expect(isCurrency(text)).to.equal(false);
  });
});
