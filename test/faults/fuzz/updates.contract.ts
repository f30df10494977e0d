import { expect } from 'chai';
import { MemoryLedgerAudit } from '#adapters/outbound/memory/persistence/queries/memory-ledger-audit.js';
import { HttpLab, TELEGRAM_SECRET } from '../../adapters/http/http-lab.js';
import { BotLab, VERA } from '../../adapters/telegram/bot-lab.js';
import { seeded } from '../chaos/seeded.js';
import { faultReport } from '../report/fault-report.js';
import { chosen, mutated } from './mutation.js';
import { Strays } from './strays.js';

const MALLORY = 666_000_111;
const FROM = { id: MALLORY, is_bot: false, first_name: 'M', username: 'mallory', language_code: 'en' };
const CHAT = { id: MALLORY, type: 'private', first_name: 'M' };
const SECRET = { 'x-telegram-bot-api-secret-token': TELEGRAM_SECRET };

type Surface = (draw: () => number) => object;

/** Somebody without money writes and taps what no bot has offered, about another's order among other things. */
export function updateFuzzContract(count: number): void {
  describe('updates of Telegram changed at random', function () {
    this.timeout(60_000 + count * 50);
    const strays = new Strays();
    let lab: BotLab;
    let web: HttpLab;
    let draw: () => number;
    let order = '';
    let updateId = 900_000_000;
    before(async () => {
      draw = seeded(faultReport.seed('update fuzz'));
      lab = await BotLab.open();
      web = await HttpLab.open({ handleUpdate: (body) => lab.bot.handleUpdate(body) });
      await lab.say('/start');
      await lab.give('10');
      order = (await lab.say('/buy_stars 100')).buttons.flat()[0]?.data?.slice(-36) ?? '';
      await lab.tap(`order_self_${order}`);
      strays.watch();
    });
    after(async () => {
      await web.close();
      await lab.close();
    });

    const text = (words: string): object => ({ message: { message_id: 5, date: 1, from: FROM, chat: CHAT, text: words } });
    const tap = (data: string): object => ({ callback_query: { id: String(updateId), from: FROM, chat_instance: '1', data, message: { message_id: 5, date: 1, chat: CHAT, text: 'x' } } });
    const surfaces: Readonly<Record<string, Surface>> = {
      'callback data': () => tap(mutated(chosen([`order_pay_${order}`, `order_cancel_${order}`, `transaction_${order}`, 'buy_100_balance', 'recharge_heleket_10', 'balance_history', 'language_ru'], draw), draw)),
      'start payload': () => text(`/start ${mutated('ref_1001', draw)}`),
      command: () => text(mutated(chosen(['/buy_stars 100', '/balance', '/recharge 25', '/help'], draw), draw)),
      'typed amount': () => (draw() < 0.2 ? tap('recharge_custom') : text(mutated(chosen(['25', '10.5', '1 000', '12,5'], draw), draw))),
      'typed username': () => (draw() < 0.2 ? tap('buy_100_balance') : text(mutated(chosen(['@bobby', 'https://t.me/bobby', 'vera'], draw), draw))),
    };
    const money = async (): Promise<unknown> => (await new MemoryLedgerAudit(lab.shop.memory).overview(100)).accounts;

    async function send(make: Surface): Promise<void> {
      const whole = JSON.stringify({ update_id: ++updateId, ...make(draw) });
      const response = await web.post('/webhook/telegram', draw() < 0.2 ? mutated(whole, draw) : whole, SECRET);
      await response.body?.cancel();
      expect(response.status, whole + JSON.stringify(web.logger.lines.slice(-4), (_key, value: unknown) => (value instanceof Error ? value.stack : value))).to.be.lessThan(500);
    }

    it('are answered or ignored, never with a failure of the shop, and nobody\'s money or order moves', async () => {
      const before = await money();
      for (const [surface, make] of Object.entries(surfaces)) {
        for (let sent = 0; sent < count; sent += 1) await send(make);
        faultReport.visited(`${surface} changed at random`, count);
      }
      expect(await money()).to.deep.equal(before);
      expect((await lab.shop.memory.run((tx) => tx.orders.get(order))).state).to.equal('draft');
      expect((await lab.shop.memory.run((tx) => tx.ledger.balance(VERA, 'TON'))).available.toDecimal()).to.equal('10');
      const failures = [...lab.shop.logger.lines, ...web.logger.lines].filter(({ level }) => level === 'error');
      expect(failures).to.deep.equal([]);
      strays.expectNone();
    });
  });
}
