import { expect } from 'chai';
import { assertNoOpenTransaction } from '#adapters/outbound/memory/persistence/open-transaction.js';
import { MemorySendingPace } from '#adapters/outbound/memory/providers/memory-sending-pace.js';
import type { DeliverNotices } from '#use-cases/operations/deliver-notices.js';
import type { DeliveryOutcome, Notice, Notifier } from '#use-cases/ports/providers/notifier.js';
import type { SendingPace } from '#use-cases/ports/providers/sending-pace.js';
import { aShop, aWorld, type TestShop } from '../../builders/shop/a-shop.js';
import { ton } from '../../builders/ton.js';

const VERA = 1001;
const OLEG = 1002;
const SECOND = 1_000;

interface Told {
  readonly at: number;
  readonly userId: number;
  readonly name: string;
}

/** Asked inside a transaction, it would hold up everybody who waits for its locks. */
function outsideTransactions(pace: SendingPace): SendingPace {
  return {
    takeTurn: (send) => (assertNoOpenTransaction('a turn was asked for'), pace.takeTurn(send)),
    holdBack: (send, forMs) => (assertNoOpenTransaction('a pause was told'), pace.holdBack(send, forMs)),
  };
}

const nameOf = (notice: Notice): string => ('paymentId' in notice ? notice.paymentId : notice.kind);

