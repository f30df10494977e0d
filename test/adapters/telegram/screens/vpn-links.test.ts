import { expect } from 'chai';
import { MAIN_PANEL, stockVpn } from '../../../builders/shop/vpn-desk.js';
import type { ShownMessage } from '../../../sandbox/telegram/telegram-lab.js';
import { BotLab, VERA } from '../bot-lab.js';

const dataOf = (message: ShownMessage) => message.buttons.flat().map(({ data }) => data ?? '');

describe('the link of a subscription', () => {
  let lab: BotLab;
  beforeEach(async () => {
    lab = await BotLab.open();
    await stockVpn(lab.shop.memory);
    await lab.say('/start');
    await lab.give('100');
  });
  afterEach(() => lab.close());

  /** Buys a month, and has it set up. */
  async function subscribe(): Promise<string> {
    const { id: orderId, subscriptionId } = await lab.shop.draftSubscription.execute({ userId: VERA, planId: 'month' });
    await lab.shop.confirmOrder.execute({ userId: VERA, orderId });
    await lab.work();
    return subscriptionId;
  }

  const linkOf = async (id: string): Promise<string> => {
    const { accounts } = await lab.shop.showSubscriptions.one({ userId: VERA, subscriptionId: id });
    return accounts[0]?.account.link ?? '';
  };

  it('is a picture to scan and a text to copy', async () => {
    const id = await subscribe();
    const shown = await lab.say('/config');
    const link = await linkOf(id);
    expect(link).to.match(/^https:\/\//);
    expect(shown.photo?.url).to.be.a('string');
    expect(shown.html).to.include(`<code>${link}</code>`);
    expect(shown.text).to.include('Germany').and.to.include('не показывайте её другим');
    expect(dataOf(shown)).to.include.members([`sub_os_ios_${id}`, `sub_os_linux_${id}`, `sub_rotate_${id}`, `sub_${id}`, 'home']);
  });

  it('is not there without a subscription, which is said with the way to one', async () => {
    const shown = await lab.say('/config');
    expect(shown.text).to.match(/^🔑 Ссылки пока нет/);
    expect(dataOf(shown)).to.include('vpn_buy');
  });

  it('is on its way until the server has it', async () => {
    await lab.tap('vpn');
    const making = await lab.tap('vpn_trial');
    const id = dataOf(making)[0]?.slice(-36) ?? '';
    expect(making.text).to.include('Настраиваем «VPN 1»');
    expect(making.photo).to.equal(undefined);
    await lab.work();
    expect((await lab.last()).text).to.include('Ваш VPN готов');
    expect((await lab.press(making.messageId, `sub_config_${id}`)).photo).not.to.equal(undefined);
  });

  it('of several subscriptions is asked for by name', async () => {
    const [first, second] = [await subscribe(), await subscribe()];
    const shown = await lab.say('/config');
    expect(shown.buttons.flat().map(({ text }) => text)[0]).to.match(/^🟢 VPN 2 · /);
    expect(dataOf(shown)).to.deep.equal([`sub_config_${second}`, `sub_config_${first}`, 'vpn', 'home']);
    expect((await lab.tap(`sub_config_${first}`)).text).to.include('VPN 1');
  });

  it('stands alone on the screen: a picture takes the place of text, and text that of a picture', async () => {
    const id = await subscribe();
    const card = await lab.say('/vpn').then(() => lab.tap(`sub_${id}`));
    const count = (await lab.messages()).length;
    const picture = await lab.press(card.messageId, `sub_config_${id}`);
    expect(picture.messageId).to.be.greaterThan(card.messageId);
    const steps = await lab.press(picture.messageId, `sub_os_ios_${id}`);
    expect(steps.photo).to.equal(undefined);
    const messages = await lab.messages();
    expect(messages).to.have.length(count);
    expect(messages.map(({ messageId }) => messageId)).to.include(steps.messageId).and.not.to.include.members([card.messageId]);
    expect(messages.filter(({ photo }) => photo)).to.deep.equal([]);
    const { body } = await lab.telegram.person(VERA).chat();
    expect(body.pendingCallback).to.equal(false);
  });

  it('comes with steps for each system: where the apps are, what to copy and what to open', async () => {
    const id = await subscribe();
    await lab.say('/config');
    const link = await linkOf(id);
    for (const [system, store, deep] of [
      ['ios', 'apps.apple.com', 'streisand://import/'],
      ['android', 'play.google.com', 'v2raytun://import/'],
      ['windows', 'github.com', 'hiddify://import/'],
      ['macos', 'apps.apple.com', 'happ://add/'],
      ['linux', 'github.com', 'happ://add/'],
    ] as const) {
      const steps = await lab.press((await lab.last()).messageId, `sub_os_${system}_${id}`);
      expect(steps.html, system).to.include(`<code>${link}</code>`).and.to.include(`<code>${deep}${link}</code>`);
      expect(steps.buttons[0]?.map(({ url }) => url).join(), system).to.include(store);
    }
  });

  it('is changed for a new one only after a question, and once however often it is tapped', async () => {
    const id = await subscribe();
    const before = await linkOf(id);
    const picture = await lab.say('/config');
    const question = await lab.press(picture.messageId, `sub_rotate_${id}`);
    expect(question.text).to.include('перестанет работать на всех устройствах');
    const making = await lab.press(question.messageId, `sub_rotated_1_${id}`);
    expect(making.text).to.include('Настраиваем').and.not.to.include(before);
    await lab.press(making.messageId, `sub_rotated_1_${id}`);
    await lab.work();
    expect((await lab.last()).text).to.include('Новая ссылка для VPN 1');
    expect(await linkOf(id)).not.to.equal(before);
    const { subscription } = await lab.shop.showSubscriptions.one({ userId: VERA, subscriptionId: id });
    expect(subscription.generation).to.equal(2);
    expect((await lab.tap(`sub_config_${id}`)).html).to.include(await linkOf(id));
  });

  it('of another person is as unknown as none', async () => {
    const id = await subscribe();
    await lab.say('/start', 4004, { firstName: 'Eve', languageCode: 'ru' });
    const { messageId } = await lab.last(4004);
    for (const data of [`sub_${id}`, `sub_config_${id}`, `sub_rotated_1_${id}`, `sub_os_ios_${id}`, `cfg_main_${id}`, `sub_usage_${id}`, `sub_plan_month_${id}`, `chgok_year_${id}`, `sub_renew_on_${id}`, `sub_rename_${id}`]) {
      const shown = await lab.press(messageId, data, 4004);
      expect(shown.text, data).to.include('Не нашёл подписку').and.not.to.include('https://');
    }
  });
});

describe('a subscription on several servers', () => {
  it('has a link for each, to be picked by the name of its server', async () => {
    const lab = await BotLab.open();
    try {
      await stockVpn(lab.shop.memory, [MAIN_PANEL, { ...MAIN_PANEL, id: 'nl-1', title: 'Netherlands', position: 2 }]);
      await lab.shop.plans.change('month', (plan) => ({ ...plan, allowance: { ...plan.allowance, spans: true } }));
      await lab.say('/start');
      await lab.give('10');
      const { id: orderId, subscriptionId: id } = await lab.shop.draftSubscription.execute({ userId: VERA, planId: 'month' });
      await lab.shop.confirmOrder.execute({ userId: VERA, orderId });
      await lab.work();
      // The panel of the tests serves `main` alone: what the other one holds is written down as it would have answered.
      await lab.shop.memory.run(async (tx) => {
        const claimed = await tx.vpnAccounts.claim({ subscriptionId: id, panelId: 'nl-1' }, new Date(lab.shop.clock.now().getTime() + 3_600_000), new Date(lab.shop.clock.now().getTime() + 7_200_000));
        const subscription = await tx.subscriptions.find(id);
        if (!claimed || !subscription) throw new Error('there is no such account');
        const seen = { link: 'https://nl.example/sub/abc', usedBytes: 0n, lifetimeBytes: 0n };
        await tx.vpnAccounts.release(claimed.account.applied(subscription, seen, lab.shop.clock.now(), subscription.version), claimed.fence);
      });
      const shown = await lab.say('/config');
      expect(shown.buttons.flat().map(({ text }) => text)).to.include.members(['• Germany', 'Netherlands']);
      const other = await lab.tap(`cfg_nl-1_${id}`);
      expect(other.messageId).to.equal(shown.messageId);
      expect(other.html).to.include('<code>https://nl.example/sub/abc</code>');
      expect(other.photo?.url).not.to.equal(shown.photo?.url);
      expect(other.buttons.flat().map(({ text }) => text)).to.include.members(['Germany', '• Netherlands']);
    } finally {
      await lab.close();
    }
  });
});
