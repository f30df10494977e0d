import { expect } from 'chai';
import { MemoryPaymentGateway } from '#adapters/outbound/memory/providers/memory-payment-gateway.js';
import { readCallback } from '#adapters/texts/callback-data.js';
import { aPlan, FREELY } from '../../../builders/a-plan.js';
import { stockVpn } from '../../../builders/shop/vpn-desk.js';
import type { ShownMessage } from '../../../sandbox/telegram/telegram-lab.js';
import { BotLab, type BotLabOptions, VERA } from '../bot-lab.js';

interface Visitor extends BotLabOptions {
  readonly who: string;
  readonly language: string;
  readonly money?: string;
  readonly trouble?: true;
  /** Sells VPN, to a person who has some already. */
  readonly vpn?: true;
}

const TRAPS = /🤔|😔|\{\{|undefined|\[object|\b(home|button|payment|order|progress|error|stars|history|transaction|help|notice|unit|vpn|plan|subscription|config|usage|change)\.[a-z-]+\b/;

const VISITORS: readonly Visitor[] = [
  { who: 'a rich person who reads Russian', language: 'ru', money: '1000' },
  { who: 'a poor person who reads English', language: 'en' },
  {
    who: 'a person with a choice of gateways',
    language: 'ru',
    money: '1000',
    gateways: (shop) => [shop.gateway, new MemoryPaymentGateway({ id: 'cryptobot' })],
  },
  { who: 'a person in a shop without gateways or a contact', language: 'en', money: '5', gateways: () => [], changes: ({ telegram }) => ({ telegram: { token: telegram.token, apiRoot: telegram.apiRoot, adminIds: [7] } }) },
  { who: 'a person with subscriptions', language: 'ru', money: '1000', vpn: true },
  { who: 'a person in a shop that cannot deliver', language: 'ru', money: '5', trouble: true },
];

/** Presses each button of each screen once, as far as they lead, and answers with what was pressed. */
async function crawl(lab: BotLab): Promise<ReadonlySet<string>> {
  const pressed = new Map<string, number>();
  const waiting: { messageId: number; data: string }[] = [];
  const look = (message: ShownMessage): void => {
    expect(message.text, message.text).not.to.match(TRAPS);
    const buttons = message.buttons.flat();
    expect(buttons.some(({ data }) => data !== undefined), `a way on from: ${message.text}`).to.equal(true);
    for (const { text, data } of buttons) {
      expect(text, text).not.to.match(TRAPS);
      const name = data === undefined ? undefined : readCallback(data)?.name;
      if (data !== undefined) expect(name, `${data} is understood`).not.to.equal(undefined);
      if (data === undefined || name === undefined || (pressed.get(name) ?? 0) >= 4) continue;
      pressed.set(name, (pressed.get(name) ?? 0) + 1);
      waiting.push({ messageId: message.messageId, data });
    }
  };
  for (const opening of ['/start', '/buy_stars', '/balance', '/help', '/paysupport', '/language', '/vpn', '/config', '/buy_stars 100']) look(await lab.say(opening));
  // An order that is cancelled leads nowhere any more: that comes last.
  const take = () => waiting.splice(Math.max(0, waiting.findIndex(({ data }) => !data.startsWith('order_cancel_'))), 1)[0];
  for (let next = take(); next; next = take()) {
    look(await lab.press(next.messageId, next.data));
    const { body } = await lab.telegram.person(VERA).chat();
    expect(body.pendingCallback, `${next.data} was answered`).to.equal(false);
  }
  return new Set(pressed.keys());
}

/** A trial and a bought month, both set up, with traffic on one of them. */
async function subscribe(lab: BotLab): Promise<void> {
  const { shop } = lab;
  await stockVpn(shop.memory);
  await shop.plans.save(aPlan({ id: 'half', days: 180, allowance: { ...FREELY, devices: 3, traffic: 1n << 40n }, position: 3 }));
  const trial = await shop.beginTrial.execute({ userId: VERA });
  const { id: orderId } = await shop.draftSubscription.execute({ userId: VERA, planId: 'month' });
  await shop.confirmOrder.execute({ userId: VERA, orderId });
  await lab.work();
  await shop.memory.run((tx) => tx.usage.add(trial.id, '2026-01-10', 5n << 30n));
}

describe('every button of every screen', () => {
  for (const visitor of VISITORS) {
    it(`leads somewhere for ${visitor.who}`, async () => {
      const lab = await BotLab.open(visitor);
      try {
        await lab.say('/start', VERA, { username: 'vera', firstName: 'Vera', languageCode: visitor.language });
        if (visitor.money !== undefined) await lab.give(visitor.money);
        if (visitor.vpn) await subscribe(lab);
        if (visitor.trouble) lab.shop.stars.trouble = 'session-dead';
        const pressed = await crawl(lab);
        expect([...pressed]).to.include.members(['home', 'balance', 'recharge', 'balance_history', 'help_faq', 'contact_admin', 'language_{language}', 'buy_stars']);
        expect(lab.shop.logger.lines.filter(({ level }) => level === 'error')).to.deep.equal([]);
      } finally {
        await lab.close();
      }
    }).timeout(60_000);
  }

  it('is reached on the way through the shop, but for the other names of the same screens', async () => {
    const lab = await BotLab.open({ gateways: (shop) => [shop.gateway, new MemoryPaymentGateway({ id: 'cryptobot' })] });
    const single = await BotLab.open();
    try {
      const pressed = new Set<string>();
      for (const shop of [lab, single]) {
        await shop.say('/start');
        await shop.give('1000');
        await subscribe(shop);
        for (const name of await crawl(shop)) pressed.add(name);
      }
      expect([...pressed]).to.include.members([
        'recharge_{gateway}', 'recharge_{gateway}_{amount}', 'recharge_{gateway}_custom', 'recharge_custom', 'check_recharge_{uuid}', 'transaction_{uuid}',
        'buy_stars_with_balance', 'buy_stars_with_payment', 'buy_{stars}', 'buy_{stars}_balance', 'custom_amount', 'custom_amount_balance', 'back_to_buy_stars',
        'order_self_{uuid}', 'order_friend_{uuid}', 'order_pay_{uuid}', 'order_pay_balance_{uuid}', 'order_pay_via_{gateway}_{uuid}', 'order_cancel_{uuid}',
        'vpn', 'vpn_buy', 'plan_{plan}', 'order_pay_from_{currency}_{uuid}', 'order_renew_{choice}_{uuid}', 'sub_{uuid}', 'sub_extend_{uuid}', 'sub_plan_{plan}_{uuid}', 'sub_change_{uuid}', 'chg_{plan}_{uuid}',
        'chgok_{plan}_{uuid}', 'sub_usage_{uuid}', 'sub_rename_{uuid}', 'sub_renew_{choice}_{uuid}', 'sub_config_{uuid}', 'sub_os_{system}_{uuid}', 'sub_rotate_{uuid}', 'sub_rotated_{generation}_{uuid}',
        'refresh_status_{uuid}', 'check_payment_{uuid}', 'history_{filter}_{page}', 'back_to_help', 'help', 'language',
      ]);
    } finally {
      await lab.close();
      await single.close();
    }
  }).timeout(60_000);
});
