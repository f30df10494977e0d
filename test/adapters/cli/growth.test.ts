import { expect } from 'chai';
import type { CliCommand } from '#adapters/inbound/cli/cli-command.js';
import { PromoAddCommand } from '#adapters/inbound/cli/growth/promo-add-command.js';
import { PromoListCommand } from '#adapters/inbound/cli/growth/promo-list-command.js';
import { PromoOffCommand } from '#adapters/inbound/cli/growth/promo-off-command.js';
import { ReferralCommand } from '#adapters/inbound/cli/growth/referral-command.js';
import { findCommand } from '#composition/cli.js';
import { aShop, type TestShop } from '../../builders/shop/a-shop.js';
import { stockVpn } from '../../builders/shop/vpn-desk.js';

describe('a command about friends and promo codes', () => {
  let shop: TestShop;
  beforeEach(async () => {
    shop = aShop();
    await stockVpn(shop.unitOfWork);
  });

  const run = async (command: CliCommand, line: string): Promise<{ code: number; output: string }> => {
    const lines: string[] = [];
    const code = await command.run(line.split(' ').filter((word) => word !== ''), { write: (text) => void lines.push(text), readInput: () => Promise.resolve('') });
    return { code, output: lines.join('\n') };
  };
  const referral = (line = '') => run(new ReferralCommand(shop.referralRules), line);
  const add = (line: string) => run(new PromoAddCommand(shop.promoCatalog), line);

  it('shows and changes what a friend brings', async () => {
    expect(await referral()).to.deep.equal({ code: 0, output: "A friend's first payment brings 7 days." });
    expect((await referral('days 14')).output).to.contain('14 days');
    expect((await referral('money 1.5 TON')).output).to.contain('1.5 TON').and.contain('no more than was paid');
    expect((await referral('off')).output).to.contain('nothing');
    expect((await referral()).output).to.contain('nothing');
  });

  it('refuses a reward that is none', async () => {
    for (const line of ['days 0', 'days 1000', 'days many', 'money 0 TON', 'money 1 DOGE', 'money -1 TON', 'money 1', 'gold']) expect((await referral(line)).code, line).to.equal(1);
    expect((await referral()).output).to.contain('7 days');
  });

  it('makes a code of each kind, with its limits, lists them and turns them off', async () => {
    expect((await add('spring percent 15 total=100 each=1 until=2026-12-31 plans=month,year')).output).to.equal(
      'SPRING: 15 %, 100 uses, 1 a person, until 2027-01-01 00:00 UTC, for month, year',
    );
    expect((await add('ROUBLES sum 100 RUB')).output).to.equal('ROUBLES: 100 RUB');
    expect((await add('WEEK days 7 total=5')).output).to.equal('WEEK: 7 days, 5 uses');
    expect(await run(new PromoOffCommand(shop.promoCatalog), 'week')).to.deep.equal({ code: 0, output: 'WEEK is off.' });
    const { output } = await run(new PromoListCommand(shop.promoCatalog), '');
    expect(output.split('\n').sort()[2]).to.equal('WEEK: 7 days, 5 uses, off (used 0 times)');
  });

  it('refuses a code that makes no sense, and says how one is made', async () => {
    const wrong = ['', 'A percent 10', 'SPRING', 'SPRING percent 100', 'SPRING percent ten', 'SPRING sum 10', 'SPRING sum 0.001 RUB', 'SPRING days 7 total=none', 'SPRING days 7 until=2026-02-30', 'SPRING days 7 colour=red', 'SPRING days 7 plans=decade'];
    for (const line of wrong) {
      const { code, output } = await add(line);
      expect([code, output.includes('promo add <code>')], line).to.deep.equal([1, true]);
    }
    expect((await run(new PromoListCommand(shop.promoCatalog), '')).output).to.equal('There are no promo codes.');
    expect((await run(new PromoOffCommand(shop.promoCatalog), 'SPRING')).code).to.equal(1);
  });

  it('is found by its words', () => {
    for (const words of ['referral', 'promo add', 'promo list', 'promo off']) expect(findCommand(words.split(' ')), words).not.to.equal(undefined);
    expect(findCommand(['referral', 'days', '7'])?.args).to.deep.equal(['days', '7']);
  });
});
