import { expect } from 'chai';
import { HandleUpdateOnce } from '#use-cases/operations/handle-update-once.js';
import { InboxHandledMessages } from '#use-cases/operations/inbox-handled-messages.js';
import { SHELF, UpdateShelf } from '#use-cases/operations/update-shelf.js';
import { StoreUnavailable } from '#use-cases/ports/persistence/persistence-error.js';
import { StarsWorld } from '../../../contracts/payments/stars/stars-world.js';
import type { BotLabOptions } from '../../telegram/bot-lab.js';

const FIRST = 750_000_000;
const CROWD = 500;

interface Feed {
  readonly lastUpdateId: number;
  readonly allowed: readonly string[];
  readonly pending: readonly object[];
}

function command(number: number): { readonly update_id: number; readonly message: object } {
  const id = 5_000 + (number % CROWD);
  const from = { id, is_bot: false, first_name: `Person ${id}`, language_code: 'en' };
  return { update_id: FIRST + number, message: { message_id: number, date: 1, from, chat: { id, type: 'private', first_name: from.first_name }, text: '/help' } };
}

/** So many commands wait at Telegram, all of them before whatever happens next. */
function queueUp(world: StarsWorld, count: number): void {
  const { simulator } = world.lab.telegram;
  const state = simulator.snapshot() as { readonly feed: Feed };
  const waiting = Array.from({ length: count }, (_, number) => {
    const { update_id, message } = command(number);
    return { update_id, userId: 5_000, type: 'message', payload: message };
  });
  simulator.restore({ ...state, feed: { ...state.feed, lastUpdateId: FIRST + count, pending: [...state.feed.pending, ...waiting] } });
}

/** A shop in which nothing but a payment gets anywhere until it is let go; then it does what waits, or takes it for done. */
function stuck(after: 'done' | 'to do'): { readonly options: BotLabOptions; readonly letGo: () => void; readonly begun: () => number } {
  let letGo = (): void => undefined;
  let begun = 0;
  const free = new Promise<void>((resolve) => (letGo = resolve));
  const options: BotLabOptions = {
    changes: ({ clock }, { memory }) => ({
      handleOnce: new (class extends HandleUpdateOnce {
        override async execute(...[message, handle]: Parameters<HandleUpdateOnce['execute']>): Promise<'handled' | 'repeated'> {
          begun += 1;
          await free;
          if (after === 'done') return 'repeated';
          return super.execute(message, handle);
        }
      })(new InboxHandledMessages(memory, clock)),
    }),
  };
  return { options, letGo, begun: () => begun };
}

async function eventually(isSo: () => boolean): Promise<void> {
  const end = Date.now() + 30_000;
  while (!isSo()) {
    if (Date.now() > end) throw new Error('it never came so');
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('a payment in Stars behind a queue', () => {
  let world: StarsWorld;
  afterEach(() => world.close());

  const onShelf = (): number => world.lab.shop.memory.committed.inbox.where(({ source, state }) => source === SHELF && state === 'received').length;
  const handled = (): number => world.lab.shop.metrics.counted('telegram_bot_messages_total', { type: 'command' });

  it('of 10,000 updates at Telegram is approved in its ten seconds (case 148)', async function () {
    this.timeout(60_000);
    world = await StarsWorld.open();
    const { id } = await world.invoiced();
    queueUp(world, 10_000);
    const outcome = world.tapPay(id);
    await world.lab.bot.startPolling();
    expect((await outcome)['paid']).to.equal(true);
    await eventually(() => world.lab.shop.memory.committed.starCharges.size === 1);
    expect(handled(), 'the queue is still there').to.be.below(10_000);
    await world.work();
    expect(await world.balance()).to.equal('100');
  });

  it('of 10,000 updates that a webhook has brought is approved while none of them is done (case 148)', async function () {
    this.timeout(60_000);
    const jam = stuck('done');
    world = await StarsWorld.open(jam.options);
    const { id } = await world.invoiced();
    const give = (update: object): Promise<void> => world.lab.bot.handleUpdate(new TextEncoder().encode(JSON.stringify(update)));
    const queue = Array.from({ length: 10_000 }, (_, number) => give(command(number)));
    await eventually(() => jam.begun() === CROWD);
    const outcome = world.tapPay(id);
    const [question] = await world.lab.telegram.changed(() => world.lab.updates(), (updates) => updates.length > 0);
    await give(question ?? {});
    expect((await outcome)['paid']).to.equal(true);
    const [news] = await world.lab.updates();
    await give(news ?? {});
    await world.work();
    expect(await world.balance()).to.equal('100');
    expect(handled()).to.equal(0);
    jam.letGo();
    await Promise.all(queue);
  });

  it('leaves what was written down of the queue to the next process, and none of it is done twice', async function () {
    this.timeout(60_000);
    const jam = stuck('to do');
    world = await StarsWorld.open(jam.options);
    queueUp(world, 350);
    await world.lab.bot.startPolling();
    await eventually(() => onShelf() >= 300 && jam.begun() > 0);
    const stopping = world.lab.bot.stop();
    jam.letGo();
    await stopping;
    expect(handled()).to.be.below(350);
    expect(onShelf()).to.be.above(0);
    const next = world.lab.anotherBot();
    await next.startPolling();
    await eventually(() => handled() === 350 && onShelf() === 0);
    await next.stop();
    expect(handled()).to.equal(350);
  });

  it('keeps the queue at Telegram while it cannot be written down', async function () {
    this.timeout(60_000);
    world = await StarsWorld.open({
      changes: (_deps, { memory, clock }) => ({
        updateShelf: new (class extends UpdateShelf {
          override put = (): Promise<void> => Promise.reject(new StoreUnavailable());
        })(memory, clock),
      }),
    });
    queueUp(world, 250);
    await world.lab.bot.startPolling();
    await eventually(() => handled() === 250);
    await world.lab.bot.stop();
    expect(onShelf()).to.equal(0);
    expect(world.lab.shop.logger.lines.map(({ message }) => message)).to.include('a long queue of updates could not be written down');
  });
});
