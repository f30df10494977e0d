import { expect } from 'chai';
import { CancelSubscriptionCommand } from '#adapters/inbound/cli/subscriptions/cancel-subscription-command.js';
import { GiveDaysCommand } from '#adapters/inbound/cli/subscriptions/give-days-command.js';
import type { CliCommand } from '#adapters/inbound/cli/cli-command.js';
import type { TestShop } from '../../builders/shop/a-shop.js';
import { aVpnShop, bought, onlySubscription, wallet } from '../../use-cases/vpn/a-subscriber.js';

describe('an operator\'s commands about a subscription', () => {
  let shop: TestShop;
  let id: string;
  beforeEach(async () => {
    shop = await aVpnShop();
    await bought(shop);
    ({ id } = await onlySubscription(shop));
  });

  const run = async (command: CliCommand, ...args: readonly string[]) => {
    const lines: string[] = [];
    const code = await command.run(args, { write: (line) => void lines.push(line), readInput: async () => '' });
    return { code, said: lines.join('\n') };
  };
  const cancel = (...args: readonly string[]) => run(new CancelSubscriptionCommand(shop.cancelSubscription), ...args);
  const gift = (...args: readonly string[]) => run(new GiveDaysCommand(shop.giveDays), ...args);

  it('cancel it and say what went back', async () => {
    expect(await cancel(id, 'pro-rata')).to.deep.equal({ code: 0, said: 'It is closed. Back on the balance: 2 TON.' });
    expect(await cancel(id, 'pro-rata')).to.deep.equal({ code: 0, said: 'It is closed. Back on the balance: nothing.' });
    expect(await wallet(shop)).to.equal('100 + 0');
  });

  it('change nothing without a policy, or for a subscription that is not there', async () => {
    expect((await cancel(id)).code).to.equal(1);
    expect((await cancel(id, 'all')).said).to.include('pro-rata|keep');
    expect((await cancel('nothing', 'keep')).said).to.equal('Nothing was changed: there is no such subscription.');
    expect((await onlySubscription(shop)).state).to.equal('active');
  });

  it('give days once for a reason, and nothing for what is no count of days', async () => {
    expect((await gift(id, '3', 'an', 'outage')).said).to.match(/^It ends at /);
    expect((await gift(id, '3', 'an', 'outage')).said).to.include('before');
    for (const count of ['0', '-1', '367', '1.5', 'many', '1e2']) expect((await gift(id, count, 'x')).code, count).to.equal(1);
    expect((await gift(id, '3')).code).to.equal(1);
    expect((await gift('nothing', '3', 'x')).code).to.equal(1);
  });
});
