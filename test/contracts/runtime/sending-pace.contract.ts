import { expect } from 'chai';
import fc from 'fast-check';
import type { PlannedSend, SendingPace, Turn } from '#use-cases/ports/providers/sending-pace.js';

export interface SendingPaceUnderTest {
  /** The pace as so many processes of one bot that has sent nothing yet see it. */
  readonly processes: readonly [SendingPace, ...SendingPace[]];
  /** Lets this much time pass for all of them. */
  pass(milliseconds: number): void;
}

export interface SendingPaces {
  aBot(): SendingPaceUnderTest;
  close(): Promise<void>;
}

const SECOND = 1_000;
const VERA = 1001;
const OLEG = 1002;

const receipt = (chatId: number): PlannedSend => ({ chatId, lane: 'receipt', changesScreen: false });
const bulk = (chatId: number): PlannedSend => ({ chatId, lane: 'bulk', changesScreen: false });
const screen = (chatId: number): PlannedSend => ({ chatId, lane: 'receipt', changesScreen: true });
const waits = (who: 'chat' | 'everybody', afterMs: number): Turn => ({ granted: false, waits: who, afterMs });
const GRANTED: Turn = { granted: true };

/** What any pace owes: never more in a second than Telegram takes, one message a second in a chat, and silence when told to be silent. */
export function sendingPaceContract(label: string, open: () => Promise<SendingPaces>, runs: number): void {
  describe(`the pace of sending on ${label}`, () => {
    let opened: SendingPaces;
    let bot: SendingPaceUnderTest;
    let nextChat = 5000;
    before(async () => {
      opened = await open();
    });
    beforeEach(() => {
      bot = opened.aBot();
    });
    after(() => opened.close());

    const one = () => bot.processes[0];
    const other = () => bot.processes.at(-1) ?? one();
    const toStrangers = async (count: number, send: (chatId: number) => PlannedSend): Promise<readonly Turn[]> => {
      const turns: Turn[] = [];
      for (let index = 0; index < count; index += 1) turns.push(await bot.processes[index % bot.processes.length]!.takeTurn(send((nextChat += 1))));
      return turns;
    };
    const grantedOf = (turns: readonly Turn[]): number => turns.filter(({ granted }) => granted).length;

    it('thirty receipts pass in a second, whichever process sends them, and the next hears how long to wait', async () => {
      expect(grantedOf(await toStrangers(30, receipt))).to.equal(30);
      bot.pass(400);
      expect(await other().takeTurn(receipt(VERA))).to.deep.equal(waits('everybody', 600));
      bot.pass(599);
      expect(await one().takeTurn(receipt(VERA))).to.deep.equal(waits('everybody', 1));
      bot.pass(1);
      expect(await one().takeTurn(receipt(VERA))).to.deep.equal(GRANTED);
    });

    it('bulk leaves five of them to receipts', async () => {
      expect(grantedOf(await toStrangers(40, bulk))).to.equal(25);
      expect(grantedOf(await toStrangers(10, receipt))).to.equal(5);
    });

    it('a chat hears one message a second, and others need not wait for it', async () => {
      expect(await one().takeTurn(receipt(VERA))).to.deep.equal(GRANTED);
      bot.pass(300);
      expect(await other().takeTurn(bulk(VERA))).to.deep.equal(waits('chat', 700));
      expect(await other().takeTurn(receipt(OLEG))).to.deep.equal(GRANTED);
      bot.pass(700);
      expect(await other().takeTurn(bulk(VERA))).to.deep.equal(GRANTED);
    });

    it('a screen that changes waits for the message before it, and no message waits for the screen', async () => {
      for (const send of [screen(VERA), screen(VERA), receipt(VERA)]) expect(await one().takeTurn(send)).to.deep.equal(GRANTED);
      expect(await one().takeTurn(screen(VERA))).to.deep.equal(waits('chat', SECOND));
    });

    it('a refusal uses up nothing', async () => {
      await one().takeTurn(receipt(VERA));
      for (let time = 0; time < 50; time += 1) await one().takeTurn(receipt(VERA));
      expect(grantedOf(await toStrangers(40, receipt))).to.equal(29);
      bot.pass(SECOND);
      expect(await one().takeTurn(receipt(VERA))).to.deep.equal(GRANTED);
    });

    it('a chat that Telegram wants to rest is left alone by every process, the others are not', async () => {
      await one().holdBack(receipt(VERA), 7 * SECOND);
      bot.pass(7 * SECOND - 1);
      for (const send of [receipt(VERA), screen(VERA)]) expect(await other().takeTurn(send)).to.deep.equal(waits('chat', 1));
      expect(await other().takeTurn(receipt(OLEG))).to.deep.equal(GRANTED);
      bot.pass(1);
      expect(await other().takeTurn(receipt(VERA))).to.deep.equal(GRANTED);
    });

    it('a refusal of bulk silences every process', async () => {
      await one().holdBack(bulk(VERA), 7 * SECOND);
      bot.pass(6 * SECOND);
      for (const pace of bot.processes) expect(await pace.takeTurn(receipt(OLEG))).to.deep.equal(waits('everybody', SECOND));
      bot.pass(SECOND);
      expect(await other().takeTurn(receipt(OLEG))).to.deep.equal(GRANTED);
    });

    it('a second chat that is refused while the first still rests means everybody', async () => {
      await one().holdBack(receipt(VERA), 3 * SECOND);
      bot.pass(2 * SECOND);
      await other().holdBack(receipt(OLEG), 5 * SECOND);
      expect(await one().takeTurn(receipt((nextChat += 1)))).to.deep.equal(waits('everybody', 5 * SECOND));
    });

    it('two chats that are refused one after the other mean themselves, and so does one that is refused again', async () => {
      await one().holdBack(receipt(VERA), 3 * SECOND);
      await one().holdBack(receipt(VERA), 3 * SECOND);
      bot.pass(3 * SECOND);
      await one().holdBack(receipt(OLEG), 3 * SECOND);
      expect(await one().takeTurn(receipt(VERA))).to.deep.equal(GRANTED);
    });

    it('a shorter wait does not end a longer one', async () => {
      await one().holdBack(bulk(VERA), 30 * SECOND);
      await one().holdBack(bulk(VERA), SECOND);
      expect(await other().takeTurn(receipt(OLEG))).to.deep.equal(waits('everybody', 30 * SECOND));
      expect(await other().takeTurn(receipt(VERA))).to.deep.equal(waits('chat', 30 * SECOND));
    });

    it('of many processes at once, thirty get a turn, and one for each chat', async () => {
      const asked = await Promise.all(Array.from({ length: 80 }, (_, index) => bot.processes[index % bot.processes.length]?.takeTurn(receipt(6000 + (index % 40)))));
      expect(asked.filter((turn) => turn?.granted)).to.have.length(30);
    });

    it('whoever sends whatever whenever: no second holds too many, and nobody waits while there is room', async function () {
      this.timeout(60_000);
      const steps = fc.array(
        fc.record({ chatId: fc.integer({ min: 1, max: 60 }), isBulk: fc.boolean(), changesScreen: fc.boolean(), waitMs: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 1_200 })) }),
        { minLength: 1, maxLength: 150 },
      );
      await fc.assert(
        fc.asyncProperty(steps, async (sends) => {
          const { processes, ...time } = opened.aBot();
          const sent: { at: number; chatId: number; message: boolean }[] = [];
          let now = 0;
          for (const [index, { chatId, isBulk, changesScreen, waitMs }] of sends.entries()) {
            time.pass(waitMs);
            now += waitMs;
            const lately = sent.filter(({ at }) => at > now - SECOND);
            const room = lately.length < (isBulk ? 25 : 30) && !lately.some((before) => before.message && before.chatId === chatId);
            const turn = await processes[index % processes.length]!.takeTurn({ chatId, lane: isBulk ? 'bulk' : 'receipt', changesScreen });
            expect(turn.granted).to.equal(room);
            if (turn.granted) sent.push({ at: now, chatId, message: !changesScreen });
          }
        }),
        { numRuns: runs },
      );
    });
  });
}
