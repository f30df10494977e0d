import { expect } from 'chai';
import { aPromo } from '../../../builders/shop/a-promo.js';
import { runJobs } from '../../../builders/shop/run-jobs.js';
import { stockVpn } from '../../../builders/shop/vpn-desk.js';
import { ton } from '../../../builders/ton.js';
import type { ShownMessage } from '../../../sandbox/telegram/telegram-lab.js';
import { BotLab, VERA } from '../bot-lab.js';

const BOB = 2002;
const plain = ({ text }: ShownMessage): string => text.replaceAll('\u00a0', ' ');

describe('friends and promo codes in the chat', () => {
  let lab: BotLab;
  beforeEach(async () => {
    lab = await BotLab.open();
    await stockVpn(lab.shop.unitOfWork);
    await lab.say('/start');
  });
  afterEach(() => lab.close());
  const bobSays = (text: string) => lab.say(text, BOB, { username: 'bob', firstName: 'Bob', languageCode: 'en' });

  it('shows a link that carries the person, a way to share it, and what it has brought', async () => {
    const shown = await lab.tap('referral');
    expect(plain(shown)).to.include('+7 дней').and.to.include(`https://t.me/polaris_sandbox_bot?start=ref_${VERA}`).and.to.include('Приглашено: 0');
    const share = shown.buttons.flat().find(({ url }) => url !== undefined)?.url ?? '';
    expect(new URL(share).searchParams.get('url')).to.equal(`https://t.me/polaris_sandbox_bot?start=ref_${VERA}`);
    expect(new URL(share).searchParams.get('text')).to.not.equal('');
    expect(await lab.say('/referral')).to.have.property('text', shown.text);
  });

  it('counts who came by it, on the very first visit only, and tells of the reward', async () => {
    await bobSays(`/start ref_${VERA}`);
    await lab.say(`/start ref_${BOB}`);
    await bobSays('/start ref_1');
    await lab.give('10', BOB);
    const order = await lab.shop.draftSubscription.execute({ userId: BOB, planId: 'month' });
    await lab.shop.confirmOrder.execute({ userId: BOB, orderId: order.id });
    await lab.work();
    expect(plain(await lab.last())).to.include('Друг сделал первую покупку').and.to.include('7 дней');
    expect(plain(await lab.tap('referral'))).to.include('Приглашено: 1').and.to.include('заплатили: 1').and.to.include('Заработано: 7 дней').and.to.include('Ждут вашей подписки: 7 дней');
    expect(plain(await bobSays('/referral'))).to.include('Invited: 0');
  });

  it('says what money a friend brings, that it was taken back, or that nothing is to be had', async () => {
    await lab.shop.referralRules.change({ mode: 'money', amount: ton('1') });
    expect(plain(await lab.say('/referral'))).to.include('до 1 TON на баланс');
    await bobSays(`/start ref_${VERA}`);
    const order = await lab.shop.draftSubscription.execute({ userId: BOB, planId: 'month' });
    const { payment } = await lab.shop.confirmOrder.execute({ userId: BOB, orderId: order.id, method: 'heleket' });
    lab.shop.gateway.pay(payment?.id ?? '', ton('2'));
    await lab.shop.settlePayment.execute({ paymentId: payment?.id ?? '' });
    await lab.work();
    expect(plain(await lab.last())).to.include('бонус: 1 TON').and.to.include('Теперь на балансе: 1 TON');
    lab.shop.gateway.say(payment?.id ?? '', { state: 'refunded' });
    await lab.shop.settlePayment.execute({ paymentId: payment?.id ?? '' });
    await lab.work();
    expect(plain(await lab.last())).to.include('Бонус за друга отменён').and.to.include('1 TON');
    await lab.shop.referralRules.change({ mode: 'off' });
    expect(plain(await lab.say('/referral'))).to.include('ничего не начисляется');
  });

  it('takes a code by dialogue, by command and by link, and asks again for what is none', async () => {
    for (const code of ['ONE', 'TWO', 'THREE']) await lab.shop.promoCatalog.add(aPromo({ code, benefit: { kind: 'days', days: 7 } }));
    await lab.tap('promo');
    expect(plain(await lab.say('🎟 нет такого'))).to.include('Такого промокода нет');
    expect(plain(await lab.say(' one '))).to.include('Промокод принят').and.to.include('7 дней');
    expect(plain(await lab.say('/promo two'))).to.include('Промокод принят');
    expect(plain(await lab.say('/start promo_Three'))).to.include('Промокод принят');
    expect(plain(await lab.say('/start promo_THREE'))).to.include('уже использовали');
    expect(plain(await lab.say('/start promo_%D0%BF%00'))).to.include('Такого промокода нет').and.to.include('Привет');
    expect(await lab.shop.unitOfWork.run((tx) => tx.bonusDays.waiting(VERA))).to.equal(21);
  });

  it('keeps a discount for the next purchase', async () => {
    await lab.shop.promoCatalog.add(aPromo({ code: 'SPRING' }));
    expect(plain(await lab.say('/start promo_spring'))).to.include('SPRING').and.to.include('15 %');
    expect((await lab.shop.draftSubscription.execute({ userId: VERA, planId: 'month' })).price.toString()).to.equal('1.7 TON');
  });

  it('takes a code for the draft whose button was pressed', async () => {
    await lab.shop.promoCatalog.add(aPromo({ code: 'SPRING' }));
    const { id } = await lab.shop.draftSubscription.execute({ userId: VERA, planId: 'month' });
    const menu = await lab.say('/start');
    expect(plain(await lab.press(menu.messageId, `promo_${id}`))).to.include('Промокод');
    await lab.say('spring');
    const order = await lab.shop.unitOfWork.run((tx) => tx.orders.get(id));
    expect([order.kind === 'subscription' && order.promo, order.price.toString()]).to.deep.equal(['SPRING', '1.7 TON']);
  });

  it('shows the price with the code and without it when it has lapsed, and only a new button accepts that', async () => {
    await lab.give('10');
    await lab.shop.promoCatalog.add(aPromo({ code: 'SPRING' }));
    const { id } = await lab.shop.draftSubscription.execute({ userId: VERA, planId: 'month' });
    await lab.shop.applyPromo.execute({ userId: VERA, orderId: id, code: 'SPRING' });
    await lab.shop.promoCatalog.stop('SPRING');
    const menu = await lab.say('/start');
    const shown = await lab.press(menu.messageId, `order_pay_${id}`);
    expect(plain(shown)).to.include('С ним было: 1.7 TON').and.to.include('Без него: 2 TON').and.to.include('Деньги не списаны');
    const accept = shown.buttons.flat().find(({ data }) => data?.startsWith('order_pay_'))?.data ?? '';
    expect(accept).to.not.include(id);
    await lab.tap(accept);
    await runJobs(lab.shop);
    expect((await lab.shop.unitOfWork.run((tx) => tx.orders.get(accept.slice(-36)))).state).to.equal('delivered');
  });
});
