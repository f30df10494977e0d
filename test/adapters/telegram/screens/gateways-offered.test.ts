import { expect } from 'chai';
import { MemoryPaymentGateway } from '#adapters/outbound/memory/providers/memory-payment-gateway.js';
import { stockVpn } from '../../../builders/shop/vpn-desk.js';
import { ton } from '../../../builders/ton.js';
import type { ShownMessage } from '../../../sandbox/telegram/telegram-lab.js';
import { BotLab } from '../bot-lab.js';

const dataOf = (message: ShownMessage) => message.buttons.flat().map(({ data }) => data ?? '');

describe('the gateways people are offered', () => {
  let lab: BotLab;
  beforeEach(async () => {
    lab = await BotLab.open({ moreGateways: [new MemoryPaymentGateway({ id: 'cryptobot' })] });
    await stockVpn(lab.shop.memory);
    await lab.say('/start');
  });
  afterEach(() => lab.close());

  const topUps = async () => dataOf(await lab.say('/balance').then(() => lab.tap('recharge'))).filter((data) => data.startsWith('recharge_'));

  async function order(): Promise<string> {
    const card = await lab.say('/buy_stars 100').then((question) => lab.tap(dataOf(question)[0] ?? ''));
    return dataOf(card)[0]?.slice(-36) ?? '';
  }

  it('stand in the order that the operator gave them', async () => {
    expect(await topUps()).to.deep.equal(['recharge_heleket', 'recharge_cryptobot']);
    await lab.shop.settings.changeGateways({ order: ['cryptobot', 'gone'], off: [] });
    expect(await topUps()).to.deep.equal(['recharge_cryptobot', 'recharge_heleket']);
  });

  it('are those that are switched on: for stars, for VPN and for the balance', async () => {
    await lab.shop.settings.changeGateways({ order: [], off: ['heleket'] });
    expect(dataOf(await lab.say('/balance').then(() => lab.tap('recharge')))).to.include('recharge_cryptobot_10').and.not.to.include('recharge_heleket_10');
    const id = await order();
    expect(dataOf(await lab.last())).to.include(`order_pay_via_cryptobot_${id}`).and.not.to.include(`order_pay_via_heleket_${id}`);
    const plans = await lab.say('/vpn').then(() => lab.tap('vpn_buy'));
    const draft = await lab.press(plans.messageId, 'plan_month');
    expect(dataOf(draft).filter((data) => data.startsWith('order_pay_via_')).map((data) => data.split('_')[3])).to.deep.equal(['cryptobot']);
  });

  it('take nothing new once they are switched off, by an old button neither, and what was begun goes on', async () => {
    const [begun, other] = [await order(), await order()];
    const { messageId } = await lab.last();
    const invoice = await lab.press(messageId, `order_pay_via_heleket_${begun}`);
    await lab.shop.settings.changeGateways({ order: [], off: ['heleket'] });
    expect((await lab.press(messageId, `order_pay_via_heleket_${other}`)).text).to.include('способ оплаты отключён').and.to.include('Ничего не списано');
    expect((await lab.press(messageId, 'recharge_heleket_10')).text).to.include('способ оплаты отключён');
    expect(lab.shop.gateway.invoices.size).to.equal(1);
    const paymentId = dataOf(invoice).find((data) => data.startsWith('check_payment_'))?.slice(-36) ?? '';
    lab.shop.gateway.pay(paymentId, ton('2.1375'));
    expect((await lab.press(messageId, `check_payment_${paymentId}`)).text).to.include('Звёзды в пути');
  });
});
