import { expect } from 'chai';
import fc from 'fast-check';
import { type Decimal, readDecimal, shareOf, toMoney } from '#adapters/outbound/kit/decimal.js';
import { Money } from '#domain/shared/money.js';

function decimal(text: string): Decimal {
  const read = readDecimal(text);
  if (!read) throw new Error(`${text} is no decimal`);
  return read;
}

describe('amounts at the wire', () => {
  for (const text of ['', ' 5', '5 ', '-5', '+5', '1e2', '1,000.00', '1.', '.5', '05', '٥', 'NaN', '0x10', '1_000']) {
    it(`"${text}" is no amount (case 28)`, () => {
      expect(readDecimal(text)).to.equal(undefined);
    });
  }

  it('are cut to what the currency can hold, in the direction that is named', () => {
    expect(toMoney(decimal('1.0000000019'), 'TON', 'down').toDecimal()).to.equal('1.000000001');
    expect(toMoney(decimal('1.0000000011'), 'TON', 'up').toDecimal()).to.equal('1.000000002');
    expect(toMoney(decimal('10.10000000'), 'TON', 'down').toDecimal()).to.equal('10.1');
  });

  it('that the currency can hold come through unchanged', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 24n }), (minor) => {
        const money = Money.of(minor, 'TON');
        expect(toMoney(decimal(money.toDecimal()), 'TON', 'down').equals(money)).to.equal(true);
      }),
    );
  });

  it('in another coin are counted in proportion, never in favour of the payer', () => {
    const share = (part: string, whole: string, value: string) => shareOf(decimal(part), decimal(whole), decimal(value), 'TON')?.toDecimal();
    expect(share('15', '30', '10')).to.equal('5');
    expect(share('1', '3', '1')).to.equal('0.333333333');
    expect(share('30.00000001', '30', '10')).to.equal('10.000000003');
    expect(share('1', '0.000', '10')).to.equal(undefined);
  });
});
