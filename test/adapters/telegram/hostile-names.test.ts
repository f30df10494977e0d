import { expect } from 'chai';
import type { ShownMessage } from '../../sandbox/telegram/telegram-lab.js';
import { ton } from '../../builders/ton.js';
import { BotLab, VERA } from './bot-lab.js';

const NAMES = [
  '<b>bold</b>',
  '</b></code></pre>',
  '<a href="tg://user?id=1">me</a>',
  '& &amp; &lt; &#60;',
  '"\'`*_~[](){}|\\',
  '{{balance}} $t(help.text) {{- name}}',
  `z${'\u0336\u0337\u0338'.repeat(500)}`,
  '\u202e\u2066reversed\u2069\u202c',
  '\u200b\u200b\u200b',
  'https://evil.example/a evil.example t.me/evil',
  '@durov #tag $TON /start mail@evil.example',
  'x'.repeat(5_000),
  '🐢'.repeat(5_000),
  'line\nbreak\r\n\u2028end',
  '\ud83d',
] as const;

/** The tags of a message as Telegram understood it, in their order. */
const tagsOf = (message: ShownMessage): string[] => [...message.html.matchAll(/<\/?([a-z-]+)/g)].map((match) => match[0]);

/** All that one person sees on the way to a purchase, screen by screen. */
async function tour(name: string): Promise<ShownMessage[]> {
  const lab = await BotLab.open();
  try {
    lab.shop.stars.know({ username: 'friend', name, token: 'token-of-friend' });
    const seen = [await lab.say('/start', VERA, { firstName: Array.from(name).slice(0, 30).join(''), username: 'vera', languageCode: 'en' })];
    await lab.give('10');
    const question = await lab.say('/buy_stars 100');
    const order = question.buttons.flat()[0]?.data?.slice(-36) ?? '';
    seen.push(question, await lab.tap(`order_friend_${order}`), await lab.say('@friend'), await lab.tap(`order_pay_${order}`));
    await lab.work();
    seen.push(...(await lab.messages()).slice(-2));
    await lab.tap('balance_history');
    seen.push(await lab.tap(`transaction_${order}`));
    await lab.notifier.deliver(VERA, { kind: 'operator-alert', alert: 'stars-low-balance', facts: { name: `fact ${name}` } });
    await lab.notifier.deliver(VERA, { kind: 'order-refunded', orderId: order, amount: ton('1').toJSON(), balance: ton('1').toJSON(), reason: name });
    return [...seen, ...(await lab.messages()).slice(-2)];
  } finally {
    await lab.close();
  }
}

describe('a hostile name', () => {
  let plain: ShownMessage[];
  before(async () => {
    plain = await tour('Bob');
  });

  for (const name of NAMES) {
    it(`is only a name on every screen: ${JSON.stringify(name.slice(0, 24))} (case 146)`, async () => {
      const seen = await tour(name);
      expect(seen).to.have.length(plain.length);
      for (const [index, message] of seen.entries()) {
        const expected = plain[index];
        expect(expected && tagsOf(message), message.text).to.deep.equal(expected && tagsOf(expected));
        expect(message.text).not.to.match(/[\u202a-\u202e\u2066-\u2069\u200b]/);
        expect(message.text.split('\n').length).to.equal(expected?.text.split('\n').length);
        expect(message.text.length).to.be.at.most(4096);
      }
    });
  }
});
