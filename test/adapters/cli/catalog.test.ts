import { expect } from 'chai';
import { MemoryPaymentGateway } from '#adapters/outbound/memory/providers/memory-payment-gateway.js';
import { GatewaysCommand } from '#adapters/inbound/cli/catalog/gateways-command.js';
import { PlanAddCommand } from '#adapters/inbound/cli/catalog/plans/plan-add-command.js';
import { PlanLimitsCommand } from '#adapters/inbound/cli/catalog/plans/plan-limits-command.js';
import { PlanListCommand } from '#adapters/inbound/cli/catalog/plans/plan-list-command.js';
import { PlanPriceCommand } from '#adapters/inbound/cli/catalog/plans/plan-price-command.js';
import { PlanStateCommand } from '#adapters/inbound/cli/catalog/plans/plan-state-command.js';
import type { CliCommand } from '#adapters/inbound/cli/cli-command.js';
import { findCommand } from '#composition/cli.js';
import { aShop, type TestShop } from '../../builders/shop/a-shop.js';

interface Run {
  readonly code: number;
  readonly output: string;
}

describe('the operator at the command line', () => {
  let shop: TestShop;
  beforeEach(async () => {
    shop = aShop({ moreGateways: [new MemoryPaymentGateway({ id: 'cryptobot', currencies: ['USDT'] })] });
    await shop.plans.seed();
  });

  async function run(command: CliCommand, words: string): Promise<Run> {
    const lines: string[] = [];
    const terminal = { write: (line: string) => void lines.push(line), readInput: () => Promise.resolve('') };
    const code = await command.run(words === '' ? [] : words.split(' '), terminal);
    return { code, output: lines.join('\n') };
  }

  const refused = ({ code, output }: Run, says: RegExp | string): void => {
    expect(code).to.equal(1);
    expect(output).to.match(new RegExp(says));
  };

  it('sees each plan with its prices and limits', async () => {
    const { code, output } = await run(new PlanListCommand(shop.plans), '');
    expect(output).to.match(/^month +active +30 +2 TON, 299 RUB, 250 XTR +traffic=none period=none devices=none panels=any spans=no +Месяц \/ A month$/m);
    expect(code).to.equal(0);
  });

  it('sets, adds and takes away prices', async () => {
    const price = (words: string) => run(new PlanPriceCommand(shop.plans), words);
    expect((await price('month TON 3')).output).to.include('3 TON, 299 RUB, 250 XTR');
    expect((await price('month USDT 2.5')).output).to.include('3 TON, 299 RUB, 250 XTR, 2.5 USDT');
    expect((await price('month RUB none')).output).to.include('3 TON, 250 XTR, 2.5 USDT');
    refused(await price('month TON 0'), 'more than nothing');
    refused(await price('month TON 1,5'), 'not an amount of TON');
    refused(await price('gone TON 1'), 'no such plan');
    for (const words of ['', 'month', 'month BTC 1', 'month TON']) refused(await price(words), '^plan price <id>');
    expect((await shop.plans.find('month'))?.prices.map(String)).to.deep.equal(['3 TON', '250 XTR', '2.5 USDT']);
  });

  it('hides a plan and shows it again', async () => {
    expect((await run(new PlanStateCommand('hidden', shop.plans), 'month')).output).to.match(/^month +hidden/m);
    expect((await shop.plans.active()).map(({ id }) => id)).to.deep.equal(['year']);
    await run(new PlanStateCommand('active', shop.plans), 'month');
    expect((await shop.plans.active()).map(({ id }) => id)).to.deep.equal(['month', 'year']);
    refused(await run(new PlanStateCommand('hidden', shop.plans), ''), '^plan hide <id>');
  });

  it('adds a plan that nobody can buy until it has a price', async () => {
    const add = (words: string) => run(new PlanAddCommand(shop.plans), words);
    expect((await add('week 7 Неделя Week')).code).to.equal(0);
    expect((await shop.plans.all()).map(({ id }) => id)).to.deep.equal(['month', 'year', 'week']);
    expect((await shop.plans.active()).map(({ id }) => id)).not.to.include('week');
    refused(await add('week 7 Неделя Week'), 'a plan week already');
    refused(await add('other soon Скоро Soon'), 'lasts 1 to');
    refused(await add('other 7 Неделя'), '^plan add <id>');
  });

  it('changes what a plan allows, word by word, and nothing where one of them is wrong', async () => {
    const limits = (words: string) => run(new PlanLimitsCommand(shop.plans), words);
    expect((await limits('month traffic=300 period=month devices=3 panels=de-1,nl-1 spans=yes')).output).to.include('traffic=300 period=month devices=3 panels=de-1,nl-1 spans=yes');
    expect((await limits('month traffic=none panels=any spans=no')).output).to.include('traffic=none period=month devices=3 panels=any spans=no');
    for (const wrong of ['traffic=0', 'traffic=1.5', 'period=year', 'devices=0', 'panels=A_B', 'spans=maybe', 'constructor=1', 'traffic']) {
      refused(await limits(`month devices=9 ${wrong}`), '^plan limits <id>');
    }
    expect((await shop.plans.find('month'))?.allowance.devices).to.equal(3);
  });

  it('puts gateways in order and switches them on and off', async () => {
    const gateways = (words: string) => run(new GatewaysCommand(shop.paymentMethods, shop.settings), words);
    expect((await gateways('')).output).to.match(/^heleket +on +TON$\n^cryptobot +on +USDT$/m);
    expect((await gateways('order cryptobot,heleket')).output).to.match(/^cryptobot +on +USDT$\n^heleket +on +TON$/m);
    expect((await gateways('off heleket')).output).to.match(/^heleket +off/m);
    expect((await gateways('off cryptobot')).output).to.match(/^cryptobot +off +USDT$\n^heleket +off/m);
    expect((await gateways('on heleket')).output).to.match(/^cryptobot +off +USDT$\n^heleket +on/m);
    refused(await gateways('off paypal'), 'No such gateway here: paypal. There are heleket, cryptobot.');
    refused(await gateways('order'), '^gateways \\|');
    refused(await gateways('close heleket'), '^gateways \\|');
    expect(await shop.settings.gateways()).to.deep.equal({ order: ['cryptobot', 'heleket'], off: ['cryptobot'] });
  });

  it('finds each of these by its words', () => {
    for (const words of ['plan list', 'plan price', 'plan hide', 'plan show', 'plan add', 'plan limits', 'gateways']) {
      expect(findCommand([...words.split(' '), 'month'])?.args, words).to.deep.equal(['month']);
    }
  });
});