describe('telling people in turn', () => {
  let shop: TestShop;
  let told: Told[];
  let answers: DeliveryOutcome[];
  /** How long each word takes. */
  let takesMs: number;
  /** Two processes of one bot. */
  let processes: readonly DeliverNotices[];

  beforeEach(() => {
    const world = aWorld();
    const pace = outsideTransactions(new MemorySendingPace(world.clock));
    told = [];
    answers = [];
    takesMs = 0;
    const notifier: Notifier = {
      deliver: async (userId, notice) => {
        world.clock.advance(takesMs);
        told.push({ at: world.clock.now().getTime(), userId, name: nameOf(notice) });
        return answers.shift() ?? { outcome: 'sent' };
      },
    };
    shop = aShop({ world, notifier, pace });
    processes = [shop.deliverNotices, aShop({ world, notifier, pace, unitOfWork: shop.unitOfWork }).deliverNotices];
  });

  const write = (userId: number, name: string, notice: Notice): Promise<void> => shop.unitOfWork.run((tx) => tx.notices.add(`${userId}:${name}`, userId, notice, shop.clock.now()));
  const receipt = (userId: number, name: string): Promise<void> =>
    write(userId, name, { kind: 'top-up-credited', paymentId: name, amount: ton('1').toJSON(), balance: ton('1').toJSON(), fit: 'exact' });
  const bulk = (userId: number, name: string): Promise<void> => write(userId, name, { kind: 'payment-expired', paymentId: name });
  const eachOfThousand = async (say: (userId: number, name: string) => Promise<void>): Promise<void> => {
    for (let person = 0; person < 1_000; person += 1) await say(5_000 + person, `to ${person}`);
  };

  /** Both processes tell what they may; answers in how many milliseconds it is worth coming again. */
  const tell = async (): Promise<number | undefined> => {
    const tellings = await Promise.all(processes.map((process) => process.execute()));
    const next = tellings.flatMap(({ nextInMs }) => nextInMs ?? []);
    return next.length === 0 ? undefined : Math.min(...next);
  };
  const tellAll = async (): Promise<void> => {
    for (let nextInMs = await tell(); nextInMs !== undefined; nextInMs = await tell()) shop.clock.advance(nextInMs);
  };
  const names = (): string[] => told.map(({ name }) => name);
  const mostInASecond = (): number => Math.max(...told.map(({ at }) => told.filter((other) => other.at >= at && other.at < at + SECOND).length));
  const took = (): number => (told.at(-1)?.at ?? 0) - (told[0]?.at ?? 0);

  it('a thousand receipts take as long as thirty a second take, and no second holds more', async () => {
    await eachOfThousand(receipt);
    await tellAll();
    expect(new Set(told.map(({ userId }) => userId)).size).to.equal(1_000);
    expect([told.length, mostInASecond(), took()]).to.deep.equal([1_000, 30, 33 * SECOND]);
  });

  it('a thousand that may wait leave room in every second', async () => {
    await eachOfThousand(bulk);
    await tellAll();
    expect([told.length, mostInASecond(), took()]).to.deep.equal([1_000, 25, 39 * SECOND]);
  });

  it('the oldest are told first, however long the line', async () => {
    await eachOfThousand(receipt);
    await shop.deliverNotices.execute();
    expect(names()).to.deep.equal(Array.from({ length: 30 }, (_, person) => `to ${person}`));
  });

  it('one person hears five things in order, a second apart, and nobody else waits for that', async () => {
    const five = ['first', 'second', 'third', 'fourth', 'fifth'];
    for (const name of five) await receipt(VERA, name);
    await receipt(OLEG, 'his own');
    expect(await tell()).to.equal(SECOND);
    expect(names()).to.have.members(['first', 'his own']);
    shop.clock.advance(SECOND);
    await tellAll();
    const hers = told.filter(({ userId }) => userId === VERA);
    expect(hers.map(({ name }) => name)).to.deep.equal(five);
    expect(hers.slice(1).map(({ at }, index) => at - (hers[index]?.at ?? 0))).to.deep.equal([SECOND, SECOND, SECOND, SECOND]);
  });

  it('who comes again when told to finds what waited due, however long the telling of others took', async () => {
    await receipt(VERA, 'first');
    await tell();
    takesMs = 5;
    await receipt(VERA, 'second');
    for (const userId of [OLEG, OLEG + 1, OLEG + 2]) await receipt(userId, 'their own');
    const { nextInMs } = await shop.deliverNotices.execute();
    shop.clock.advance(nextInMs ?? 0);
    expect((await shop.deliverNotices.execute()).told).to.equal(1);
    expect(names().at(-1)).to.equal('second');
  });

  it('the steps of a delivery do not hold up the receipt', async () => {
    for (const step of ['queued', 'prepared', 'onchain_wait'] as const) await write(VERA, step, { kind: 'order-progress', orderId: 'order', step });
    await receipt(VERA, 'receipt');
    expect(await tell()).to.equal(undefined);
    expect(names()).to.deep.equal(['order-progress', 'order-progress', 'order-progress', 'receipt']);
  });

  it('a receipt that comes behind a thousand others goes next', async () => {
    await eachOfThousand(bulk);
    await tell();
    expect(told).to.have.length(25);
    await receipt(VERA, 'receipt');
    await tell();
    expect(names().slice(25)).to.deep.equal(['receipt']);
  });

  it('what Telegram asks for is obeyed by both processes, and nobody is lost', async () => {
    await eachOfThousand(bulk);
    answers.push({ outcome: 'too-fast', afterMs: 7 * SECOND, reason: '429' });
    await tell();
    const [refusedAt, before] = [shop.clock.now().getTime(), told.length];
    await receipt(VERA, 'receipt');
    for (const process of processes) expect(await process.execute()).to.deep.equal({ told: 0, nextInMs: 7 * SECOND });
    shop.clock.advance(7 * SECOND - 1);
    await tell();
    expect(told).to.have.length(before);
    shop.clock.advance(1);
    await tell();
    expect(told[before]).to.deep.equal({ at: refusedAt + 7 * SECOND, userId: VERA, name: 'receipt' });
    await tellAll();
    expect(new Set(told.map(({ userId }) => userId)).size).to.equal(1_001);
  });

  it('one chat that Telegram wants to rest keeps back nobody else', async () => {
    await receipt(VERA, 'refused');
    answers.push({ outcome: 'too-fast', afterMs: 7 * SECOND, reason: '429' });
    await tell();
    for (const [userId, name] of [[VERA, 'behind it'], [OLEG, 'his own']] as const) await receipt(userId, name);
    await tell();
    expect(names()).to.deep.equal(['refused', 'his own']);
    shop.clock.advance(7 * SECOND);
    await tellAll();
    expect(names()).to.deep.equal(['refused', 'his own', 'refused', 'behind it']);
  });

  it('to wait for a turn never counts as a failure, however often', async () => {
    await receipt(VERA, 'patient');
    for (let time = 0; time < 60; time += 1) {
      answers.push({ outcome: 'too-fast', afterMs: SECOND, reason: '429' });
      await tell();
      shop.clock.advance(SECOND);
    }
    await tell();
    shop.clock.advance(SECOND);
    await tell();
    expect(told).to.have.length(61);
    expect(names().every((name) => name === 'patient')).to.equal(true);
  });
});
