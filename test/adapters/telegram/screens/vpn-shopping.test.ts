import { expect } from 'chai';
import { MemoryPaymentGateway } from '#adapters/outbound/memory/providers/memory-payment-gateway.js';
import { Money } from '#domain/shared/money.js';
import { aPlan, FREELY } from '../../../builders/a-plan.js';
import { MAIN_PANEL, stockVpn } from '../../../builders/shop/vpn-desk.js';
import { ton } from '../../../builders/ton.js';
import type { ShownMessage } from '../../../sandbox/telegram/telegram-lab.js';
import { BotLab, VERA } from '../bot-lab.js';

const dataOf = (message: ShownMessage) => message.buttons.flat().map(({ data }) => data ?? '');
const buttonOf = (message: ShownMessage, start: string): string => dataOf(message).find((data) => data.startsWith(start)) ?? '';
const plain = (message: ShownMessage) => message.text.replaceAll('\u00a0', ' ');
const idIn = (data: string): string => data.slice(-36);

const capabilities = { refund: true, underpay: false, overpay: false, savedMethod: true };

describe('buying VPN in the chat', () => {
  let lab: BotLab;
  let roubles: MemoryPaymentGateway;
  beforeEach(async () => {
    roubles = new MemoryPaymentGateway({ id: 'yookassa', currencies: ['RUB'], capabilities });
    const stars = new MemoryPaymentGateway({ id: 'stars', currencies: ['XTR'], capabilities: { ...capabilities, savedMethod: false } });
    lab = await BotLab.open({ moreGateways: [roubles, stars] });
    await stockVpn(lab.shop.memory);
    await lab.say('/start');
  });
  afterEach(() => lab.close());

  async function draft(): Promise<{ readonly card: ShownMessage; readonly id: string }> {
    const { messageId } = await lab.say('/vpn');
    await lab.press(messageId, 'vpn_buy');
    const card = await lab.press(messageId, 'plan_month');
    return { card, id: idIn(buttonOf(card, 'order_cancel_')) };
  }

  it('begins with the trial and the plans, with all that they offer', async () => {
    const window = await lab.tap('vpn');
    expect(plain(window)).to.include('Попробуйте бесплатно: 3 дня');
    expect(dataOf(window)).to.deep.equal(['vpn_trial', 'vpn_buy', 'home']);
    const plans = await lab.tap('vpn_buy');
    expect(plain(plans)).to.include('Месяц — 2 TON · 299 ₽ · 250 ⭐').and.to.include('30 дней · трафик без ограничений · любое число устройств');
    expect(dataOf(plans)).to.include.members(['plan_month', 'plan_year', 'vpn']);
  });

  it('shows limits and a plan that is hidden to nobody', async () => {
    await lab.shop.plans.save(aPlan({ id: 'month', allowance: { ...FREELY, traffic: 300n << 30n, trafficPeriod: 'month', devices: 3 } }));
    await lab.shop.plans.change('year', (plan) => ({ ...plan, state: 'hidden' }));
    await lab.tap('vpn');
    const plans = await lab.tap('vpn_buy');
    expect(plain(plans)).to.include('300 ГБ в месяц · 3 устройства');
    expect(dataOf(plans)).not.to.include('plan_year');
    expect((await lab.press(plans.messageId, 'plan_year')).text).to.include('Этот тариф больше не продаётся').and.to.include('Ничего не списано');
  });

  it('says kindly that nothing is sold while no panel takes newcomers', async () => {
    await lab.shop.memory.run((tx) => tx.panels.save({ ...MAIN_PANEL, state: 'closed' }));
    const window = await lab.say('/vpn');
    expect(window.text).to.include('Новые подписки сейчас не продаются');
    expect(dataOf(window)).to.deep.equal(['home']);
    expect((await lab.press(window.messageId, 'plan_month')).text).to.include('На серверах нет мест').and.to.include('Ничего не списано');
    expect((await lab.press(window.messageId, 'vpn_trial')).text).to.include('На серверах нет мест');
  });

  it('from the balance: the card turns to ready in place, and a receipt leads to the link', async () => {
    await lab.give('10');
    const { card, id } = await draft();
    expect(plain(card)).to.include('VPN: Месяц, 30 дней').and.to.include('На балансе: 10 TON');
    expect(dataOf(card)).to.deep.equal([`order_pay_from_TON_${id}`, `order_pay_via_heleket_${id}`, `order_pay_via_yookassa_${id}`, `order_pay_via_stars_${id}`, `order_renew_on_${id}`, `promo_${id}`, `order_cancel_${id}`, 'home']);
    const paid = await lab.tap(`order_pay_from_TON_${id}`);
    expect(paid.text).to.include('Настраиваем VPN').and.to.include('✅ Оплата').and.to.include('⏳ Настройка на сервере');
    await lab.work();
    const messages = await lab.messages();
    expect(messages.find(({ messageId }) => messageId === paid.messageId)?.text).to.include('VPN готов!');
    const receipt = await lab.last();
    expect(receipt.text).to.include('Ваш VPN готов').and.to.include(id);
    expect(dataOf(receipt).map((data) => data.replace(/[0-9a-f-]{36}/, ''))).to.deep.equal(['sub_config_', 'sub_', 'home']);
    const { available } = await lab.shop.memory.run((tx) => tx.ledger.balance(VERA, 'TON'));
    expect(available.equals(ton('8'))).to.equal(true);
  });

  it('from the balance in each currency that covers it, and no other', async () => {
    await lab.give('299', VERA, 'RUB');
    await lab.give('1.99');
    const { card, id } = await draft();
    expect(dataOf(card).filter((data) => data.startsWith('order_pay_from_'))).to.deep.equal([`order_pay_from_RUB_${id}`]);
    expect(plain(card)).to.include('На балансе: 1.99 TON · 299 ₽');
    expect((await lab.tap(`order_pay_from_RUB_${id}`)).text).to.include('Настраиваем VPN');
    const { available } = await lab.shop.memory.run((tx) => tx.ledger.balance(VERA, 'RUB'));
    expect(available.isZero()).to.equal(true);
  });

  it('through a gateway in the currency that it collects', async () => {
    const { card, id } = await draft();
    expect(card.buttons.flat().map(({ text }) => text.replaceAll('\u00a0', ' '))).to.include('💳 YooKassa · 299 ₽');
    const invoice = await lab.tap(`order_pay_via_yookassa_${id}`);
    expect(plain(invoice)).to.include('Оплата заказа · 299 ₽');
    const paymentId = idIn(buttonOf(invoice, 'check_payment_'));
    roubles.pay(paymentId, Money.parse('299', 'RUB'));
    expect((await lab.tap(`check_payment_${paymentId}`)).text).to.include('Настраиваем VPN');
    await lab.work();
    expect((await lab.messages()).find(({ messageId }) => messageId === invoice.messageId)?.text).to.include('VPN готов!');
  });

  it('says honestly what renewing by itself means, before it is paid', async () => {
    const { card, id } = await draft();
    expect(card.text).to.include('Автопродление выключено').and.to.include('списаний не будет');
    const chosen = await lab.tap(`order_renew_on_${id}`);
    expect(chosen.text).to.include('спишем цену с баланса').and.to.include('через YooKassa с автопродлением').and.not.to.include('Telegram Stars').and.not.to.include('Heleket');
    expect((await lab.tap(`order_renew_off_${id}`)).text).to.include('Автопродление выключено');
  });

  it('asks again when the price rose, and charges only what is accepted', async () => {
    await lab.give('10');
    const { id } = await draft();
    await lab.shop.plans.change('month', (plan) => ({ ...plan, prices: [ton('3')] }));
    const asked = await lab.tap(`order_pay_from_TON_${id}`);
    expect(plain(asked)).to.include('Было: 2 TON').and.to.include('Стало: 3 TON').and.to.include('Ничего не списано');
    const accept = buttonOf(asked, 'order_pay_from_TON_');
    expect(accept).not.to.include(id);
    expect((await lab.tap(accept)).text).to.include('Настраиваем VPN');
  });

  it('names what is missing when the balance was spent meanwhile, and leads back to the order', async () => {
    await lab.give('299', VERA, 'RUB');
    const [first, second] = [await draft(), await draft()];
    await lab.press(first.card.messageId, `order_pay_from_RUB_${first.id}`);
    const refused = await lab.press(second.card.messageId, `order_pay_from_RUB_${second.id}`);
    expect(plain(refused)).to.include('Нужно 299 ₽, на балансе 0 ₽ — не хватает 299 ₽').and.to.include('Ничего не списано');
    expect(dataOf(refused)).to.deep.equal([`refresh_status_${second.id}`, 'home']);
  });

  it('says why when the server stays away and the money comes back', async () => {
    await lab.give('10');
    const { id } = await draft();
    lab.shop.panel.failNext('ensure');
    const paid = await lab.tap(`order_pay_from_TON_${id}`);
    await lab.work();
    expect((await lab.last()).text).to.include('Сервер взял паузу').and.to.include('вернутся на баланс');
    expect(dataOf(await lab.last())).to.include(`refresh_status_${id}`);
    await lab.shop.giveBackOverdue.execute({ orderId: id });
    await lab.work();
    expect((await lab.messages()).find(({ messageId }) => messageId === paid.messageId)?.text).to.include('Заказ не выполнен').and.to.include('слишком долго не отвечал');
    expect(dataOf(await lab.last())).to.include('vpn');
  });

  it('adds time to the subscription that is extended, and says which', async () => {
    await lab.give('10');
    const { id } = await draft();
    await lab.tap(`order_pay_from_TON_${id}`);
    await lab.work();
    const sub = idIn(buttonOf(await lab.last(), 'sub_config_'));
    await lab.tap(`sub_${sub}`);
    const choices = await lab.tap(`sub_extend_${sub}`);
    expect(choices.text).to.include('Продлить «VPN 1»');
    const card = await lab.tap(`sub_plan_month_${sub}`);
    expect(card.text).to.include('Продление подписки «VPN 1»');
    await lab.tap(buttonOf(card, 'order_pay_from_TON_'));
    await lab.work();
    expect((await lab.last()).text).to.include('Продлено!');
    const subscriptions = await lab.shop.memory.run((tx) => tx.subscriptions.ofUser(VERA));
    expect(subscriptions.map((subscription) => subscription.remainingSeconds(lab.shop.clock.now()))).to.deep.equal([60 * 86_400]);
  });
});
