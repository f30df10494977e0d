import { expect } from 'chai';
import { aPlan, FREELY } from '../../../builders/a-plan.js';
import { stockVpn } from '../../../builders/shop/vpn-desk.js';
import { ton } from '../../../builders/ton.js';
import type { ShownMessage } from '../../../sandbox/telegram/telegram-lab.js';
import { BotLab, VERA } from '../bot-lab.js';

const DAY_MS = 86_400_000;

const dataOf = (message: ShownMessage) => message.buttons.flat().map(({ data }) => data ?? '');
const plain = (message: ShownMessage) => message.text.replaceAll('\u00a0', ' ');

describe('a subscription in the chat', () => {
  let lab: BotLab;
  let id: string;
  beforeEach(async () => {
    lab = await BotLab.open();
    await stockVpn(lab.shop.memory);
    await lab.shop.plans.save(aPlan({ allowance: { ...FREELY, traffic: 100n << 30n, trafficPeriod: 'month', devices: 3 } }));
    await lab.shop.plans.save(aPlan({ id: 'strong', titles: { ru: 'Сильный', en: 'Strong' }, prices: [ton('4')], position: 3 }));
    await lab.say('/start');
    await lab.give('100');
    const order = await lab.shop.draftSubscription.execute({ userId: VERA, planId: 'month' });
    id = order.subscriptionId;
    await lab.shop.confirmOrder.execute({ userId: VERA, orderId: order.id });
    await lab.work();
  });
  afterEach(() => lab.close());

  const open = async (): Promise<ShownMessage> => lab.say('/vpn').then(() => lab.tap(`sub_${id}`));
  const press = async (data: string): Promise<ShownMessage> => lab.press((await lab.last()).messageId, data);
  const now = () => lab.shop.clock.now();

  it('shows how it is and everything that can be done with it', async () => {
    const [key] = [...lab.shop.panel.accounts.keys()];
    lab.shop.panel.use(key ?? '', 30n << 30n);
    await lab.shop.memory.run(async (tx) => tx.vpnAccounts.wake(id, now()));
    await lab.shop.syncAccount.execute({ subscriptionId: id, panelId: 'main' });
    const card = plain(await open());
    expect(card).to.include('🟢 VPN 1').and.to.include('Тариф: Месяц').and.to.include('осталось 30 дней');
    expect(card).to.include('30 ГБ из 100 ГБ в месяц\n▰▰▰▱▱▱▱▱▱▱').and.to.include('3 устройства одновременно').and.to.include('Germany').and.to.include('Автопродление выключено');
    expect(dataOf(await lab.last())).to.deep.equal([
      `sub_config_${id}`, `sub_extend_${id}`, `sub_change_${id}`, `sub_usage_${id}`, `sub_rename_${id}`, `sub_renew_on_${id}`, 'vpn', 'home',
    ]);
  });

  it('says when it is about to end, has ended, and how it goes on', async () => {
    lab.shop.clock.advance(28 * DAY_MS);
    expect(plain(await open())).to.include('🟡').and.to.include('осталось 2 дня');
    lab.shop.clock.advance(1.9 * DAY_MS);
    expect(plain(await open())).to.include('осталось 3 часа');
    lab.shop.clock.advance(DAY_MS);
    await lab.shop.attendSubscription.execute({ subscriptionId: id });
    expect((await open()).text).to.include('🔴').and.to.include('та же ссылка снова заработает');
    expect((await press(`sub_config_${id}`)).text).to.include('как только вы продлите');
  });

  it('is renewed by itself only while its owner wants it', async () => {
    await open();
    expect((await lab.tap(`sub_renew_on_${id}`)).text).to.include('Продлится с баланса');
    expect((await lab.tap(`sub_renew_off_${id}`)).text).to.include('Автопродление выключено');
    const subscription = await lab.shop.memory.run((tx) => tx.subscriptions.find(id));
    expect(subscription?.renewal).to.equal(undefined);
  });

  it('is called what its owner calls it', async () => {
    await open();
    await lab.tap(`sub_rename_${id}`);
    const refused = await lab.say('\u200b\u200b');
    expect(refused.text).to.include('Имя получилось пустым');
    expect(dataOf(refused)).to.deep.equal([`sub_${id}`]);
    expect((await lab.say('Телефон <b>мамы</b>')).text).to.include('Телефон <b>мамы<∕b>');
    expect((await lab.say('/vpn')).buttons.flat()[0]?.text).to.include('Телефон');
  });

  it('moves to another plan at the same value, after a look at what becomes of the time', async () => {
    await open();
    expect(dataOf(await lab.tap(`sub_change_${id}`))).to.include(`chg_strong_${id}`).and.not.to.include(`chg_month_${id}`);
    const preview = plain(await lab.tap(`chg_strong_${id}`));
    expect(preview).to.include('Сейчас осталось: 30 дней, по 0.066 TON в день').and.to.include('Станет: 15 дней, по 0.133 TON в день');
    expect((await lab.shop.memory.run((tx) => tx.subscriptions.find(id)))?.planId, 'a look changes nothing').to.equal('month');
    const changed = plain(await lab.tap(`chgok_strong_${id}`));
    expect(changed).to.match(/^✅ Тариф сменён/).and.to.include('Тариф: Сильный').and.to.include('осталось 15 дней');
    expect(plain(await press(`chgok_strong_${id}`))).to.include('осталось 15 дней');
  });

  it('cannot be weighed against a plan without a price in a common currency, and stays as it is', async () => {
    await lab.shop.plans.change('month', (plan) => ({ ...plan, prices: plan.prices.filter(({ currency }) => currency === 'RUB') }));
    const refused = await press(`chgok_strong_${id}`);
    expect(refused.text).to.include('Эти тарифы не пересчитать').and.to.include('остались как были');
    expect(dataOf(refused)).to.deep.equal([`sub_${id}`, 'home']);
  });

  it('shows its traffic day by day as a picture, and says so while there is none', async () => {
    expect((await press(`sub_usage_${id}`)).text).to.include('Пока ничего');
    await lab.shop.memory.run(async (tx) => {
      await tx.usage.add(id, '2026-01-14', 5n << 30n);
      await tx.usage.add(id, '2026-01-10', 3n << 29n);
      await tx.usage.add(id, '2025-11-01', 100n << 30n);
    });
    const shown = await press(`sub_usage_${id}`);
    expect(shown.photo?.url).to.be.a('string');
    expect(plain(shown)).to.include('Всего: 6.5 ГБ').and.to.include('Больше всего: 5 ГБ, 14.01');
  });

  it('that an operator closed can only be left, and a trial is there once', async () => {
    await lab.shop.cancelSubscription.execute({ subscriptionId: id, policy: 'pro-rata' });
    await lab.work();
    expect(dataOf(await lab.last())).to.include('vpn');
    expect((await press(`sub_${id}`)).text).to.include('Подписка закрыта');
    expect((await press(`sub_config_${id}`)).text).to.include('Подписка закрыта');
    expect((await press(`sub_plan_month_${id}`)).text).to.include('С ней больше ничего не сделать');
    await press('vpn_trial');
    expect((await press('vpn_trial')).text).to.include('Пробный период уже был').and.to.include('Ничего не списано');
    expect(dataOf(await lab.say('/vpn'))).not.to.include('vpn_trial');
  });

  it('that was given back stands in the history as VPN, and so does its purchase', async () => {
    await lab.shop.cancelSubscription.execute({ subscriptionId: id, policy: 'pro-rata' });
    await lab.say('/balance');
    const history = await lab.tap('balance_history');
    const [back, bought] = history.buttons.flat().map(({ text }) => text.replaceAll('\u00a0', ' '));
    expect(back).to.match(/Возврат за VPN · \+/);
    expect(bought).to.match(/🛡 VPN · −2 TON/);
    const purchase = dataOf(history)[1] ?? '';
    expect(plain(await lab.tap(purchase))).to.include('Срок: 30 дней').and.to.include('Способ оплаты: баланс');
  });
});
